import { refuse } from '../../../../shared/check/issue.ts';
import { deriveSeed, permutation } from '../../../../shared/random/philox.ts';
import type { DatasetKind } from '../datasetKind.ts';
import { generatedCount } from '../generatedCount.ts';
import { packDataset } from '../packDataset.ts';
import { sharedBytes } from '../sharedMemory.ts';

const imageSize = 32;
const defaultCount = 10_000;
/** Samples a pixel and axis: coverage is averaged over 6 × 6 points. */
const subsamples = 6;

/**
 * Generative factors in the order of the factor table, after dSprites (Matthey et al. 2017) on a smaller grid.
 * Rotation runs from −38° to 38° in steps of 4°: the square repeats after 90°, and within 76° no shape maps onto itself, so that each picture has one set of factors.
 */
export const shapeFactors = [
  { name: 'shape', size: 3 },
  { name: 'scale', size: 6 },
  { name: 'rotation', size: 20 },
  { name: 'x', size: 16 },
  { name: 'y', size: 16 },
] as const;
export const shapeClasses = ['square', 'ellipse', 'heart'] as const;

const gridSize = shapeFactors.reduce((product, { size }) => product * size, 1);

/** Whether a point lies in the shape, in units in which every shape reaches at most 1 from the centre. */
const insideOf: Readonly<Record<(typeof shapeClasses)[number], (x: number, y: number) => boolean>> = {
  square: (x, y) => Math.abs(x) <= 0.68 && Math.abs(y) <= 0.68,
  ellipse: (x, y) => x * x + (y * y) / 0.3 <= 1,
  // (u² + v² − 1)³ ≤ u²v³, upright (v up), its centre of mass at v = 0.2935 brought to the middle.
  heart: (x, y) => {
    const u = x * 1.3,
      v = 0.2935 - y * 1.3;
    const round = u * u + v * v - 1;
    return round * round * round - u * u * v * v * v <= 0;
  },
};

/** Sprites with known factors: one white shape on black, its place, size and rotation on a full grid. */
export const shapes: DatasetKind = {
  title: { en: 'Shapes', zh: '几何图形' },
  about: {
    en: 'Generated pictures of squares, ellipses and hearts, 32 × 32 grey, with known scale, rotation and place (92,160 in all, 10,000 unless a limit is set).',
    zh: '生成的正方形、椭圆和心形图片，32 × 32 灰度图，大小、旋转和位置均已知（共 92,160 张，未设上限时取 10,000 张）。',
  },
  source: { en: 'Generated from the seed', zh: '由随机种子生成' },
  origin: 'generated',
  isAvailable: async () => true,
  async load(reference, options) {
    if ((reference.limit ?? 0) > gridSize) refuse('data-limit-beyond-grid', {}, { kind: reference.kind, count: gridSize, limit: reference.limit ?? 0 });
    const count = generatedCount(reference, options, { usual: defaultCount, exampleBytes: imageSize * imageSize });
    const chosen = permutation(deriveSeed(options.seed, 'data', 'shapes'), gridSize).subarray(0, count);
    const masks = new Map<number, Uint8Array>();
    const values = sharedBytes(count * imageSize * imageSize);
    const factors = new Int32Array(count * shapeFactors.length);
    const labels = new Int32Array(count);
    for (let i = 0; i < count; i++) {
      const [shape, scale, rotation, x, y] = factorsOf(chosen[i] ?? 0);
      const key = (shape * 6 + scale) * 20 + rotation;
      const mask = masks.get(key) ?? renderMask(shape, scale, rotation);
      masks.set(key, mask);
      blit(mask, values.subarray(i * imageSize * imageSize, (i + 1) * imageSize * imageSize), { x, y });
      factors.set([shape, scale, rotation, x, y], i * shapeFactors.length);
      labels[i] = shape;
    }
    return packDataset({
      name: 'shapes',
      shape: [imageSize, imageSize, 1],
      values,
      labels,
      classes: shapeClasses,
      factors: { of: shapeFactors, values: factors },
    });
  },
};

/** Factor values of one place on the grid; the last factor runs fastest. */
function factorsOf(index: number): [number, number, number, number, number] {
  const values: [number, number, number, number, number] = [0, 0, 0, 0, 0];
  let rest = index;
  for (let axis = shapeFactors.length - 1; axis >= 0; axis--) {
    const size = shapeFactors[axis]?.size ?? 1;
    values[axis] = rest % size;
    rest = Math.floor(rest / size);
  }
  return values;
}

/** A mask of 17 × 17 pixels about its middle pixel holds the largest shape, of radius 8. */
const maskSize = 17,
  maskCentre = maskSize / 2,
  largestRadius = 8;

function renderMask(shape: number, scale: number, rotation: number): Uint8Array {
  const inside = insideOf[shapeClasses[shape] ?? 'square'];
  const radius = largestRadius * (0.5 + 0.1 * scale);
  const angle = ((rotation * 4 - 38) * Math.PI) / 180;
  const cosine = Math.cos(angle) / radius,
    sine = Math.sin(angle) / radius;
  const mask = new Uint8Array(maskSize * maskSize);
  for (let pixel = 0; pixel < mask.length; pixel++) {
    let covered = 0;
    for (let sample = 0; sample < subsamples * subsamples; sample++) {
      const dx = (pixel % maskSize) + ((sample % subsamples) + 0.5) / subsamples - maskCentre;
      const dy = Math.floor(pixel / maskSize) + (Math.floor(sample / subsamples) + 0.5) / subsamples - maskCentre;
      if (inside(dx * cosine + dy * sine, dy * cosine - dx * sine)) covered += 1;
    }
    mask[pixel] = Math.round((255 * covered) / (subsamples * subsamples));
  }
  return mask;
}

/** Copies a mask so that its middle pixel comes to (8 + x, 8 + y): one pixel a step, never beyond the edge. */
function blit(mask: Uint8Array, image: Uint8Array, { x, y }: { readonly x: number; readonly y: number }): void {
  for (let row = 0; row < maskSize; row++) {
    image.set(mask.subarray(row * maskSize, (row + 1) * maskSize), (y + row) * imageSize + x);
  }
}
