import type { DataReference } from '../../../shared/data/dataReference.ts';
import type { Text } from '../../../shared/messages/language.ts';
import type { Dataset } from './dataset.ts';

/** Where a data set is looked for and what may be done to get it. */
export interface LoadOptions {
  /** Folder that holds `.hourglass/data`; the repository's root unless told. */
  readonly root?: string;
  /** The run's seed: generated sets are drawn from it. */
  readonly seed: number;
  /** Whether a set that is not on this machine may be downloaded. Off unless told. */
  readonly allowDownload?: boolean;
  /** Most bytes of examples that are read into memory, and most bytes of a single file; 2³¹−1 unless told. */
  readonly limitBytes?: number;
}

/** One kind of data set, as its file in `types/` defines it. */
export interface DatasetKind {
  readonly title: Text;
  /** What it is: examples, shape, classes. */
  readonly about: Text;
  /** Where the examples come from. */
  readonly source: Text;
  /** bundled: packed at set-up; system: found on this machine or downloaded; generated: drawn from the seed; own: the user's files. */
  readonly origin: 'bundled' | 'system' | 'generated' | 'own';
  /** Whether `load` needs no network here and now. A user's own kind is always available. */
  isAvailable(options: LoadOptions): Promise<boolean>;
  /** Reads or generates the examples. Throws IssueError for everything that can be wrong with the reference or its files. */
  load(reference: DataReference, options: LoadOptions): Promise<Dataset>;
}

/** The largest number of bytes read where `LoadOptions.limitBytes` is not given: what one typed array and one file read can surely hold. */
export const defaultLimitBytes = 2 ** 31 - 1;
