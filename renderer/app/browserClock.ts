import type { Clock } from '../../shared/protocol/clock.ts';

/** The browser's own time. */
export const browserClock: Clock = {
  nowMs: () => performance.now(),
  after(delayMs, action) {
    const timer = setTimeout(action, delayMs);
    return () => clearTimeout(timer);
  },
};
