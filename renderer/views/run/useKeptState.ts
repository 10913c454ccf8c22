import { useCallback, useState } from 'react';

const kept = new Map<string, unknown>();

/** State of a view that outlives its tab: what was chosen is still chosen when the user comes back to it. Names are the page's own, `<view>.<what>`. */
export function useKeptState<T>(name: string, initial: T, isOne: (value: unknown) => value is T): [T, (value: T) => void] {
  const [value, setValue] = useState<T>(() => {
    const old = kept.get(name);
    return isOne(old) ? old : initial;
  });
  const set = useCallback(
    (next: T) => {
      kept.set(name, next);
      setValue(next);
    },
    [name],
  );
  return [value, set];
}

export const isNumber = (value: unknown): value is number => typeof value === 'number';
export const isBoolean = (value: unknown): value is boolean => typeof value === 'boolean';
export const isText = (value: unknown): value is string => typeof value === 'string';
/** Whether a value is one of these. */
export const isOneOf =
  <T extends string>(...values: readonly T[]) =>
  (value: unknown): value is T =>
    values.some((each) => each === value);
