import { existsSync, statSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { refuse } from '../../../shared/check/issue.ts';
import { dataKinds } from '../../../shared/data/dataReference.ts';
import type { DataKind } from '../../../shared/data/dataReference.ts';
import { nearNames } from './nearNames.ts';

/** The kinds that need no file. */
const builtIn: readonly DataKind[] = dataKinds.filter((kind) => !['idx', 'npy', 'csv', 'images'].includes(kind));

/** What `--data` names: a built-in set, or the user's own file or folder with the kind that its name tells. Throws IssueError data-unknown, data-kind-unclear. */
export function dataArgument(given: string, cwd: string): { readonly kind: DataKind; readonly path?: string } {
  const kind = builtIn.find((known) => known === given);
  if (kind) return { kind };
  const path = resolve(cwd, given);
  if (!existsSync(path)) return refuse('data-unknown', {}, { name: given, near: nearNames(given, builtIn).join(', ') });
  if (statSync(path).isDirectory()) return { kind: 'images', path };
  const name = basename(path).toLowerCase();
  if (name.endsWith('.csv') || name.endsWith('.tsv')) return { kind: 'csv', path };
  if (name.endsWith('.npy') || name.endsWith('.npz')) return { kind: 'npy', path };
  if (/(\.idx|ubyte|\.idx\d|\.gz)$/.test(name)) return { kind: 'idx', path };
  return refuse('data-kind-unclear', { file: given });
}
