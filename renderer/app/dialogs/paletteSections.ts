import type { Command } from '../../stores/commandStore.ts';
import { matchRank } from './rankMatches.ts';
import type { Findable } from './rankMatches.ts';

/** Where a line of the command palette belongs, in the order in which sections stand while nothing is typed. */
export const paletteRooms = ['recent', 'file', 'edit', 'canvas', 'view', 'run', 'help', 'node', 'template'] as const;
export type PaletteRoom = (typeof paletteRooms)[number];

/** What can be found in a section. */
export interface Placed extends Findable {
  readonly id: string;
  readonly room: Exclude<PaletteRoom, 'recent'>;
}

/** A section with its lines, best first. */
export interface PaletteSection<T> {
  readonly room: PaletteRoom;
  readonly items: readonly T[];
}

/** Most lines of one section, and of recent ones: more are found by typing on. */
export const mostInSection = 40,
  mostRecent = 5;

/** The room of a command: the canvas has its own, the others stand as in the menus. */
export function roomOfCommand({ id, menu }: Pick<Command, 'id' | 'menu'>): Placed['room'] {
  if (id.startsWith('canvas.')) return 'canvas';
  return menu?.name ?? (id.startsWith('training.') ? 'run' : 'view');
}

/**
 * What answers a query, by room. Nothing typed: what was used last comes first, once; else the room of the best match comes first, and among equal
 * matches what was used last.
 * @param recent ids, newest first
 */
export function paletteSections<T extends Placed>(items: readonly T[], query: string, recent: readonly string[]): readonly PaletteSection<T>[] {
  const age = (id: string): number => (recent.includes(id) ? recent.indexOf(id) : recent.length);
  if (query.trim() === '') {
    const last = items
      .filter(({ id }) => recent.includes(id))
      .sort((a, b) => age(a.id) - age(b.id))
      .slice(0, mostRecent);
    const rest = items.filter((item) => !last.includes(item));
    const sections = paletteRooms.map((room) => ({
      room,
      items: room === 'recent' ? last : rest.filter((item) => item.room === room).slice(0, mostInSection),
    }));
    return sections.filter((section) => section.items.length > 0);
  }
  const ranked = items
    .map((item) => ({ item, rank: matchRank(item.words, query) }))
    .filter(({ rank }) => rank > 0)
    .sort((a, b) => b.rank - a.rank || age(a.item.id) - age(b.item.id));
  const byRoom = Map.groupBy(ranked, ({ item }) => item.room);
  return [...byRoom].map(([room, found]) => ({ room, items: found.slice(0, mostInSection).map(({ item }) => item) }));
}

/** The ids used last, with one more. */
export function withRecent(recent: readonly string[], id: string): readonly string[] {
  return [id, ...recent.filter((each) => each !== id)].slice(0, 20);
}
