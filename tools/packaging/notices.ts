import { join } from 'node:path';
import { packageFolders, readManifest } from './packageFolders.ts';

interface Files {
  list(folder: string): readonly string[];
  read(path: string): string;
}

/** The notices of every package that the app is made with, by name and version: its licence, and the text of it where the package brings one. @param root the repository's folder */
export function noticesOf(root: string, { list, read }: Files): string {
  const { dependencies = {}, optionalDependencies = {} } = readManifest(root, '');
  const seen = new Map<string, string>();
  for (const folder of packageFolders(root, [...Object.keys(dependencies), ...Object.keys(optionalDependencies)])) {
    const { name, version, license } = readManifest(root, folder);
    const stated = typeof license === 'string' ? license : (license?.type ?? 'see its text');
    const texts = list(join(root, folder)).filter((file) => /^(licen[cs]e|copying|notice)([.-].*)?$/i.test(file) && !/\.(js|ts|json)$/.test(file));
    const parts = texts.toSorted().map((file) => read(join(root, folder, file)).trim());
    seen.set(`${name} ${version}`, [`${name} ${version}`, `Licence: ${stated}`, ...parts].join('\n\n'));
  }
  const line = '='.repeat(80);
  const intro =
    'Hourglass is made with the packages below. The native TensorFlow library (Apache-2.0), Node.js (MIT) and Electron (MIT) carry their notices in their own folders.';
  return `${[intro, ...[...seen].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, text]) => text)].join(`\n\n${line}\n\n`)}\n`;
}
