import type { Initialiser } from '../../../shared/nodes/defineNode.ts';
import { sizeOf } from '../../../shared/nodes/tensorSpec.ts';
import { deriveSeed, randomNormal, randomUniform } from '../../../shared/random/philox.ts';

type Seed = readonly [number, number];

/** Keras 3's compute_fans: [inputs, outputs] of a kernel; a convolution's receptive field multiplies both. */
export function fansOf(shape: readonly number[]): readonly [number, number] {
  if (shape.length === 0) return [1, 1];
  if (shape.length === 1) return [shape[0] ?? 1, shape[0] ?? 1];
  const field = sizeOf(shape.slice(0, -2));
  return [(shape.at(-2) ?? 1) * field, (shape.at(-1) ?? 1) * field];
}

/** Standard deviation of a unit normal truncated at ±2: Keras divides by it so that the truncated draw keeps its variance. */
const truncatedDeviation = 0.87962566103423978;

/** Starting values of one weight, row-major, drawn from `seed`; the same on every device. Distributions as Keras 3's initialisers of the same names. */
export function initialWeights(initialiser: Initialiser, shape: readonly number[], seed: Seed): Float32Array {
  const count = sizeOf(shape);
  const [fanIn, fanOut] = fansOf(shape);
  const uniform = (limit: number): Float32Array => randomUniform(seed, count).map((u) => (2 * u - 1) * limit);
  const truncated = (variance: number): Float32Array => truncatedNormal(seed, count, Math.sqrt(variance) / truncatedDeviation);
  switch (initialiser.name) {
    case 'zeros':
      return new Float32Array(count);
    case 'ones':
      return new Float32Array(count).fill(1);
    case 'glorotUniform':
      return uniform(Math.sqrt(6 / (fanIn + fanOut)));
    case 'heUniform':
      return uniform(Math.sqrt(6 / fanIn));
    case 'lecunUniform':
      return uniform(Math.sqrt(3 / fanIn));
    case 'glorotNormal':
      return truncated(2 / (fanIn + fanOut));
    case 'heNormal':
      return truncated(2 / fanIn);
    case 'lecunNormal':
      return truncated(1 / fanIn);
    case 'randomUniform':
      return uniform(initialiser.limit);
    case 'randomNormal':
      return randomNormal(seed, count).map((z) => z * initialiser.stdDev);
    case 'orthogonal':
      return orthogonal(seed, shape);
    case 'lstmBias':
      return new Float32Array(count).fill(1, count / 4, count / 2);
  }
}

/** Normal draws with those beyond two deviations drawn again. */
function truncatedNormal(seed: Seed, count: number, stdDev: number): Float32Array {
  const out = new Float32Array(count);
  let filled = 0;
  for (let round = 0; filled < count; round++) {
    const candidates = randomNormal(deriveSeed(seed[0] ^ seed[1], 'truncated', round), Math.max(16, Math.ceil((count - filled) * 1.1)));
    for (const z of candidates) {
      if (filled < count && Math.abs(z) <= 2) out[filled++] = z * stdDev;
    }
  }
  return out;
}

/** Rows or columns orthonormal, whichever are fewer: Gram–Schmidt on normal draws (Saxe et al. 2013), in double precision. */
function orthogonal(seed: Seed, shape: readonly number[]): Float32Array {
  const columns = shape.at(-1) ?? 1;
  const rows = sizeOf(shape) / columns;
  const [many, few] = rows >= columns ? [rows, columns] : [columns, rows];
  const draws = randomNormal(seed, many * few);
  const vectors: Float64Array[] = [];
  for (let v = 0; v < few; v++) {
    const vector = Float64Array.from({ length: many }, (_, i) => draws[v * many + i] ?? 0);
    // Twice is enough for orthogonality to working precision (Kahan, Parlett).
    for (let pass = 0; pass < 2; pass++) {
      for (const other of vectors) {
        const overlap = vector.reduce((sum, x, i) => sum + x * (other[i] ?? 0), 0);
        vector.forEach((x, i) => {
          vector[i] = x - overlap * (other[i] ?? 0);
        });
      }
    }
    const norm = Math.sqrt(vector.reduce((sum, x) => sum + x * x, 0));
    vectors.push(vector.map((x) => x / norm));
  }
  return Float32Array.from({ length: rows * columns }, (_, index) => {
    const row = Math.floor(index / columns),
      column = index % columns;
    return (rows >= columns ? vectors[column]?.[row] : vectors[row]?.[column]) ?? 0;
  });
}
