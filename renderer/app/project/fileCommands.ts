import type { Command } from '../../stores/commandStore.ts';
import { useDocumentStore } from '../../stores/documentStore.ts';
import { openDialog } from '../dialogs/openDialog.ts';
import { chooseFile, download, newEmpty, openProject, replaceDocument, save } from './projectActions.ts';

const menu = (section: string) => ({ name: 'file', section }) as const;

/** What can be done with projects and files. */
export const fileCommands: readonly Command[] = [
  { id: 'app.newEmpty', title: 'app.newEmpty', menu: menu('new'), run: newEmpty },
  // Browsers keep Ctrl+N for themselves.
  { id: 'app.gallery', title: 'app.newFromTemplate', shortcuts: ['Alt+N'], inText: true, menu: menu('new'), run: () => openDialog('templates') },
  { id: 'app.open', title: 'app.open', shortcuts: ['Mod+O'], inText: true, menu: menu('open'), run: () => openDialog('projects') },
  { id: 'app.import', title: 'app.import', menu: menu('open'), run: chooseFile },
  { id: 'app.save', title: 'app.save', shortcuts: ['Mod+S'], inText: true, menu: menu('save'), run: () => void save() },
  { id: 'app.saveAs', title: 'app.saveAs', shortcuts: ['Mod+Shift+S'], inText: true, menu: menu('save'), run: () => openDialog('saveAs') },
  {
    id: 'app.versions',
    title: 'app.versions',
    menu: menu('save'),
    enabled: () => useDocumentStore.getState().place.project !== null,
    run: () => openDialog('versions'),
  },
  { id: 'app.download', title: 'app.download', menu: menu('save'), run: download },
];

/** The projects opened or saved last, as commands of the File menu. */
export function recentCommands(recent: readonly string[]): readonly Command[] {
  return recent.slice(0, 6).map((name) => ({
    id: `app.recent-${name}`,
    title: { en: name, zh: name },
    menu: menu('recent'),
    run: () => replaceDocument(() => void openProject(name)),
  }));
}
