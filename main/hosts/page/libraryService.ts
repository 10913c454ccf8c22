import { resolve } from 'node:path';
import { refuse } from '../../../shared/check/issue.ts';
import type { DataReference } from '../../../shared/data/dataReference.ts';
import type { GraphDoc } from '../../../shared/graph/document.ts';
import { granted } from '../../../shared/protocol/outcomes.ts';
import { isOver } from '../../../shared/protocol/runBoard.ts';
import type { Answer, EngineService, HostAnswers, ServiceAnswers } from '../../../shared/protocol/server.ts';
import type { RunState } from '../../../shared/run/runState.ts';
import { createOwnData } from '../../engine/files/ownData.ts';
import type { OwnDataSets } from '../../engine/files/ownData.ts';
import { createProjectLibrary } from '../../engine/files/projectLibrary.ts';
import { createRunHistory } from '../../engine/files/runHistory.ts';
import type { EngineProcess } from '../process/engineProcess.ts';

export interface LibraryServiceOptions {
  readonly engine: Pick<EngineProcess, 'service' | 'status'>;
  /** Folder of the user's projects, runs, drafts and data. */
  readonly library: string;
  /** Whether documents may name data anywhere on this machine: only where none but the user of this machine can reach the host. */
  readonly anyDataPath: boolean;
}

/** What a host hands to `serve` for each page, and where its uploads go. */
export interface LibraryService {
  readonly service: EngineService;
  readonly ownData: OwnDataSets;
}

/**
 * The engine with the user's library around it. Runs lie where the library says: no page names a folder outside it, neither to read nor to write;
 * data are the user's uploads or, where that is allowed, any files.
 */
export function createLibraryService({ engine, library: root, anyDataPath }: LibraryServiceOptions): LibraryService {
  const library = createProjectLibrary(root),
    history = createRunHistory(root),
    ownData = createOwnData(root);
  const { runs, answers } = engine.service;

  /** Runs known by name that are not over, by their folder. */
  const live = (): ReadonlyMap<string, RunState> =>
    new Map(
      runs.list().flatMap(({ state }): [string, RunState][] => (isOver(state.status) || !state.start?.folder ? [] : [[resolve(state.start.folder), state]])),
    );

  const confineData = async ({ path, labelPath }: DataReference): Promise<void> => {
    if (anyDataPath) return;
    for (const file of [path, labelPath]) if (file !== undefined && !(await ownData.holds(file))) refuse('data-outside-library', { file });
  };
  const confineDocument = ({ data }: GraphDoc): Promise<void> => confineData(data);

  /** The same call with its run's folder confined to the library. */
  const inLibrary =
    <P extends { readonly folder: string }, R>(answer: (params: P) => Promise<R>) =>
    async (params: P): Promise<R> =>
      answer({ ...params, folder: await history.confine(params.folder) });

  const train: Answer<'train'> = async ({ document, folder, project, draft, startFrom }) => {
    if (folder !== null) return refuse('run-outside-library', { file: folder });
    await confineDocument(document);
    const place = project === undefined ? null : history.place(await library.folderOf(project), document.name);
    const begun = await answers.train({
      document,
      folder: place,
      ...(startFrom === undefined ? {} : { startFrom: await history.confine(startFrom) }),
    });
    // It trains whether or not its owner could be noted.
    if (begun.value && place !== null && project === null && draft !== undefined) await history.own(place, draft).catch(() => undefined);
    return begun;
  };

  /** Refuses while a run in this folder trains. */
  const refuseIfTraining = (fits: (folder: string) => boolean, name: string, code: 'project-busy' | 'run-training'): void => {
    if ([...live().keys()].some(fits)) refuse(code, {}, { name });
  };
  const refuseIfBusy = async (name: string): Promise<void> => {
    const folder = await library.folderOf(name);
    refuseIfTraining((run) => run.startsWith(`${folder}/`) || run.startsWith(`${folder}\\`), name, 'project-busy');
  };

  // Named one by one: a new call does not compile before somebody has said where it may reach.
  const confined: ServiceAnswers = {
    engine: answers.engine,
    control: answers.control,
    datasets: answers.datasets,
    devices: answers.devices,
    train,
    resume: inLibrary(answers.resume),
    validate: async (asked) => {
      await confineDocument(asked.document);
      return answers.validate(asked);
    },
    dataPreview: async (asked) => {
      await confineData(asked.data);
      return answers.dataPreview(asked);
    },
    openRun: inLibrary(answers.openRun),
    evaluate: inLibrary(answers.evaluate),
    examples: inLibrary(answers.examples),
    reconstruct: inLibrary(answers.reconstruct),
    inspect: inLibrary(answers.inspect),
    encode: inLibrary(answers.encode),
    decode: inLibrary(answers.decode),
    sample: inLibrary(answers.sample),
  };

  const host: HostAnswers = {
    'engine.status': async () => granted({ status: engine.status }),
    'projects.list': async () => granted(await library.list()),
    'projects.open': ({ name, previous }) => library.open(name, previous ? 'previous' : 'current'),
    async 'projects.save'({ name, document, over, adopt = [] }) {
      const folders = await Promise.all(adopt.map((folder) => history.confine(folder)));
      const saved = await library.save(name, document, over);
      await history.adopt(await library.folderOf(name), folders);
      return granted(saved);
    },
    async 'projects.rename'({ name, to }) {
      await refuseIfBusy(name);
      await library.rename(name, to);
      return granted(null);
    },
    async 'projects.delete'({ name }) {
      await refuseIfBusy(name);
      await library.delete(name);
      return granted(null);
    },
    'versions.list': ({ name }) => library.listVersions(name),
    'versions.save': async ({ name, title, document }) => granted(await library.saveVersion(name, title, document)),
    'versions.restore': ({ name, id }) => library.restoreVersion(name, id),
    'draft.save': async ({ project, page, document, base, draft }) => granted(await library.saveDraft(project, page, document, { base, draft })),
    'draft.load': ({ project }) => library.loadDrafts(project),
    async 'draft.discard'({ project, page }) {
      await library.discardDraft(project, page);
      return granted(null);
    },
    'history.list': async ({ project, draft }) => history.list(await library.folderOf(project), live(), draft),
    'history.open': async ({ folder }) => granted(await history.open(await history.confine(folder), live())),
    async 'history.rename'({ folder, title }) {
      await history.rename(await history.confine(folder), title);
      return granted(null);
    },
    async 'history.delete'({ folder }) {
      const run = await history.confine(folder);
      refuseIfTraining((other) => other === run, folder, 'run-training');
      await history.delete(run);
      return granted(null);
    },
    'data.list': async () => granted(await ownData.list()),
    async 'data.delete'({ name }) {
      await ownData.delete(name);
      return granted(null);
    },
  };

  return { service: { runs, answers: confined, host }, ownData };
}
