import type { BatchRecipe } from './batchMaker.ts';
import type { StoredValues } from './sharedMemory.ts';

/** What is known of a data set before a byte of an example is read into a batch. */
export interface DatasetFacts {
  readonly name: string;
  /** Number of examples, all splits together. */
  readonly count: number;
  /** Shape of one example without the batch axis, e.g. [28, 28, 1] for an image, [2] for a point, [64, 1] for a sequence. */
  readonly shape: readonly number[];
  /** The smallest and largest stored value before normalisation (bytes: 0 and 255). */
  readonly storedRange: readonly [number, number];
  /** Class names in label order; null where the set has no labels. */
  readonly classes: readonly string[] | null;
  /** Generative factors of a generated set (shapes), each with its number of values; null elsewhere. */
  readonly factors: readonly { readonly name: string; readonly size: number }[] | null;
  /** SHA-256 (hex) of the stored examples and labels: the same hash means the same data. */
  readonly hash: string;
}

/** A data set as it lies in memory. */
export interface Dataset {
  readonly facts: DatasetFacts;
  /** Label of every example, or null. */
  readonly labels: Int32Array | null;
  /** Factor values, row-major [count, factors], or null. */
  readonly factors: Int32Array | null;
  /** Index of the first example of the set's own published test part, which lies at the end; absent where there is none. */
  readonly officialTestStart?: number;
  /** All examples as stored (no normalisation), row-major, [count, …shape], in memory that threads share: bytes stay bytes until a batch is made of them. */
  readonly stored: StoredValues;
}

/** Examples ready for the engine, row-major, batch first. */
export interface Batch {
  readonly size: number;
  /** [size, …shape], normalised. The augmented input of the model. */
  readonly x: Float32Array;
  /** Class labels [size], or null. */
  readonly labels: Int32Array | null;
  /** Example weights [size] (class balancing), or null for all ones. */
  readonly weights: Float32Array | null;
  /** Indices into the data set [size]. */
  readonly indices: Int32Array;
}

export type SplitName = 'train' | 'validation' | 'test';

/** How stored values became the model's, feature by feature: (stored − mean) · scale. */
export interface Standardisation {
  /** The smallest and largest stored value of the set. */
  readonly storedRange: readonly [number, number];
  /** Of the training split; as many as an example has values. */
  readonly mean: Float32Array;
  /** One over the standard deviation; 1 for a feature that never changes. */
  readonly scale: Float32Array;
}

/** A data set divided and normalised for one run. */
export interface PreparedData {
  readonly facts: DatasetFacts;
  /** Range of the normalised values fed to the model (noise is clipped to it); infinite for `standard`. */
  readonly range: readonly [number, number];
  /** For `standard`; null where the range says it all. */
  readonly standardisation: Standardisation | null;
  /** Examples in each split. */
  readonly counts: Readonly<Record<SplitName, number>>;
  /** Batches of one pass. `train` is shuffled anew for each epoch from the seed, augmented and balanced; the other splits come in fixed order, unaugmented.
   *  An epoch has `counts[split]` examples, however the classes are balanced. `startBatch` skips that many batches without changing the
   *  rest (resume). The last batch may be smaller. A yielded batch's arrays are the caller's to keep.
   *  Throws IssueError `data-batch-too-large` where a training batch asks for more examples than the split has (ask `checkBatchSize` first). */
  batches(split: SplitName, options: { readonly batchSize: number; readonly epoch: number; readonly startBatch?: number }): Iterable<Batch>;
  /** Chosen examples, normalised and unaugmented, unweighted. `indices` count within the split; one outside it is a RangeError. */
  pick(split: SplitName, indices: readonly number[]): Batch;
  /** What the batches are made of, for another thread to make the same; null where they may be had from `batches` alone. */
  readonly recipe: BatchRecipe | null;
}
