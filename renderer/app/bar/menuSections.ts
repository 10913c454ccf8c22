import type { Command, MenuName } from '../../stores/commandStore.ts';

/** Sections in the order in which people look for them, whichever room registered first; others follow as they come. */
const order: Readonly<Partial<Record<MenuName, readonly string[]>>> = {
  file: ['new', 'open', 'recent', 'save'],
  edit: ['history', 'clipboard', 'select', 'insert', 'node', 'group', 'settings'],
  view: ['canvas', 'tabs', 'panels'],
};

/** A menu's commands by section. */
export function menuSections(commands: readonly Command[], name: MenuName): readonly (readonly [string, readonly Command[]])[] {
  const own = commands.filter(({ menu }) => menu?.name === name);
  const sections = Map.groupBy(own, ({ menu }) => menu?.section ?? '');
  const known = order[name] ?? [];
  const place = (section: string): number => (known.includes(section) ? known.indexOf(section) : known.length);
  return [...sections].toSorted(([a], [b]) => place(a) - place(b));
}
