import { describe, expect, test } from 'vitest';
import { dataKinds } from '../../../../shared/data/dataReference.ts';
import { knownFacts } from '../../../../shared/data/knownFacts.ts';
import { datasetCatalogue } from '../loadDataset.ts';
import { load, loadWell, refusal, storedOf } from '../testing/loadSample.ts';

const sets = [
  { kind: 'moons', shape: [2], classes: 2, count: 2000 },
  { kind: 'rings', shape: [2], classes: 3, count: 2000 },
  { kind: 'blobs', shape: [2], classes: 5, count: 2000 },
  { kind: 'swiss-roll', shape: [3], classes: 4, count: 2000 },
  { kind: 'waves', shape: [32, 1], classes: 3, count: 4000 },
  { kind: 'shapes', shape: [32, 32, 1], classes: 3, count: 10_000 },
] as const;

describe.each(sets)('$kind', ({ kind, shape, classes, count }) => {
  test('is as large as it says, finite, within its stored range, and all classes are equally frequent', async () => {
    const dataset = await loadWell({ kind });
    expect(dataset.facts).toMatchObject({ name: kind, count, shape });
    expect(dataset.facts.classes).toHaveLength(classes);
    // What the window checks a graph against before any data is read.
    expect(knownFacts({ kind, normalise: 'unit' })).toEqual({ shape, range: [0, 1], classes });
    const frequencies = Array.from({ length: classes }, () => 0);
    const [low, high] = dataset.facts.storedRange;
    for (let i = 0; i < count; i++) {
      for (const value of storedOf(dataset, i)) if (!(value >= low && value <= high)) throw new Error(`example ${i} holds ${value}`);
      const label = dataset.labels?.[i] ?? -1;
      frequencies[label] = (frequencies[label] ?? 0) + 1;
    }
    for (const frequency of frequencies) expect(Math.abs(frequency - count / classes)).toBeLessThan(5 * Math.sqrt(count / classes));
  });
  test('is the same for the same seed, another for another, and exactly as many as the limit', async () => {
    const [one, same, other] = [await loadWell({ kind, limit: 37 }), await loadWell({ kind, limit: 37 }), await loadWell({ kind, limit: 37 }, { seed: 2 })];
    expect(one.facts.count).toBe(37);
    expect(same.facts.hash).toBe(one.facts.hash);
    expect(other.facts.hash).not.toBe(one.facts.hash);
  });
  test('more than the limit of memory is refused before it is made', async () => {
    expect((await refusal({ kind, limit: 90_000 }, { limitBytes: 10_000 })).code).toBe('data-too-large');
  });
});

test('moons lie on their half circles, rings on their radii, blobs about their centres, the roll on its spiral', async () => {
  const distances: Record<string, number[]> = {};
  const measure = async (kind: string, distance: (point: readonly number[], label: number) => number): Promise<void> => {
    const dataset = await loadWell({ kind });
    distances[kind] = Array.from({ length: dataset.facts.count }, (_, i) => distance(storedOf(dataset, i), dataset.labels?.[i] ?? 0));
  };
  await measure('moons', ([x = 0, y = 0], label) => (label === 0 ? Math.hypot(x, y) : Math.hypot(x - 1, y - 0.5)) - 1);
  await measure('rings', ([x = 0, y = 0], label) => Math.hypot(x, y) - ([0.4, 0.9, 1.4][label] ?? 0));
  await measure('blobs', ([x = 0], label) => x - 2 * Math.cos((2 * Math.PI * label) / 5));
  await measure('swiss-roll', ([x = 0, , z = 0], label) => {
    const radius = Math.hypot(x, z),
      turn = 1.5 * Math.PI * (1 + label / 2);
    return Math.max(turn - radius, radius - turn - 0.75 * Math.PI, 0);
  });
  const deviations = Object.fromEntries(
    Object.entries(distances).map(([kind, all]) => [kind, Math.sqrt(all.reduce((sum, value) => sum + value * value, 0) / all.length)]),
  );
  expect(deviations['moons']).toBeCloseTo(0.08, 2);
  expect(deviations['rings']).toBeCloseTo(0.05, 2);
  expect(deviations['blobs']).toBeCloseTo(0.3, 1);
  expect(deviations['swiss-roll']).toBeLessThan(0.1);
});

test('wave forms can be told apart: squares dwell at the top, sawtooths jump once a period', async () => {
  const dataset = await loadWell({ kind: 'waves', limit: 300 });
  for (let i = 0; i < 300; i++) {
    const wave = storedOf(dataset, i);
    const peak = Math.max(...wave.map(Math.abs));
    const dwelling = wave.filter((value) => Math.abs(value) > 0.8 * peak).length / wave.length;
    expect(dwelling > 0.75).toBe(dataset.labels?.[i] === 1);
  }
});

test('the catalogue lists every kind in both languages; what is generated needs no network', async () => {
  const entries = await datasetCatalogue({ root: '/nowhere' });
  expect(entries.map(({ kind }) => kind)).toEqual([...dataKinds]);
  for (const entry of entries) {
    for (const text of [entry.title, entry.about, entry.source]) expect(text.en !== '' && text.zh !== '').toBe(true);
    if (entry.origin === 'generated' || entry.origin === 'own') expect(entry.available).toBe(true);
  }
  expect(entries.find(({ kind }) => kind === 'mnist')?.available).toBe(false);
});

test('a refusal has no value and one issue', async () => {
  expect(await load({ kind: 'csv' })).toMatchObject({ value: undefined, issues: [{ code: 'data-path-missing' }] });
});
