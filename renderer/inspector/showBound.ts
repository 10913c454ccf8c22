/** An end of a range of values, as it is read: `−∞` where there is none. */
export function showBound(bound: number): string {
  if (!Number.isFinite(bound)) return bound < 0 ? '−∞' : '∞';
  return String(bound).replace('-', '−');
}
