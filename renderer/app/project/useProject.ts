import { useEffect } from 'react';
import { registerCommands } from '../../stores/commandStore.ts';
import { isUnsaved, useDocumentStore } from '../../stores/documentStore.ts';
import { useRunStore } from '../../stores/runStore.ts';
import { useViewStore } from '../../stores/viewStore.ts';
import { takeOwnData } from '../../training/takeOwnData.ts';
import { kindOfFiles } from '../../training/uploadData.ts';
import { browserClock } from '../browserClock.ts';
import { client } from '../connection.ts';
import { createDraftKeeper, draftOf } from './draftKeeper.ts';
import { fileCommands, recentCommands } from './fileCommands.ts';
import { keepLocalDraft } from './localDraft.ts';
import { answerPages, onSavedElsewhere } from './otherPages.ts';
import { pageId, setShownProject } from './pageId.ts';
import { importFile, noticeSavedElsewhere } from './projectActions.ts';
import { resumePage } from './resumePage.ts';
import { createShownMemory } from './shownDraft.ts';

/** Keeps the document: drafts while it changes, recovery at the start, files dropped on the page, the File menu. */
export function useProject(): void {
  const recent = useViewStore((state) => state.recent);
  useEffect(() => registerCommands(fileCommands), []);
  useEffect(() => registerCommands(recentCommands(recent)), [recent]);
  useEffect(() => answerPages(pageId), []);
  useEffect(() => onSavedElsewhere(noticeSavedElsewhere), []);
  useEffect(() => keepDrafts(), []);
  useEffect(() => takeDrops(), []);
}

/** Once for the page's life, however often the effect runs. */
let resuming: ReturnType<typeof resumePage> | null = null;

const draftableNow = () => {
  const state = useDocumentStore.getState();
  return { document: state.history.present, project: state.place.project, unsaved: isUnsaved(state), base: state.place.stamp, draft: state.place.draft };
};

function keepDrafts(): () => void {
  const keeper = createDraftKeeper({ client, clock: browserClock, page: pageId, local: localStorage });
  let hasBegun = false;
  // Changes made before the host has answered; beside what a reloaded page kept before, which nobody has read yet. What is only shown again is kept already.
  const keepEarly = (): boolean => {
    const { document, project, unsaved, base, draft } = draftableNow();
    return (
      !unsaved ||
      useDocumentStore.getState().history.past.length === 0 ||
      keepLocalDraft(localStorage, { page: wasReloaded() ? `${pageId()}-early` : pageId(), project, document, base, draft: draftOf({ project, draft }) })
    );
  };
  const keepNow = (): boolean => (hasBegun ? keeper.keepNow() : keepEarly());
  const leave = (event: BeforeUnloadEvent): void => {
    // The browser asks only where something could really be lost.
    if (!keepNow()) event.preventDefault();
  };
  let stop = (): void => {};
  const begin = async (): Promise<void> => {
    // Before the first change is kept, what this page kept before a reload must have been read.
    const draft = await (resuming ??= resumePage());
    if (draft) keeper.resume({ ...draft, unsaved: true, draft: useDocumentStore.getState().place.draft });
    hasBegun = true;
    keeper.onDidChange(draftableNow());
    const remember = createShownMemory();
    remember();
    const stopDocument = useDocumentStore.subscribe(({ place }) => {
      setShownProject(place.project);
      remember();
      keeper.onDidChange(draftableNow());
    });
    // What a host that was away could not be told is told once it is back.
    const stopLink = useRunStore.subscribe(({ engine }, before) => {
      if (engine === 'ready' && before.engine !== 'ready') keeper.onDidChange(draftableNow());
    });
    stop = () => {
      stopDocument();
      stopLink();
    };
  };
  const begun = begin();
  const hide = (): void => void keepNow();
  window.addEventListener('beforeunload', leave);
  window.addEventListener('pagehide', hide);
  return () => {
    void begun.then(() => stop());
    window.removeEventListener('beforeunload', leave);
    window.removeEventListener('pagehide', hide);
  };
}

const wasReloaded = (): boolean => performance.getEntriesByType('navigation').some((entry) => 'type' in entry && entry.type !== 'navigate');

function takeDrops(): () => void {
  const isFile = ({ dataTransfer }: DragEvent): boolean => dataTransfer?.types.includes('Files') ?? false;
  const over = (event: DragEvent): void => {
    if (isFile(event)) event.preventDefault();
  };
  const drop = (event: DragEvent): void => {
    // What a room has taken is its own.
    if (event.defaultPrevented || !isFile(event)) return;
    event.preventDefault();
    const files = [...(event.dataTransfer?.files ?? [])],
      [file] = files;
    // Pictures, tables and archives are data; anything else is read as a document, and refused as one.
    if (kindOfFiles(files.map(({ name }) => name)) !== null) void takeOwnData(files);
    else if (file) void importFile(file);
  };
  window.addEventListener('dragover', over);
  window.addEventListener('drop', drop);
  return () => {
    window.removeEventListener('dragover', over);
    window.removeEventListener('drop', drop);
  };
}
