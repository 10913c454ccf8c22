/** A call should keep the thread no longer than this: heartbeats, pause and stop wait for its end. */
const callMs = 25;
/** Calls looked back on. The fastest of them counts: the first of a length also makes TensorFlow's program, and others wait for the processor. */
const recentCalls = 4;

/** How many steps a native call should take, by how long they took. */
export interface CallPace {
  /** Steps a call should take: a power of two. */
  readonly stride: number;
  /** Runs a call of `steps` steps and notes its time. */
  time<T>(steps: number, call: () => T): T;
}

/** Begins with single steps; from the fourth call on as many as fit 25 ms at the fastest pace of the last four calls, `longest` (a power of two) at most. */
export function createCallPace(longest: number, now: () => number = () => performance.now()): CallPace {
  const recentMs: number[] = [];
  return {
    get stride() {
      return recentMs.length < recentCalls ? 1 : strideWithin(longest, Math.min(...recentMs));
    },
    time(steps, call) {
      const startedAt = now();
      const result = call();
      recentMs.push((now() - startedAt) / steps);
      if (recentMs.length > recentCalls) recentMs.shift();
      return result;
    },
  };
}

function strideWithin(longest: number, stepMs: number): number {
  let stride = 1;
  while (stride < longest && 2 * stride * stepMs <= callMs) stride *= 2;
  return stride;
}
