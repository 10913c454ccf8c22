/** Closed bounds of a tensor's values, [low, high], low ≤ high; ±Infinity where there is none. low is never +Infinity, high never −Infinity, so that sums stay numbers. */
export type Interval = readonly [number, number];

/** An interval whose ends may have overflowed. */
function ends(low: number, high: number): Interval {
  return [Math.min(low, Number.MAX_VALUE), Math.max(high, -Number.MAX_VALUE)];
}

/** A product in which an infinite bound times zero is zero: bounds stand for finite values. */
const times = (a: number, b: number): number => (a === 0 || b === 0 ? 0 : a * b);

/** Bounds of x + y. */
export function sumInterval(a: Interval, b: Interval): Interval {
  return ends(a[0] + b[0], a[1] + b[1]);
}

/** Bounds of x · y: the extremes of the four corner products. */
export function productInterval(a: Interval, b: Interval): Interval {
  const corners = [times(a[0], b[0]), times(a[0], b[1]), times(a[1], b[0]), times(a[1], b[1])];
  return ends(Math.min(...corners), Math.max(...corners));
}

/** The smallest interval that holds all of `parts`; there is at least one. */
export function hullInterval(parts: readonly Interval[]): Interval {
  return [Math.min(...parts.map(([low]) => low)), Math.max(...parts.map(([, high]) => high))];
}

/** Bounds of min(max(x, floor), ceiling). */
export function clampInterval(range: Interval, [floor, ceiling]: Interval): Interval {
  return risingInterval(range, (x) => Math.min(Math.max(x, floor), ceiling));
}

/** Bounds of f(x) for an f that never falls. */
export function risingInterval([low, high]: Interval, f: (x: number) => number): Interval {
  return ends(f(low), f(high));
}
