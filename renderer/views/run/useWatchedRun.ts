import { useShallow } from 'zustand/react/shallow';
import type { RunState } from '../../../shared/run/runState.ts';
import { useRunStore } from '../../stores/runStore.ts';
import { useViewStore } from '../../stores/viewStore.ts';
import { watchedRun } from '../../stores/watchedRun.ts';
import { readPlace } from './readStamp.ts';
import type { ReadPlace, Unreadable } from './readStamp.ts';

/** Name of the run the views show: the selected one, else the open document's newest; null where there is none. */
export function useWatchedName(): string | null {
  const selected = useViewStore(({ run }) => run);
  return useRunStore((state) => watchedRun(selected, state));
}

/** A part of the watched run's state; undefined where there is no run. Give back the same object for the same state. */
export function useWatchedState<T>(select: (state: RunState) => T): T | undefined {
  const name = useWatchedName();
  return useRunStore(({ runs }) => {
    const state = name === null ? undefined : runs[name];
    return state && select(state);
  });
}

/** Where the watched run can be read, or why it cannot; changes with its checkpoints, not with its ticks. */
export function useReadPlace(): ReadPlace | Unreadable {
  const name = useWatchedName();
  return useRunStore(useShallow(({ runs }) => readPlace(name, name === null ? undefined : runs[name])));
}
