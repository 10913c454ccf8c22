import { IssueError } from '../../../../shared/check/issue.ts';
import type { Outcome } from '../../../../shared/check/issue.ts';
import type { ReadBack } from '../exportFormat.ts';
import { runLayers } from '../runLayers.ts';
import type { ReadModel } from './readModel.ts';

/** A file read by one of our readers, to be run; the reader's issues as a value. */
export function readBack(read: () => ReadModel): Promise<Outcome<ReadBack>> {
  try {
    return Promise.resolve({ value: runLayers(read()), issues: [] });
  } catch (found) {
    if (found instanceof IssueError) return Promise.resolve({ value: undefined, issues: found.issues });
    throw found;
  }
}
