import { client } from '../app/connection.ts';
import { analysisOf, useDocumentStore } from '../stores/documentStore.ts';
import { useRunStore } from '../stores/runStore.ts';
import { useViewStore } from '../stores/viewStore.ts';
import { tell } from '../ui/tell.ts';
import { documentKey, noteBegun } from './documentRuns.ts';
import { askToNotify } from './runNotices.ts';
import { activeRun } from './runProgress.ts';
import { trainBlock } from './trainBlock.ts';
import type { TrainBlock } from './trainBlock.ts';

/** The run in progress, by name; null for none. */
export const runInProgress = (): string | null => activeRun(useRunStore.getState());

/** Why the open document cannot be trained now; null where it can. */
export function whyNotTrain(): TrainBlock | null {
  const { history } = useDocumentStore.getState();
  const { engine, isStarting } = useRunStore.getState();
  return trainBlock({ engine, issues: analysisOf(history.present).issues, active: runInProgress(), isStarting });
}

/** Says that a run is getting ready for as long as the engine takes to answer. */
async function starting<T>(asked: Promise<T>): Promise<T> {
  const { setStarting } = useRunStore.getState();
  setStarting(true);
  try {
    return await asked;
  } finally {
    setStarting(false);
  }
}

/** Trains the open document in its project, and shows the new run. What refuses it is told. */
export async function startTraining(): Promise<void> {
  if (whyNotTrain()) return;
  askToNotify();
  const { history, place } = useDocumentStore.getState();
  const { value, issues } = await starting(
    client.call('train', {
      document: history.present,
      folder: null,
      project: place.project,
      ...(place.project === null ? { draft: place.draft } : {}),
    }),
  );
  tell(issues);
  if (!value || documentKey(useDocumentStore.getState().place) !== documentKey(place)) return;
  noteBegun(place, value.run);
  useViewStore.getState().set({ run: value.run });
}

/** Goes on with a run from its last checkpoint; `epochs` raises their number. */
export async function resumeRun(folder: string, epochs?: number): Promise<void> {
  const { value, issues } = await starting(client.call('resume', epochs === undefined ? { folder } : { folder, epochs }));
  tell(issues);
  if (value) useViewStore.getState().set({ run: value.run });
}

/** Asks the run in progress for something; without one, nothing is done. */
export async function controlRun(action: 'pause' | 'resume' | 'step' | 'stop'): Promise<void> {
  const run = runInProgress();
  if (run !== null) tell((await client.call('control', { run, action })).issues);
}

/** Changes the running model from its next batch on. */
export async function setInForce(action: 'setLearningRate' | 'setBeta', value: number): Promise<void> {
  const run = runInProgress();
  if (run !== null) tell((await client.call('control', { run, action, value })).issues);
}
