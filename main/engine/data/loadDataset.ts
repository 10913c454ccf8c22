import type { Outcome } from '../../../shared/check/issue.ts';
import { IssueError } from '../../../shared/check/issue.ts';
import type { DataReference } from '../../../shared/data/dataReference.ts';
import type { Dataset } from './dataset.ts';
import type { LoadOptions } from './datasetKind.ts';
import { datasetKinds } from './datasetKinds.ts';

/** Reads or generates the data set that a reference names. Whatever is wrong with the reference or its files is an issue; a rejection is a bug. */
export async function loadDataset(reference: DataReference, options: LoadOptions): Promise<Outcome<Dataset>> {
  try {
    return { value: await datasetKinds[reference.kind].load(reference, options), issues: [] };
  } catch (error) {
    if (error instanceof IssueError) return { value: undefined, issues: error.issues };
    throw error;
  }
}

export { datasetCatalogue } from './datasetCatalogue.ts';
export type { DatasetEntry } from './datasetCatalogue.ts';
