import { client } from '../app/connection.ts';
import { useDocumentStore } from '../stores/documentStore.ts';
import { useRunStore } from '../stores/runStore.ts';
import { documentKey, ownRuns, useDocumentRuns } from './documentRuns.ts';
import { readRun, runOf } from './runLibrary.ts';

/** Time in which several reasons to ask become one question, ms. */
const gatherMs = 150;

/** Keeps the history of the open document up to date, and its newest run at hand for the views. Gives back how to end it. */
export function followDocumentRuns(): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let round = 0;
  const read = async (): Promise<void> => {
    const mine = ++round;
    const { place } = useDocumentStore.getState();
    const key = documentKey(place);
    const [own, unsaved] = await Promise.all([
      client.call('history.list', place.project === null ? { project: null, draft: place.draft } : { project: place.project }),
      client.call('history.list', { project: null }),
    ]);
    if (mine !== round || !own.value) return;
    const lines = own.value;
    const folders = lines.map(({ folder }) => folder);
    // Without a run that the page knows there would be nothing to show: the newest is read.
    const [newest] = folders;
    if (newest !== undefined && runOf(useRunStore.getState().runs, newest) === null) await readRun(newest);
    if (mine !== round) return;
    useDocumentRuns.setState({ lines, others: (unsaved.value ?? []).filter(({ folder }) => !folders.includes(folder)) });
    useRunStore.getState().setOwn(ownRuns(key, folders, useRunStore.getState()));
  };
  const ask = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => void read(), gatherMs);
  };
  const ends = [
    useDocumentStore.subscribe(({ place, history }, before) => {
      if (documentKey(place) === documentKey(before.place)) return;
      // Saving gives the same document a place; opening another one leaves nothing of the former.
      if (history !== before.history) {
        round++;
        useDocumentRuns.setState({ lines: null, others: [] });
        useRunStore.getState().setOwn([]);
      }
      ask();
    }),
    useRunStore.subscribe((state, before) => {
      const isBack = state.engine === 'ready' && before.engine !== 'ready';
      const names = Object.keys(state.runs);
      const hasChanged =
        state.runs !== before.runs &&
        (names.length !== Object.keys(before.runs).length || names.some((run) => state.runs[run]?.status !== before.runs[run]?.status));
      if (isBack || hasChanged) ask();
    }),
    useDocumentRuns.subscribe((state, before) => {
      if (state.round !== before.round) ask();
    }),
  ];
  ask();
  return () => {
    clearTimeout(timer);
    round++;
    for (const end of ends) end();
  };
}
