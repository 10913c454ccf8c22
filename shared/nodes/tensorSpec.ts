/** What is known of a tensor before any data flows. */
export interface TensorSpec {
  /** Without the batch axis: [784], [28, 28, 1], [time, features]. */
  readonly shape: readonly number[];
  /** int32 only for class labels and token ids. */
  readonly dtype: 'float32' | 'int32';
  /** Closed bounds that every value keeps, whatever the weights; ±Infinity where there is none. */
  readonly range: readonly [number, number];
}

export const unbounded = [-Infinity, Infinity] as const;

/** A float32 tensor spec; unbounded unless a range is given. */
export function floats(shape: readonly number[], range: readonly [number, number] = unbounded): TensorSpec {
  return { shape, dtype: 'float32', range };
}

/** Number of values in one example. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, extent) => product * extent, 1);
}

export function sameShape(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((extent, axis) => extent === b[axis]);
}

/** `28×28×1`; a scalar is `()`. */
export function showShape(shape: readonly number[]): string {
  return shape.length === 0 ? '()' : shape.join('×');
}
