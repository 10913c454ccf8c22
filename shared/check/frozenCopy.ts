/** A copy of plain data (records, lists, scalars) that nobody can change: frozen at every depth. */
export function frozenCopy<T>(value: T): T {
  if (Array.isArray(value)) return Object.freeze(value.map(frozenCopy)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.freeze(Object.fromEntries(Object.entries(value).map(([key, held]) => [key, frozenCopy(held)]))) as T;
}
