import type { Clock } from './clock.ts';
import type { RunStep, SentStep } from './messages.ts';

/** Frames that may be on their way to one reader before it says that it dealt with one. */
const framesAhead = 2;
/** Least time between two frames that hold nothing but a tick: ten a second follow the eye. */
const tickMs = 100;

/** What one reader of one run is sent. */
export interface RunFeed {
  push(step: RunStep): void;
  /** The reader dealt with one frame. */
  credit(): void;
  close(): void;
}

/**
 * Sends steps in order, as many at once as have gathered. Ticks come at most ten a second, and of several that wait only the last is sent (folding a later
 * tick hides every trace of an earlier one); everything else is always sent. A reader that does not keep up gets fewer, larger frames.
 */
export function createRunFeed({ clock, send }: { readonly clock: Clock; readonly send: (steps: readonly SentStep[]) => void }): RunFeed {
  let waiting: RunStep[] = [];
  let credits = framesAhead,
    sentSequence = -1,
    lastTickMs = -Infinity;
  let cancelTimer: (() => void) | null = null;

  const flush = (): void => {
    if (credits === 0 || waiting.length === 0) return;
    const early = waiting.every(isTick) ? lastTickMs + tickMs - clock.nowMs() : 0;
    if (early > 0) {
      cancelTimer ??= clock.after(early, () => {
        cancelTimer = null;
        flush();
      });
      return;
    }
    cancelTimer?.();
    cancelTimer = null;
    const steps = waiting.map((step): SentStep => {
      const after = sentSequence;
      sentSequence = step.sequence;
      return { ...step, after };
    });
    if (waiting.some(isTick)) lastTickMs = clock.nowMs();
    waiting = [];
    credits -= 1;
    send(steps);
  };

  return {
    push(step) {
      if (isTick(step)) waiting = waiting.filter((other) => !isTick(other));
      waiting.push(step);
      flush();
    },
    credit() {
      credits = Math.min(framesAhead, credits + 1);
      flush();
    },
    close() {
      cancelTimer?.();
      cancelTimer = null;
      waiting = [];
      credits = 0;
    },
  };
}

function isTick(step: RunStep): boolean {
  return 'event' in step && step.event.event === 'batch';
}
