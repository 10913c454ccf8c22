import { client } from '../app/connection.ts';
import { newFromDocument } from '../app/project/projectActions.ts';
import type { RunState } from '../../shared/run/runState.ts';
import { useRunStore } from '../stores/runStore.ts';
import { useViewStore } from '../stores/viewStore.ts';
import { tell } from '../ui/tell.ts';

/** The name under which the run of a folder is known to the page, or null while it was not read. */
export function runOf(runs: Readonly<Record<string, RunState>>, folder: string): string | null {
  return Object.keys(runs).find((run) => run === folder || runs[run]?.start?.folder === folder) ?? null;
}

/** Reads a run from its folder where the page does not know it yet; null where it cannot be read, which is told. */
export async function readRun(folder: string): Promise<string | null> {
  const known = runOf(useRunStore.getState().runs, folder);
  if (known !== null) return known;
  const { value, issues } = await client.call('history.open', { folder });
  tell(issues);
  if (!value) return null;
  const run = value.state.start?.run ?? folder;
  useRunStore.getState().put(run, value.state);
  return run;
}

/** Shows a run in the views. */
export async function showRun(folder: string): Promise<void> {
  const run = await readRun(folder);
  if (run !== null) useViewStore.getState().set({ run, overlay: useViewStore.getState().overlay.filter((name) => name !== run) });
}

/** Lays a run over the shown one, or takes it away. */
export async function overlayRun(folder: string, on: boolean): Promise<void> {
  const run = await readRun(folder);
  if (run === null) return;
  const others = useViewStore.getState().overlay.filter((name) => name !== run);
  useViewStore.getState().set({ overlay: on ? [...others, run] : others });
}

/** Opens the model of a run as a document of its own, without a project: what is trained from it leaves the run as it is. */
export async function openRunDocument(folder: string): Promise<void> {
  const { value, issues } = await client.call('history.open', { folder });
  tell(issues);
  if (value) newFromDocument(value.document);
}

/** Removes a run with its checkpoints for good. */
export async function deleteRun(folder: string): Promise<void> {
  const { value, issues } = await client.call('history.delete', { folder });
  tell(issues);
  if (value === undefined) return;
  const run = runOf(useRunStore.getState().runs, folder);
  if (run === null) return;
  const { run: shown, overlay, set } = useViewStore.getState();
  set({ run: shown === run ? null : shown, overlay: overlay.filter((name) => name !== run) });
  useRunStore.getState().drop(run);
}

/** Gives a run a title of its own; an empty one gives it its document's name back. */
export async function renameRun(folder: string, title: string): Promise<void> {
  tell((await client.call('history.rename', { folder, title })).issues);
}
