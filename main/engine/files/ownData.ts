import { randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, open, readdir, readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { IssueError, refuse } from '../../../shared/check/issue.ts';
import type { OwnData } from '../../../shared/protocol/hostCalls.ts';
import { nameFault } from '../../../shared/protocol/projectName.ts';
import { listZip, unzipEntry } from './zipArchive.ts';
import { archiveLimits, planPictures } from './pictureArchive.ts';
import type { ArchiveLimits } from './pictureArchive.ts';
import { changing, createTurns } from './storedFile.ts';

/** Data sets that a user brought into the library, each in a folder of its name under `data/`: files, or pictures in class folders. */
export interface OwnDataSets {
  list(): Promise<readonly OwnData[]>;
  /** Writes one file of a set whole. Throws IssueError `library-name`, `upload-too-large`, `library-unwritable`. @param path `file` or `class/file` */
  receive(name: string, path: readonly string[], content: Readable, limitBytes: number): Promise<void>;
  /**
   * Unpacks a zip of pictures, a folder a class, as a set of its own: under `name`, or with a number behind it where that is taken. It appears whole or not at all.
   * Throws IssueError `library-name`, `upload-too-large`, `archive-damaged`, and those of `planPictures`.
   */
  receiveArchive(name: string, content: Readable, limits?: ArchiveLimits): Promise<{ readonly name: string; readonly path: string; readonly pictures: number }>;
  delete(name: string): Promise<void>;
  /** Whether a path lies among these sets, links followed. */
  holds(path: string): Promise<boolean>;
}

const mostEntries = 100;

export function createOwnData(root: string): OwnDataSets {
  const sets = join(root, 'data');
  const inTurn = createTurns();
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
          await writeStream(content, temporary, shown, limitBytes);
          await sync(temporary);
          await rename(temporary, file);
        } catch (error) {
          await rm(temporary, { force: true });
          throw error;
        }
      });
    },
    receiveArchive(name, content, limits = archiveLimits) {
      const file = `${named(name)}.zip`;
      const temporary = join(sets, `.${randomBytes(8).toString('hex')}`),
        archive = `${temporary}.upload`,
        folder = `${temporary}.unpacked`;
      // One after another: an archive is held in memory while it is unpacked.
      return inTurn('archive', () =>
        changing(join(sets, name), async () => {
          try {
            // 1. The archive, on disk.
            await mkdir(folder, { recursive: true });
            await writeStream(content, archive, file, limits.archiveBytes);
            // 2. What of it is unpacked, picture by picture.
            const bytes = new Uint8Array(await readFile(archive));
            const planned = asArchive(file, () => planPictures(listZip(bytes, file), file, limits));
            for (const { entry, path } of planned) {
              const target = join(folder, ...path);
              await mkdir(dirname(target), { recursive: true });
              await writeFile(
                target,
                asArchive(file, () => unzipEntry(bytes, entry, { file, limitBytes: limits.pictureBytes })),
              );
            }
            // 3. The whole set under a name that nothing has.
            const free = await freeName(sets, name);
            await rename(folder, join(sets, free));
            return { name: free, path: join(sets, free), pictures: planned.length };
          } finally {
            await rm(archive, { force: true });
            await rm(folder, { recursive: true, force: true });
          }
        }),
      );
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

/** Writes a stream to a new file; more than the limit is refused. @param shown its name, as the refusal names it */
async function writeStream(content: Readable, file: string, shown: string, limitBytes: number): Promise<void> {
  let bytes = 0;
  const counted = async function* (source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of source) {
      bytes += chunk.byteLength;
      if (bytes > limitBytes) refuse('upload-too-large', { file: shown }, { limit: limitBytes });
      yield chunk;
    }
  };
  await pipeline(content, counted, createWriteStream(file, { flags: 'wx' }));
}

/** The reader of archives was written for NumPy's: its words are not what a zip of pictures is to be told. */
function asArchive<T>(file: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    const found = error instanceof IssueError ? error.issues.find(({ code }) => code === 'data-npz-damaged') : undefined;
    if (!found) throw error;
    const { reason } = found.values;
    return refuse('archive-damaged', { file }, { reason: typeof reason === 'string' ? reason : '' });
  }
}

/** The name, or with the first number behind it that nothing there has. */
async function freeName(folder: string, name: string): Promise<string> {
  for (let count = 1; ; count++) {
    const candidate = count === 1 ? name : `${name}-${count}`;
    if (!(await stat(join(folder, candidate)).catch(() => null))) return candidate;
  }
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
