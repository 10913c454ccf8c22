/** A call may keep the thread this long: heartbeats, pause and stop wait for its end. */
const callMs = 25;
/** Steps timed before calls grow longer; the first of them also makes TensorFlow's program. */
const timedSteps = 4;

/** How many steps a native call should take, by how long they took. */
export interface CallPace {
  /** Steps a call should take: a power of two. */
  readonly stride: number;
  /** Runs a call of `steps` steps and notes its time. */
  time<T>(steps: number, call: () => T): T;
}

/** Begins with single steps; then calls as long as fit 25 ms, `longest` steps (a power of two) at most. A call that took over four times that halves them. */
export function createCallPace(longest: number, now: () => number = () => performance.now()): CallPace {
  const singleMs: number[] = [];
  let stride = 1;
  /** Slow calls in a row: the first one of a length also makes TensorFlow's program. */
  let slow = 0;
  return {
    get stride() {
      return stride;
    },
    time(steps, call) {
      const startedAt = now();
      const result = call();
      const ms = now() - startedAt;
      if (singleMs.length < timedSteps) {
        if (steps === 1) singleMs.push(ms);
        if (singleMs.length === timedSteps) stride = strideWithin(longest, Math.min(...singleMs));
      } else if (steps === stride && steps > 1) {
        slow = ms > 4 * callMs ? slow + 1 : 0;
        if (slow >= 2) {
          stride /= 2;
          slow = 0;
        }
      }
      return result;
    },
  };
}

function strideWithin(longest: number, stepMs: number): number {
  let stride = 1;
  while (stride < longest && 2 * stride * stepMs <= callMs) stride *= 2;
  return stride;
}
