import type { ProjectLine } from '../../../shared/protocol/hostCalls.ts';
import { fitName, nameLimits } from '../../../shared/protocol/projectName.ts';

/** opened: opened or saved here last, first; saved: saved last, first; name: by name. */
export const projectOrders = ['opened', 'saved', 'name'] as const;
export type ProjectOrder = (typeof projectOrders)[number];

/** The projects whose name holds what was typed, in an order. @param recent names opened or saved here, newest first; the others follow, saved last first */
export function arrangeProjects<T extends Pick<ProjectLine, 'name' | 'savedAt'>>(
  lines: readonly T[],
  query: string,
  order: ProjectOrder,
  recent: readonly string[],
): readonly T[] {
  const asked = fold(query.trim());
  const place = ({ name }: T): number => (recent.includes(name) ? recent.indexOf(name) : recent.length);
  const bySaved = (a: T, b: T): number => b.savedAt.localeCompare(a.savedAt) || a.name.localeCompare(b.name);
  const compare = { opened: (a: T, b: T) => place(a) - place(b) || bySaved(a, b), saved: bySaved, name: (a: T, b: T) => a.name.localeCompare(b.name) }[order];
  return lines.filter(({ name }) => fold(name).includes(asked)).toSorted(compare);
}

/** Letters without their size and width: `ＶＡＥ` is found by `vae`. */
const fold = (text: string): string => text.normalize('NFKC').toLowerCase();

/** A free name for another of these: `VAE (2)`, `VAE (3)`; a name that is long already is cut short for the number. */
export function copyName(name: string, taken: readonly string[]): string {
  const used = new Set(taken.map((each) => each.toLowerCase()));
  const bare = name.replace(/ \(\d{1,4}\)$/, '');
  for (let count = 2; ; count++) {
    const ending = ` (${count})`;
    for (let letters = Math.min(Array.from(bare).length, nameLimits.characters - ending.length); letters > 0; letters--) {
      const made = `${Array.from(bare).slice(0, letters).join('')}${ending}`;
      // Where it does not fit, fitting would cut the number away.
      if (fitName(made, '') !== made) continue;
      if (!used.has(made.toLowerCase())) return made;
      break;
    }
  }
}

/** Bytes in words: `512 B`, `3.4 kB`, `120 MB`; thousands, as file managers count. */
export function bytesText(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'] as const;
  let value = bytes,
    unit = 0;
  for (; value >= 999.5 && unit < units.length - 1; unit++) value /= 1000;
  return `${unit === 0 || value >= 99.5 ? Math.round(value) : Number(value.toPrecision(2))} ${units[unit]}`;
}
