// @ts-check
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * A hash over the names and contents of what something is built from; tests, which are no part of it, left out.
 * @param {string} root the repository's folder
 * @param {readonly string[]} sources folders, and files with an ending, relative to it
 * @returns {string} 64 hex digits
 */
export function stampOf(root, sources) {
  const hash = createHash('sha256');
  for (const source of sources) {
    const path = join(root, source);
    const inside = /\.\w+$/.test(source)
      ? ['']
      : readdirSync(path, { recursive: true, encoding: 'utf8' })
          .map((name) => name.replaceAll('\\', '/'))
          .toSorted();
    for (const name of inside) {
      if (/\.test\.tsx?$/.test(name) || (name !== '' && !/\.\w+$/.test(name))) continue;
      try {
        const content = readFileSync(join(path, name));
        hash.update(`${source}/${name}\0${content.length}\0`).update(content);
      } catch {
        // A folder whose name looks like a file's.
      }
    }
  }
  return hash.digest('hex');
}
