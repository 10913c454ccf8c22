import type { Batch } from './dataset.ts';
import { partOfArrays } from './preparedBlock.ts';

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
export function partOf(block: BatchBlock, from: number, count: number): BatchBlock {
  const { batchSize } = block;
  return { batches: count, batchSize, ...partOfArrays(block, from * batchSize, count * batchSize) };
}

/** The `at`-th batch of a block; views, nothing is copied. */
export function batchOf(block: BatchBlock, at: number): Batch {
  const { x, labels, weights, indices } = partOf(block, at, 1);
  return { size: block.batchSize, x, labels, weights, indices };
}
