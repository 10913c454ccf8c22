import type { Batch } from '../data/dataset.ts';

/** Batches of one size, one after the other, as one call trains on them. */
export interface BatchBlock {
  readonly batches: number;
  /** Examples in each. */
  readonly batchSize: number;
  /** [batches·batchSize, …shape], normalised. */
  readonly x: Float32Array;
  /** Class labels [batches·batchSize], or null. */
  readonly labels: Int32Array | null;
  /** Example weights [batches·batchSize], or null for all ones. */
  readonly weights: Float32Array | null;
  /** Indices into the data set [batches·batchSize]. */
  readonly indices: Int32Array;
}

/** A batch as a block of one. */
export function blockOf({ size, ...arrays }: Batch): BatchBlock {
  return { batches: 1, batchSize: size, ...arrays };
}

/** `count` batches of a block from the `from`-th on; views, nothing is copied. */
export function partOf({ batchSize, batches, x, labels, weights, indices }: BatchBlock, from: number, count: number): BatchBlock {
  const features = x.length / (batches * batchSize);
  const begin = from * batchSize,
    end = begin + count * batchSize;
  return {
    batches: count,
    batchSize,
    x: x.subarray(begin * features, end * features),
    labels: labels?.subarray(begin, end) ?? null,
    weights: weights?.subarray(begin, end) ?? null,
    indices: indices.subarray(begin, end),
  };
}

/** The `at`-th batch of a block; views, nothing is copied. */
export function batchOf(block: BatchBlock, at: number): Batch {
  const { x, labels, weights, indices } = partOf(block, at, 1);
  return { size: block.batchSize, x, labels, weights, indices };
}

/** Consecutive batches of one size, up to `most` together. */
export function* blocksOf(batches: Iterable<Batch>, most: number): Generator<BatchBlock> {
  let waiting: Batch[] = [];
  for (const batch of batches) {
    if (waiting.length === most || (waiting[0] && waiting[0].size !== batch.size)) {
      yield joined(waiting);
      waiting = [];
    }
    waiting.push(batch);
  }
  if (waiting.length > 0) yield joined(waiting);
}

function joined(batches: readonly Batch[]): BatchBlock {
  const [first] = batches;
  if (!first) throw new RangeError('a block of no batches');
  if (batches.length === 1) return blockOf(first);
  const all = <A extends Float32Array | Int32Array>(make: (length: number) => A, arrays: readonly (A | null)[]): A | null => {
    if (arrays.some((array) => array === null)) return null;
    const whole = make(arrays.reduce((sum, array) => sum + (array?.length ?? 0), 0));
    let at = 0;
    for (const array of arrays) {
      whole.set(array ?? [], at);
      at += array?.length ?? 0;
    }
    return whole;
  };
  const floats = (length: number): Float32Array => new Float32Array(length),
    ints = (length: number): Int32Array => new Int32Array(length);
  return {
    batches: batches.length,
    batchSize: first.size,
    x:
      all(
        floats,
        batches.map(({ x }) => x),
      ) ?? floats(0),
    labels: all(
      ints,
      batches.map(({ labels }) => labels),
    ),
    weights: all(
      floats,
      batches.map(({ weights }) => weights),
    ),
    indices:
      all(
        ints,
        batches.map(({ indices }) => indices),
      ) ?? ints(0),
  };
}
