import { mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { issue, IssueError } from '../../../shared/check/issue.ts';
import { writeWhole } from './writeWhole.ts';

/** The system's code of an error (`ENOSPC`), or its message. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? ('code' in error && typeof error.code === 'string' ? error.code : error.message) : String(error);
}

/** A text file's content, or null where there is none. Rejects with the system's error where it is there and cannot be read. */
export async function readStored(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (reasonOf(error) === 'ENOENT' || reasonOf(error) === 'ENOTDIR') return null;
    throw error;
  }
}

/** Writes a text file whole, its folder made where it is missing. Throws IssueError `library-unwritable`; what was there is then untouched. */
export async function writeStored(file: string, text: string): Promise<void> {
  await changing(file, async () => {
    await mkdir(dirname(file), { recursive: true });
    await writeWhole(file, text);
  });
}

/** Does something to files; what the system refuses becomes `library-unwritable`. */
export async function changing<T>(file: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof IssueError) throw error;
    throw new IssueError([issue('library-unwritable', { file }, { reason: reasonOf(error) })]);
  }
}

/** Lets pieces of work on the same thing happen one after another, in the order in which they were asked for. */
export function createTurns(): <T>(key: string, work: () => Promise<T>) => Promise<T> {
  const last = new Map<string, Promise<unknown>>();
  return (key, work) => {
    const turn = (last.get(key) ?? Promise.resolve()).then(work, work);
    last.set(key, turn);
    const forget = (): void => {
      if (last.get(key) === turn) last.delete(key);
    };
    turn.then(forget, forget);
    return turn;
  };
}
