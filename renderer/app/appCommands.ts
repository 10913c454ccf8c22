import type { Command } from '../stores/commandStore.ts';
import { useDocumentStore } from '../stores/documentStore.ts';
import { useViewStore } from '../stores/viewStore.ts';
import type { FoldableName, SidePanel } from '../stores/viewStore.ts';
import type { TextKey } from '../text/texts.ts';

const view = () => useViewStore.getState();
const opens = (dialog: string) => (): void => view().set({ dialog });

function panel(name: FoldableName, title: TextKey): Command {
  return {
    id: `app.fold-${name}`,
    title,
    menu: { name: 'view', section: 'panels' },
    checked: () => !view().folded[name],
    run: () => view().set({ folded: { ...view().folded, [name]: !view().folded[name] } }),
  };
}

/** Shows a tab of the side panel. */
export function showSidePanel(sidePanel: SidePanel): void {
  view().set({ sidePanel, folded: { ...view().folded, side: false } });
}

function tab(name: SidePanel, title: TextKey, shortcut: string): Command {
  return {
    id: `app.show-${name}`,
    title,
    menu: { name: 'view', section: 'tabs' },
    shortcuts: [shortcut],
    inText: true,
    checked: () => view().sidePanel === name && !view().folded.side,
    run: () => showSidePanel(name),
  };
}

/** What the shell itself can do. */
export const appCommands: readonly Command[] = [
  {
    id: 'app.undo',
    title: 'app.undo',
    shortcuts: ['Mod+Z'],
    menu: { name: 'edit', section: 'history' },
    enabled: () => useDocumentStore.getState().history.past.length > 0,
    run: () => useDocumentStore.getState().undo(),
  },
  {
    id: 'app.redo',
    title: 'app.redo',
    shortcuts: ['Mod+Shift+Z', 'Mod+Y'],
    menu: { name: 'edit', section: 'history' },
    enabled: () => useDocumentStore.getState().history.future.length > 0,
    run: () => useDocumentStore.getState().redo(),
  },
  tab('inspector', 'app.inspector', 'Alt+1'),
  tab('training', 'app.training', 'Alt+2'),
  tab('problems', 'app.problems', 'Alt+3'),
  tab('outline', 'app.outline', 'Alt+4'),
  tab('history', 'app.history', 'Alt+5'),
  panel('palette', 'app.palette'),
  panel('views', 'app.views'),
  panel('side', 'app.side'),
  {
    id: 'app.palette',
    title: 'app.commandPalette',
    shortcuts: ['Mod+K'],
    inText: true,
    hidden: true,
    menu: { name: 'help', section: 'find' },
    run: opens('commands'),
  },
  { id: 'app.shortcuts', title: 'app.shortcutSheet', shortcuts: ['?'], menu: { name: 'help', section: 'find' }, run: opens('shortcuts') },
  { id: 'app.settings', title: 'app.settings', shortcuts: ['Mod+,'], inText: true, menu: { name: 'edit', section: 'settings' }, run: opens('settings') },
  { id: 'app.about', title: 'app.about', menu: { name: 'help', section: 'about' }, run: opens('about') },
];
