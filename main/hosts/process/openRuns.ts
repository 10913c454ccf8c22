import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Outcome } from '../../../shared/check/issue.ts';
import type { RunPlace } from '../../../shared/protocol/contract.ts';
import type { Engine, OpenRun } from '../../engine/engine.ts';

/** Runs opened for reading and kept open, so that a view that asks again finds model and data in memory. */
export interface OpenRuns {
  /** Does `work` with the run opened; it stays open at least until that is done. The run's own issues come along. */
  use<T>(place: RunPlace, work: (run: OpenRun) => Promise<Outcome<T>>): Promise<Outcome<T>>;
  /** Closes all, those in use when their work is done. */
  dispose(): void;
}

interface Kept {
  readonly key: string;
  readonly stamp: string;
  readonly opened: Promise<Outcome<OpenRun>>;
  users: number;
  dropped: boolean;
}

/** @param most how many runs are kept open, the latest used; each holds its weights and its data set in memory */
export function createOpenRuns(engine: Promise<Engine>, most: number): OpenRuns {
  /** Least recently used first. */
  const kept = new Map<string, Kept>();

  const release = (entry: Kept): void => {
    if (entry.dropped && entry.users === 0)
      void entry.opened.then(
        ({ value }) => value?.dispose(),
        () => {},
      );
  };
  const drop = (entry: Kept): void => {
    if (kept.get(entry.key) === entry) kept.delete(entry.key);
    entry.dropped = true;
    release(entry);
  };
  const open = async (place: RunPlace): Promise<Outcome<OpenRun>> =>
    (await engine).openRun(place.folder, place.checkpoint === undefined ? {} : { checkpoint: place.checkpoint });

  /** The run as its folder is now: one that has been trained further since is opened anew. */
  const entryFor = async (place: RunPlace): Promise<Kept> => {
    const key = JSON.stringify([resolve(place.folder), place.checkpoint ?? null]);
    const stamp = await stampOf(place.folder);
    const known = kept.get(key);
    if (known && known.stamp !== stamp) drop(known);
    const entry = kept.get(key) ?? { key, stamp, opened: open(place), users: 0, dropped: false };
    kept.delete(key);
    kept.set(key, entry);
    for (const oldest of [...kept.values()].slice(0, Math.max(0, kept.size - most))) drop(oldest);
    return entry;
  };

  return {
    async use(place, work) {
      const entry = await entryFor(place);
      entry.users += 1;
      try {
        const { value: run, issues } = await entry.opened;
        if (!run) {
          drop(entry);
          return { value: undefined, issues };
        }
        const answered = await work(run);
        return { value: answered.value, issues: [...issues, ...answered.issues] };
      } catch (error) {
        drop(entry);
        throw error;
      } finally {
        entry.users -= 1;
        release(entry);
      }
    },
    dispose() {
      for (const entry of kept.values()) drop(entry);
    },
  };
}

/** Changes with every event but ticks that is written to the run's log. */
async function stampOf(folder: string): Promise<string> {
  const log = await stat(join(folder, 'events.jsonl')).catch(() => null);
  return log ? `${log.mtimeMs} ${log.size}` : '';
}
