/** Reads entries of a layer's configuration. What is not there or of another type ends in `unfit`, which throws. */
export interface LayerConfig {
  number(key: string): number;
  /** A number, or null where the entry is null. */
  numberOrNull(key: string): number | null;
  flag(key: string): boolean;
  text(key: string): string;
  integers(key: string): readonly number[];
  /** [rows, columns]. */
  pair(key: string): readonly [number, number];
}

export function layerConfig(config: Readonly<Record<string, unknown>>, unfit: (key: string) => never): LayerConfig {
  const entry = (key: string): unknown => (Object.hasOwn(config, key) ? config[key] : undefined);
  const made: LayerConfig = {
    number: (key) => {
      const value = entry(key);
      return typeof value === 'number' ? value : unfit(key);
    },
    numberOrNull: (key) => (entry(key) === null ? null : made.number(key)),
    flag: (key) => {
      const value = entry(key);
      return typeof value === 'boolean' ? value : unfit(key);
    },
    text: (key) => {
      const value = entry(key);
      return typeof value === 'string' ? value : unfit(key);
    },
    integers: (key) => {
      const value = entry(key);
      return Array.isArray(value) && value.every((part): part is number => Number.isSafeInteger(part)) ? value : unfit(key);
    },
    pair: (key) => {
      const [rows, columns, ...more] = made.integers(key);
      return rows !== undefined && columns !== undefined && more.length === 0 ? [rows, columns] : unfit(key);
    },
  };
  return made;
}
