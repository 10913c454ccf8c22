import type { RunState } from '../../../shared/run/runState.ts';

/** Where a run can be read, and a stamp that changes with what is to be read there. */
export interface ReadPlace {
  readonly run: string;
  readonly folder: string;
  /** Names the newest checkpoint: views read again when it changes. */
  readonly stamp: string;
  /** The epoch of the newest checkpoint; 0: not trained yet. */
  readonly epoch: number;
}

/** Why a run cannot be read: there is none, it has nothing on disk, or its first checkpoint is still to come. */
export type Unreadable = 'no-run' | 'not-kept' | 'no-checkpoint';

/** Where and since when a run can be read, or why it cannot. */
export function readPlace(run: string | null, state: RunState | undefined): ReadPlace | Unreadable {
  if (run === null || !state?.start) return 'no-run';
  const { folder } = state.start;
  if (folder === null) return 'not-kept';
  const newest = state.checkpoints.at(-1);
  if (!newest) return 'no-checkpoint';
  return { run, folder, stamp: `${newest.file} ${newest.step} ${state.checkpoints.length}`, epoch: newest.epoch };
}
