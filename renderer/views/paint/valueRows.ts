import type { Values } from '../../../shared/protocol/tensors.ts';

/** One example's values, without a copy. */
export function rowOf({ shape, values }: Values, row: number): Float32Array {
  const count = shape[0] ?? 0,
    width = count > 0 ? values.length / count : 0;
  return values.subarray(row * width, (row + 1) * width);
}

/** Mean of squared differences, over as many values as both have. */
export function meanSquaredError(a: Float32Array, b: Float32Array): number {
  const length = Math.min(a.length, b.length);
  let sum = 0;
  for (let i = 0; i < length; i++) sum += ((a[i] ?? 0) - (b[i] ?? 0)) ** 2;
  return length > 0 ? sum / length : 0;
}

/** a − b, value by value. */
export function difference(a: Float32Array, b: Float32Array): Float32Array {
  return Float32Array.from({ length: Math.min(a.length, b.length) }, (_, i) => (a[i] ?? 0) - (b[i] ?? 0));
}
