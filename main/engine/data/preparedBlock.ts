import type { BatchArrays } from './batchMaker.ts';
import type { SplitName } from './dataset.ts';

/** Which batches of an epoch lie in a block. */
export interface BlockPlace {
  readonly epoch: number;
  /** Place of its first batch in the epoch. */
  readonly firstBatch: number;
  /** Batches in the block. */
  readonly batches: number;
  /** Examples in each. */
  readonly batchSize: number;
}

/** Batches of one size and one epoch, one after the other. Its arrays are the reader's until it gives the block back. */
export interface PreparedBlock extends BlockPlace {
  /** [batches·batchSize, …shape], normalised. */
  readonly x: Float32Array<ArrayBuffer>;
  /** Class labels [batches·batchSize], or null. */
  readonly labels: Int32Array<ArrayBuffer> | null;
  /** Example weights [batches·batchSize], or null for all ones. */
  readonly weights: Float32Array<ArrayBuffer> | null;
  /** Indices into the data set [batches·batchSize]. */
  readonly indices: Int32Array<ArrayBuffer>;
}

/** What decides how a split is cut into blocks. */
export interface BlockCut {
  /** Examples in the split. */
  readonly count: number;
  readonly batchSize: number;
  /** Most batches in a block. */
  readonly stride: number;
}

/** The block that begins at a batch of an epoch: up to `stride` full batches, or the smaller last batch alone; null behind the epoch's end. */
export function blockAt({ count, batchSize, stride }: BlockCut, epoch: number, firstBatch: number): BlockPlace | null {
  const full = Math.floor(count / batchSize);
  if (firstBatch < full) return { epoch, firstBatch, batches: Math.min(stride, full - firstBatch), batchSize };
  const remainder = count - full * batchSize;
  return firstBatch === full && remainder > 0 ? { epoch, firstBatch, batches: 1, batchSize: remainder } : null;
}

/** How the arrays of a block lie in one buffer, behind each other. */
export interface BlockLayout {
  /** Values of one example. */
  readonly length: number;
  readonly labelled: boolean;
  readonly weighted: boolean;
}

/** Bytes that a block of `examples` takes. */
export function blockBytes({ length, labelled, weighted }: BlockLayout, examples: number): number {
  return 4 * examples * (length + (labelled ? 1 : 0) + (weighted ? 1 : 0) + 1);
}

/** The arrays of a block of `examples` in a buffer of at least `blockBytes`. */
export function arraysIn(buffer: ArrayBuffer, { length, labelled, weighted }: BlockLayout, examples: number): Omit<PreparedBlock, keyof BlockPlace> {
  const labelsAt = 4 * examples * length,
    weightsAt = labelsAt + (labelled ? 4 * examples : 0),
    indicesAt = weightsAt + (weighted ? 4 * examples : 0);
  return {
    x: new Float32Array(buffer, 0, examples * length),
    labels: labelled ? new Int32Array(buffer, labelsAt, examples) : null,
    weights: weighted ? new Float32Array(buffer, weightsAt, examples) : null,
    indices: new Int32Array(buffer, indicesAt, examples),
  };
}

/** Part of a block's arrays: `examples` from the `from`-th on. Views, nothing is copied. */
export function partOfArrays({ x, labels, weights, indices }: BatchArrays, from: number, examples: number): BatchArrays {
  const length = x.length / indices.length;
  return {
    x: x.subarray(from * length, (from + examples) * length),
    labels: labels?.subarray(from, from + examples) ?? null,
    weights: weights?.subarray(from, from + examples) ?? null,
    indices: indices.subarray(from, from + examples),
  };
}

/** A block that is to be made: of which split, and how its arrays lie. */
export interface BlockOrder extends BlockPlace {
  readonly split: SplitName;
  /** Examples in a full batch: a remainder has fewer, and lies behind full ones. */
  readonly fullSize: number;
  readonly layout: BlockLayout;
  /** Bytes of the largest block of the stream: the size of every buffer, so that each serves for any block. */
  readonly bufferBytes: number;
}
