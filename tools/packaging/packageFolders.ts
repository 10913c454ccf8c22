import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from '../../shared/z.ts';

const names = z.record(z.string(), z.string()).optional();
const manifestSchema = z.looseObject({
  name: z.string(),
  version: z.string(),
  license: z.union([z.string(), z.looseObject({ type: z.string() })]).optional(),
  dependencies: names,
  optionalDependencies: names,
});

/** What a package says of itself. */
export type Manifest = z.infer<typeof manifestSchema>;

export function readManifest(root: string, folder: string): Manifest {
  return manifestSchema.parse(JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')));
}

/** The folders of packages and of all that they depend on, as Node finds them; those that are not installed (another platform's) are left out. @param root the repository's folder, to which they are relative */
export function packageFolders(root: string, packages: Iterable<string>): ReadonlySet<string> {
  const found = new Set<string>();
  const waiting = [...packages].map((name) => ({ name, from: '' }));
  for (let want = waiting.pop(); want; want = waiting.pop()) {
    const folder = findPackage(root, want.name, want.from);
    if (folder === null || found.has(folder)) continue;
    found.add(folder);
    const { dependencies = {}, optionalDependencies = {} } = readManifest(root, folder);
    for (const name of [...Object.keys(dependencies), ...Object.keys(optionalDependencies)]) waiting.push({ name, from: folder });
  }
  return found;
}

/** Looks beside a package, then in each folder above it. */
function findPackage(root: string, name: string, from: string): string | null {
  for (let at = from; ; at = at.includes('/node_modules/') ? at.slice(0, at.lastIndexOf('/node_modules/')) : '') {
    const folder = at === '' ? `node_modules/${name}` : `${at}/node_modules/${name}`;
    if (existsSync(join(root, folder, 'package.json'))) return folder;
    if (at === '') return null;
  }
}
