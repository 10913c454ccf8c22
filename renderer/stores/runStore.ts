import { create } from 'zustand';
import type { EngineDevice } from '../../shared/protocol/contract.ts';
import type { RunState } from '../../shared/run/runState.ts';

/**
 * Whether the engine can be reached, and whether it answers. starting: its process begins anew after a crash; lost: no connection to the host (tried
 * again by itself); failed: given up.
 */
export type EngineStatus = 'connecting' | 'ready' | 'starting' | 'not-answering' | 'lost' | 'failed';

interface RunsState {
  readonly engine: EngineStatus;
  /** What the engine computes on; null until it has said so. */
  readonly device: EngineDevice | null;
  /** Runs by name; each is what `applyEvent` made of its events. */
  readonly runs: Readonly<Record<string, RunState>>;
  /** Their names, newest last. */
  readonly order: readonly string[];
  /** A run was asked for and has not begun yet: its data are read and its step is compiled. */
  readonly isStarting: boolean;
  setStarting(isStarting: boolean): void;
  /** Names of the open document's runs, newest last. */
  readonly own: readonly string[];
  setOwn(own: readonly string[]): void;
  setEngine(status: EngineStatus): void;
  setDevice(device: EngineDevice): void;
  /** Puts a run's newest state in. */
  put(run: string, state: RunState): void;
  /** Forgets a run, e.g. one deleted from the history. */
  drop(run: string): void;
}

/** Runs as the engine tells them. Holds nothing that the user edits. */
export const useRunStore = create<RunsState>((set) => ({
  engine: 'connecting',
  device: null,
  runs: {},
  order: [],
  own: [],
  isStarting: false,
  setStarting: (isStarting) => set({ isStarting }),
  setOwn: (own) => set((state) => (state.own.length === own.length && state.own.every((run, place) => run === own[place]) ? {} : { own })),
  setEngine: (engine) => set({ engine }),
  setDevice: (device) => set({ device }),
  put: (run, state) =>
    set(({ runs, order }) => (runs[run] === state ? {} : { runs: { ...runs, [run]: state }, order: order.includes(run) ? order : [...order, run] })),
  drop: (run) =>
    set(({ runs, order, own }) => ({
      own: own.filter((name) => name !== run),
      runs: Object.fromEntries(Object.entries(runs).filter(([name]) => name !== run)),
      order: order.filter((name) => name !== run),
    })),
}));
