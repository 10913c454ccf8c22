import { randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, open, readdir, realpath, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { refuse } from '../../../shared/check/issue.ts';
import type { OwnData } from '../../../shared/protocol/hostCalls.ts';
import { nameFault } from '../../../shared/protocol/projectName.ts';
import { changing } from './storedFile.ts';

/** Data sets that a user brought into the library, each in a folder of its name under `data/`: files, or pictures in class folders. */
export interface OwnDataSets {
  list(): Promise<readonly OwnData[]>;
  /** Writes one file of a set whole. Throws IssueError `library-name`, `upload-too-large`, `library-unwritable`. @param path `file` or `class/file` */
  receive(name: string, path: readonly string[], content: Readable, limitBytes: number): Promise<void>;
  delete(name: string): Promise<void>;
  /** Whether a path lies among these sets, links followed. */
  holds(path: string): Promise<boolean>;
}

const mostEntries = 100;

export function createOwnData(root: string): OwnDataSets {
  const sets = join(root, 'data');
  const named = (name: string): string => {
    const fault = nameFault(name);
    return fault === null ? name : refuse('library-name', {}, { name: name.slice(0, 80), fault });
  };
  return {
    async list() {
      const entries = await readdir(sets, { withFileTypes: true }).catch(() => []);
      const lines = await Promise.all(
        entries.filter((entry) => entry.isDirectory() && nameFault(entry.name) === null).map(({ name }) => describe(name, join(sets, name))),
      );
      return lines.filter(({ files }) => files > 0).toSorted((a, b) => a.name.localeCompare(b.name));
    },
    async receive(name, path, content, limitBytes) {
      const parts = [name, ...path].map(named);
      const file = join(sets, ...parts),
        shown = parts.join('/');
      if (path.length < 1 || path.length > 2) return refuse('library-name', {}, { name: shown.slice(0, 80), fault: 'a character' });
      await changing(file, async () => {
        await mkdir(dirname(file), { recursive: true });
        const temporary = join(dirname(file), `.${randomBytes(8).toString('hex')}.upload`);
        try {
          let bytes = 0;
          const counted = async function* (source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
            for await (const chunk of source) {
              bytes += chunk.byteLength;
              if (bytes > limitBytes) refuse('upload-too-large', { file: shown }, { limit: limitBytes });
              yield chunk;
            }
          };
          await pipeline(content, counted, createWriteStream(temporary, { flags: 'wx' }));
          await sync(temporary);
          await rename(temporary, file);
        } catch (error) {
          await rm(temporary, { force: true });
          throw error;
        }
      });
    },
    async delete(name) {
      const folder = join(sets, named(name));
      if (!(await stat(folder).catch(() => null))) return refuse('data-missing', {}, { name });
      await changing(folder, () => rm(folder, { recursive: true }));
    },
    async holds(path) {
      const [inside, real] = await Promise.all([realpath(sets).catch(() => null), realpath(resolve(path)).catch(() => null)]);
      if (inside === null || real === null) return false;
      const way = relative(inside, real);
      return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && resolve(inside, way) === real;
    },
  };
}

async function describe(name: string, folder: string): Promise<OwnData> {
  const all = (await readdir(folder, { withFileTypes: true, recursive: true })).filter((entry) => !entry.name.startsWith('.'));
  const files = all.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const sizes = await Promise.all(files.map(async (file) => (await stat(file).catch(() => null))?.size ?? 0));
  const entries = all.filter((entry) => entry.parentPath === folder).map((entry) => ({ name: entry.name, path: join(folder, entry.name) }));
  const [only] = files;
  return {
    name,
    files: files.length,
    bytes: sizes.reduce((sum, size) => sum + size, 0),
    path: only !== undefined && files.length === 1 && dirname(only) === folder ? only : folder,
    entries: entries.toSorted((a, b) => a.name.localeCompare(b.name)).slice(0, mostEntries),
  };
}

async function sync(file: string): Promise<void> {
  const handle = await open(file, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
