import { expect, test } from 'vitest';
import { loadWell, refusal, storedOf } from '../testing/loadSample.ts';
import { shapeFactors } from './shapes.ts';

const side = 32;
const factorsOf = (values: Int32Array | null, index: number): number[] => Array.from(values?.subarray(index * 5, index * 5 + 5) ?? []);

/** Centre of mass and mass of a picture. */
function massOf(picture: readonly number[]): { mass: number; x: number; y: number } {
  let mass = 0,
    x = 0,
    y = 0;
  picture.forEach((value, i) => {
    mass += value;
    x += value * (i % side);
    y += value * Math.floor(i / side);
  });
  return { mass, x: x / mass, y: y / mass };
}

test('a seeded sample without repetition, as many as the limit says', async () => {
  const dataset = await loadWell({ kind: 'shapes', limit: 500 });
  expect(dataset.facts).toMatchObject({
    name: 'shapes',
    count: 500,
    shape: [32, 32, 1],
    storedRange: [0, 255],
    classes: ['square', 'ellipse', 'heart'],
    factors: shapeFactors,
  });
  const rows = Array.from({ length: 500 }, (_, i) => factorsOf(dataset.factors, i));
  expect(new Set(rows.map(String)).size).toBe(500);
  for (const [i, row] of rows.entries()) {
    row.forEach((value, axis) => expect(value >= 0 && value < (shapeFactors[axis]?.size ?? 0)).toBe(true));
    expect(dataset.labels?.[i]).toBe(row[0]);
  }
  const again = await loadWell({ kind: 'shapes', limit: 500 });
  expect(again.facts.hash).toBe(dataset.facts.hash);
  expect((await loadWell({ kind: 'shapes', limit: 500 }, { seed: 2 })).facts.hash).not.toBe(dataset.facts.hash);
});

test('each factor does what its name says: the centre moves with x and y, the area grows with the square of the scale', async () => {
  const dataset = await loadWell({ kind: 'shapes', limit: 3000 });
  for (let i = 0; i < 3000; i++) {
    const [shape = 0, scale = 0, , x = 0, y = 0] = factorsOf(dataset.factors, i);
    const found = massOf(storedOf(dataset, i));
    expect(Math.abs(found.x - (8 + x))).toBeLessThan(0.1);
    expect(Math.abs(found.y - (8 + y))).toBeLessThan(0.1);
    const area = found.mass / 255 / (8 * (0.5 + 0.1 * scale)) ** 2;
    // (2 · 0.68)², π √0.3, and the heart's 3.66 / 1.3².
    expect(area).toBeCloseTo([1.85, 1.72, 2.17][shape] ?? 0, 1);
  }
});

test('edges are soft and nothing touches the border of the picture', async () => {
  const dataset = await loadWell({ kind: 'shapes', limit: 1000 });
  for (let i = 0; i < 1000; i++) {
    const picture = storedOf(dataset, i);
    expect(picture.some((value) => value > 0 && value < 255)).toBe(true);
    expect(Math.max(...picture)).toBe(255);
  }
});

test('the whole grid: every picture differs from every other, so that factors can be read from pictures', async () => {
  const dataset = await loadWell({ kind: 'shapes', limit: 92_160 });
  const seen = new Set<string>();
  let centred = 0;
  for (let i = 0; i < dataset.facts.count; i++) {
    // Places are whole pixels, so the pictures of one place stand for all.
    if (dataset.factors?.[i * 5 + 3] !== 7 || dataset.factors[i * 5 + 4] !== 7) continue;
    centred += 1;
    seen.add(Buffer.from(dataset.stored.slice(i * 1024, (i + 1) * 1024)).toString('base64'));
  }
  expect(centred).toBe(360);
  expect(seen.size).toBe(360);
});

test('more than the grid has is refused', async () => {
  expect(await refusal({ kind: 'shapes', limit: 92_161 })).toMatchObject({ code: 'data-limit-beyond-grid', values: { count: 92_160 } });
});
