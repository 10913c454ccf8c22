import type { RunState, RunStatus } from '../../shared/run/runState.ts';

/** How far a run has come. */
export interface RunProgress {
  /** The epoch in progress, or the last one done, from 1; 0 for a run that has not begun. */
  readonly epoch: number;
  readonly epochs: number;
  readonly step: number;
  /** Share of all steps done, 0 … 1. */
  readonly share: number;
  /** Null while nothing is trained. */
  readonly examplesPerSecond: number | null;
  readonly secondsLeft: number | null;
  readonly loss: number | null;
}

/** Progress of a run as its state tells it. */
export function runProgress({ start, batch, epochs, step, status }: RunState): RunProgress {
  const all = (start?.epochs ?? 0) * (start?.stepsPerEpoch ?? 0);
  const last = epochs.at(-1);
  const trains = status === 'training';
  return {
    epoch: batch?.epoch ?? last?.epoch ?? (start ? 1 : 0),
    epochs: start?.epochs ?? 0,
    step,
    share: status === 'done' ? 1 : all > 0 ? Math.min(1, step / all) : 0,
    examplesPerSecond: trains ? (batch?.examplesPerSecond ?? last?.examplesPerSecond ?? null) : null,
    secondsLeft: trains ? (steadySecondsLeft(epochs, all - step) ?? batch?.secondsLeft ?? null) : null,
    loss: batch?.figures.loss ?? last?.loss ?? null,
  };
}

/** Epochs over which speed is averaged, and how long one may take to be a better guess than the last batches. */
const steadyEpochs = 3,
  shortEpochSeconds = 30;

/** Time left by the latest epochs, their validation included; null before the first, and where epochs are so long that the last batches tell more. */
function steadySecondsLeft(epochs: RunState['epochs'], steps: number): number | null {
  const latest = epochs.slice(-steadyEpochs);
  const [first] = latest,
    last = latest.at(-1);
  if (!first || !last || last.seconds > shortEpochSeconds) return null;
  const before = epochs.at(-1 - latest.length)?.step ?? 0;
  const seconds = latest.reduce((sum, epoch) => sum + epoch.seconds, 0);
  return last.step > before ? (steps * seconds) / (last.step - before) : null;
}

/** Whether a run goes on, or could at once. */
export function isActive(status: RunStatus): boolean {
  return status === 'waiting' || status === 'training' || status === 'paused';
}

interface KnownRuns {
  readonly runs: Readonly<Record<string, RunState>>;
  readonly order: readonly string[];
}

/** The run in progress, by name; null for none. */
export function activeRun({ runs, order }: KnownRuns): string | null {
  return order.findLast((run) => isActive(runs[run]?.status ?? 'lost')) ?? null;
}

/** The rate and β in force: what the user last set them to, else the last epoch's; null where neither tells. */
export function inForce({ controls, epochs }: Pick<RunState, 'controls' | 'epochs'>): { readonly learningRate: number | null; readonly beta: number | null } {
  const last = epochs.at(-1);
  return {
    learningRate: controls.findLast(({ learningRate }) => learningRate !== undefined)?.learningRate ?? last?.learningRate ?? null,
    beta: controls.findLast(({ beta }) => beta !== undefined)?.beta ?? last?.beta ?? null,
  };
}
