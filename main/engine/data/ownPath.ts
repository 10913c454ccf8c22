import { refuse } from '../../../shared/check/issue.ts';
import type { DataReference } from '../../../shared/data/dataReference.ts';

/** The user's own file or folder that a reference names. Throws IssueError data-path-missing. */
export function ownPath(reference: DataReference): string {
  return reference.path ?? refuse('data-path-missing', {}, { kind: reference.kind });
}
