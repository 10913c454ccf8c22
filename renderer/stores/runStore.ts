import { create } from 'zustand';
import type { RunState } from '../../shared/run/runState.ts';

/** Whether the engine can be reached, and whether it answers. */
export type EngineStatus = 'connecting' | 'ready' | 'not-answering' | 'lost';

interface RunsState {
  readonly engine: EngineStatus;
  /** Runs by name, newest last; each is what `applyEvent` made of its events. */
  readonly runs: Readonly<Record<string, RunState>>;
  readonly order: readonly string[];
  setEngine(status: EngineStatus): void;
  /** Puts a run's newest state in. */
  put(run: string, state: RunState): void;
}

/** Runs as the engine tells them. Holds nothing that the user edits. */
export const useRunStore = create<RunsState>((set) => ({
  engine: 'connecting', runs: {}, order: [],
  setEngine: (engine) => set({ engine }),
  put: (run, state) => set(({ runs, order }) => ({ runs: { ...runs, [run]: state }, order: order.includes(run) ? order : [...order, run] })),
}));
