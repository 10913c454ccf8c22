import type { DataKind } from '../../../shared/data/dataReference.ts';
import { dataKinds } from '../../../shared/data/dataReference.ts';
import type { DatasetKind, LoadOptions } from './datasetKind.ts';
import { datasetKinds } from './datasetKinds.ts';

/** One line of the list of data sets. */
export interface DatasetEntry extends Pick<DatasetKind, 'title' | 'about' | 'source' | 'origin'> {
  readonly kind: DataKind;
  /** Whether it can be loaded here and now without a network. */
  readonly available: boolean;
}

/** Every kind of data set with what it is, where it comes from and whether it is on this machine. Reads no examples. */
export async function datasetCatalogue(options: Partial<LoadOptions> = {}): Promise<readonly DatasetEntry[]> {
  return Promise.all(
    dataKinds.map(async (kind) => {
      const { title, about, source, origin, isAvailable } = datasetKinds[kind];
      return { kind, title, about, source, origin, available: await isAvailable({ seed: 0, ...options }) };
    }),
  );
}
