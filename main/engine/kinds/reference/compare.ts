/** The greatest absolute value; 0 of nothing. */
export function largest(values: Iterable<number>): number {
  let found = 0;
  for (const value of values) found = Math.max(found, Math.abs(value));
  return found;
}

/** The greatest absolute difference of two lists; Infinity where one is missing, lengths differ or a value is no number. */
export function largestDifference(found: ArrayLike<number> | undefined, expected: ArrayLike<number>): number {
  if (!found || found.length !== expected.length) return Infinity;
  const difference = largest(Array.from(found, (value, at) => value - (expected[at] ?? Number.NaN)));
  return Number.isNaN(difference) ? Infinity : difference;
}
