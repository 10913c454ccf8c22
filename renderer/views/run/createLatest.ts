export interface LatestOptions {
  /** Least milliseconds between the starts of two jobs. */
  readonly gapMs: number;
  now(): number;
  /** Calls back after so many milliseconds; gives back how to call it off. */
  later(work: () => void, ms: number): () => void;
}

export interface Latest {
  /** Does the job now, or when the one under way is done and the gap has passed. A job asked for later takes its place: the last wins. */
  ask(job: () => Promise<void>): void;
  /** Forgets the job that waits; the one under way ends by itself. */
  stop(): void;
}

/** Never more than one job under way, the last one asked for always done. */
export function createLatest({ gapMs, now, later }: LatestOptions): Latest {
  let waiting: (() => Promise<void>) | null = null;
  let isUnderWay = false;
  let startedAt = -Infinity;
  let callOff: (() => void) | null = null;

  const next = (): void => {
    if (isUnderWay || callOff || !waiting) return;
    const wait = startedAt + gapMs - now();
    if (wait > 0) {
      callOff = later(() => {
        callOff = null;
        next();
      }, wait);
      return;
    }
    const job = waiting;
    waiting = null;
    isUnderWay = true;
    startedAt = now();
    const done = (): void => {
      isUnderWay = false;
      next();
    };
    job().then(done, (error: unknown) => {
      done();
      throw error;
    });
  };

  return {
    ask(job) {
      waiting = job;
      next();
    },
    stop() {
      waiting = null;
      callOff?.();
      callOff = null;
    },
  };
}
