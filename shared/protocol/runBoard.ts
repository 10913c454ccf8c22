import type { RunEvent } from '../run/runEvent.ts';
import { applyEvent } from '../run/runState.ts';
import type { RunState, RunStatus } from '../run/runState.ts';
import type { RunStep } from './messages.ts';

/** Runs that are over and kept by name; the oldest goes first. Their folders stay. */
const mostEnded = 100;

/** The runs one process knows by name: each one's state, the number of its latest step, and who watches. */
export interface RunBoard {
  /** Puts a run on the board, or an old one back to `state` (it is resumed); watchers get the state. */
  open(run: string, state: RunState): void;
  /** Folds an event into the run's state and hands it to everyone who watches. The run must have been opened. */
  publish(run: string, event: RunEvent): void;
  state(run: string): RunState | undefined;
  /** Oldest first. */
  list(): readonly { readonly run: string; readonly state: RunState }[];
  /** Hands over the state at once, then each step as it comes, numbered without gaps. Gives back how to end it; null where there is no such run. */
  watch(run: string, listener: (step: RunStep) => void): (() => void) | null;
}

interface Entry {
  state: RunState;
  sequence: number;
  readonly listeners: Set<(step: RunStep) => void>;
}

export function createRunBoard(): RunBoard {
  const entries = new Map<string, Entry>();
  const tell = (entry: Entry, state: RunState, step: (sequence: number) => RunStep): void => {
    entry.state = state;
    entry.sequence += 1;
    const numbered = step(entry.sequence);
    // A copy: who begins to watch while this is told has it in the state already.
    for (const listener of Array.from(entry.listeners)) listener(numbered);
  };
  return {
    open(run, state) {
      const known = entries.get(run);
      if (known) {
        tell(known, state, (sequence) => ({ sequence, state }));
        return;
      }
      const ended = [...entries].filter(([, entry]) => isOver(entry.state.status) && entry.listeners.size === 0);
      for (const [name] of ended.slice(0, Math.max(0, ended.length - mostEnded + 1))) entries.delete(name);
      entries.set(run, { state, sequence: 0, listeners: new Set() });
    },
    publish(run, event) {
      const entry = entries.get(run);
      if (!entry) throw new Error(`an event of run ${run}, which is not on the board`);
      tell(entry, applyEvent(entry.state, event), (sequence) => ({ sequence, event }));
    },
    state: (run) => entries.get(run)?.state,
    list: () => [...entries].map(([run, { state }]) => ({ run, state })),
    watch(run, listener) {
      const entry = entries.get(run);
      if (!entry) return null;
      entry.listeners.add(listener);
      listener({ sequence: entry.sequence, state: entry.state });
      return () => void entry.listeners.delete(listener);
    },
  };
}

/** True of a run that trains no more, unless it is resumed. */
export function isOver(status: RunStatus): boolean {
  return status !== 'waiting' && status !== 'training' && status !== 'paused';
}
