import { randomBytes } from 'node:crypto';
import { lstat, mkdir, open, readFile, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { IssueError, issue, refuse } from '../../../shared/check/issue.ts';

export interface Placing {
  /** Folder that the entries go to; made where it is not there. */
  readonly folder: string;
  /** Bytes by path below `folder`, with `/`; what shares its first step is one entry and comes to lie there whole. */
  readonly files: Readonly<Record<string, Uint8Array>>;
  /** Takes the place of entries that are there. A folder is only replaced where `isOurs` says so. */
  readonly replace: boolean;
  isOurs(entry: string): Promise<boolean>;
}

/**
 * Puts files in place all together or not at all: written and flushed in a folder of their own beside the place, then renamed.
 * Throws IssueError `export-exists`, `export-not-ours`, `output-unwritable`; nothing is then left behind, and what was there is as it was.
 */
export async function placeFiles({ folder, files, replace, isOurs }: Placing): Promise<void> {
  const entries = [...new Set(Object.keys(files).map((path) => path.split('/')[0] ?? path))];
  // 1. What is there stays, unless it may go.
  for (const entry of entries) {
    const kind = await kindOf(join(folder, entry));
    if (kind === null) continue;
    if (!replace) refuse('export-exists', { file: join(folder, entry) });
    const wanted = Object.hasOwn(files, entry) ? 'file' : 'folder';
    if (kind !== wanted || (kind === 'folder' && !(await isEmpty(join(folder, entry))) && !(await isOurs(entry))))
      refuse('export-not-ours', { file: join(folder, entry) });
  }
  const stage = join(folder, `.hourglass-export-${process.pid}-${randomBytes(4).toString('hex')}`);
  try {
    // 2. Everything written and flushed beside the place.
    await mkdir(stage, { recursive: true });
    for (const [path, bytes] of Object.entries(files)) await writeFlushed(join(stage, 'new', ...path.split('/')), bytes);
    // 3. Into place, entry by entry; a failure brings back what was there.
    await swapIn(folder, stage, entries);
  } catch (error) {
    if (error instanceof Error && 'syscall' in error) throw new IssueError([issue('output-unwritable', { file: folder }, { reason: error.message })]);
    throw error;
  } finally {
    // Where it could not be made, there is nothing to take away.
    await rm(stage, { recursive: true, force: true }).catch(() => {});
  }
  await flushFolder(folder);
}

async function swapIn(folder: string, stage: string, entries: readonly string[]): Promise<void> {
  await mkdir(join(stage, 'old'));
  const moved: string[] = [],
    placed: string[] = [];
  try {
    for (const entry of entries) {
      if ((await kindOf(join(folder, entry))) !== null) {
        await rename(join(folder, entry), join(stage, 'old', entry));
        moved.push(entry);
      }
      await rename(join(stage, 'new', entry), join(folder, entry));
      placed.push(entry);
    }
  } catch (error) {
    for (const entry of placed) await rm(join(folder, entry), { recursive: true, force: true });
    for (const entry of moved) await rename(join(stage, 'old', entry), join(folder, entry));
    throw error;
  }
}

/** A link is neither: it is not followed, and not replaced. */
async function kindOf(path: string): Promise<'file' | 'folder' | 'other' | null> {
  const found = await lstat(path).catch(() => null);
  return found === null ? null : found.isFile() ? 'file' : found.isDirectory() ? 'folder' : 'other';
}

const isEmpty = async (folder: string): Promise<boolean> => (await readdir(folder)).length === 0;

async function writeFlushed(path: string, bytes: Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const file = await open(path, 'wx');
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function flushFolder(folder: string): Promise<void> {
  // Windows cannot open a folder for flushing, and renames are journalled there.
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** The text of a file, or null where there is none. */
export async function textOf(path: string): Promise<string | null> {
  return readFile(path, 'utf8').catch(() => null);
}
