import { showRun } from '../../training/runLibrary.ts';
import { client } from '../connection.ts';
import { show, showProject } from './projectActions.ts';
import { runToShow } from './runToShow.ts';

/**
 * A page that has shown nothing yet shows the document that is trained now, or was last: under its own name, so that its runs are its own and their curves whole.
 * @param untouched whether the document is still the one that the page began with; asked again once the host has answered
 */
export async function showTrained({ isAlone, untouched }: { readonly isAlone: boolean; untouched(): boolean }): Promise<void> {
  const [{ value: live = [] }, { value: unsaved = [] }, { value: projects = [] }] = await Promise.all([
    client.call('runs', null),
    client.call('history.list', { project: null }),
    client.call('projects.list', null),
  ]);
  const folder = runToShow({ live: live.map(({ state }) => state), unsaved, projects, isAlone });
  if (folder === null) return;
  const project = unsaved.some((line) => line.folder === folder) ? null : await projectOf(folder, projects);
  if (project !== null) {
    const { value } = await client.call('projects.open', { name: project });
    if (value && untouched()) showProject(project, value);
    return;
  }
  const { value: run } = await client.call('history.open', { folder });
  if (!run || !untouched()) return;
  const { document, draft } = run;
  show(document, { project: null, stamp: null, saved: document, ...(draft === null ? {} : { draft }) });
  // A run whose owner was not noted is nobody's own: it is shown as one that was chosen.
  if (draft === null) await showRun(folder);
}

/** The project whose history holds a run; null for none. */
async function projectOf(folder: string, projects: readonly { readonly name: string; readonly runs: number }[]): Promise<string | null> {
  for (const { name, runs } of projects) {
    if (runs === 0) continue;
    const { value = [] } = await client.call('history.list', { project: name });
    if (value.some((line) => line.folder === folder)) return name;
  }
  return null;
}
