/** What a user asks of a running trainer, served at batch boundaries. */
export interface RunSignals {
  pause(): void;
  resume(): void;
  /** One batch, then paused; of a run that is not paused too. Asked for n times, n batches. */
  step(): void;
  stop(): void;
  /** From the next batch on. Throws RangeError for what is no finite number ≥ 0. */
  setLearningRate(rate: number): void;
  setBeta(beta: number): void;
  /** Takes the changes asked for since the last call. */
  takeChanges(): { readonly learningRate?: number; readonly beta?: number } | null;
  readonly stopped: boolean;
  /** Whether the run stands still between single steps. */
  readonly paused: boolean;
  /** Takes one of the single steps that were asked for; false where none is left. */
  takeStep(): boolean;
  /** Resolves when something is asked for that may end a pause. */
  untilAsked(): Promise<void>;
}

export function createRunSignals(): RunSignals {
  let paused = false,
    stopped = false,
    steps = 0;
  let changes: { learningRate?: number; beta?: number } | null = null;
  let wake: (() => void) | null = null;
  const awaken = (): void => {
    wake?.();
    wake = null;
  };
  return {
    pause() {
      paused = true;
      steps = 0;
    },
    resume() {
      paused = false;
      steps = 0;
      awaken();
    },
    step() {
      paused = true;
      steps++;
      awaken();
    },
    stop() {
      stopped = true;
      awaken();
    },
    setLearningRate(learningRate) {
      changes = { ...changes, learningRate: usable(learningRate) };
    },
    setBeta(beta) {
      changes = { ...changes, beta: usable(beta) };
    },
    takeChanges() {
      const taken = changes;
      changes = null;
      return taken;
    },
    get stopped() {
      return stopped;
    },
    get paused() {
      return paused;
    },
    takeStep() {
      if (steps === 0) return false;
      steps--;
      return true;
    },
    untilAsked: () =>
      new Promise((resolve) => {
        wake = resolve;
      }),
  };
}

function usable(value: number): number {
  if (!Number.isFinite(value) || value < 0) throw new RangeError(`a learning rate or β of ${value}`);
  return value;
}
