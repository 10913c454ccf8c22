/** What a user asks of a running trainer, served at batch boundaries. */
export interface RunSignals {
  pause(): void;
  resume(): void;
  step(): void;
  stop(): void;
  setLearningRate(rate: number): void;
  setBeta(beta: number): void;
  /** Takes the changes asked for since the last call. */
  takeChanges(): { readonly learningRate?: number; readonly beta?: number } | null;
  readonly stopped: boolean;
  readonly paused: boolean;
  /** Resolves when paused ends, for good or for one step. */
  untilMayStep(): Promise<void>;
}

export function createRunSignals(): RunSignals {
  let paused = false, stopped = false, allowance = 0;
  let changes: { learningRate?: number; beta?: number } | null = null;
  let wake: (() => void) | null = null;
  const awaken = (): void => { wake?.(); wake = null; };
  return {
    pause() { paused = true; },
    resume() { paused = false; allowance = 0; awaken(); },
    step() { paused = true; allowance++; awaken(); },
    stop() { stopped = true; awaken(); },
    setLearningRate(learningRate) { changes = { ...changes, learningRate }; },
    setBeta(beta) { changes = { ...changes, beta }; },
    takeChanges() { const taken = changes; changes = null; return taken; },
    get stopped() { return stopped; },
    get paused() { return paused && allowance === 0; },
    async untilMayStep() {
      while (paused && !stopped) {
        if (allowance > 0) { allowance--; return; }
        await new Promise<void>((resolve) => { wake = resolve; });
      }
    },
  };
}
