/** Names of the settings in which records differ, in the order of the first; of one record alone, none. */
export function differingSettings<S extends Readonly<Record<string, unknown>>>(records: readonly S[]): readonly (keyof S & string)[] {
  const [first] = records;
  if (!first) return [];
  return Object.keys(first).filter((name) => records.some((record) => JSON.stringify(record[name]) !== JSON.stringify(first[name])));
}
