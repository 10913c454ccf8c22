import { refuse } from '../../../shared/check/issue.ts';
import type { DataReference } from '../../../shared/data/dataReference.ts';
import type { LoadOptions } from './datasetKind.ts';
import { defaultLimitBytes } from './datasetKind.ts';

/** How many examples of a generated set are made: the reference's limit, or `usual`. Throws IssueError data-too-large. */
export function generatedCount(
  reference: DataReference,
  { limitBytes = defaultLimitBytes }: LoadOptions,
  { usual, exampleBytes }: { readonly usual: number; readonly exampleBytes: number },
): number {
  const count = reference.limit ?? usual;
  if (count * exampleBytes > limitBytes) refuse('data-too-large', { file: reference.kind }, { bytes: count * exampleBytes, limit: limitBytes });
  return count;
}
