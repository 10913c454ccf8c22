import { isUnsaved, useDocumentStore } from '../../stores/documentStore.ts';
import { useViewStore } from '../../stores/viewStore.ts';
import { client } from '../connection.ts';
import { useDialogStore } from '../dialogs/dialogStore.ts';
import type { FoundDraft } from '../dialogs/dialogStore.ts';
import { openDialog } from '../dialogs/openDialog.ts';
import { dropLocalDraft, readLocalDrafts } from './localDraft.ts';
import { claimName, findPages } from './otherPages.ts';
import { pageId, renewPageId, shownProject } from './pageId.ts';
import { placeOfDraft } from './placeOfDraft.ts';
import { showTrained } from './showTrained.ts';
import { showUnchanged, shownDraft } from './shownDraft.ts';

/** At the start: a reloaded page shows again what it showed, changes included, and a new one what is trained; what other pages left behind is offered. Gives back this page's draft where it is shown. */
export async function resumePage(): Promise<FoundDraft | null> {
  const page = pageId(),
    project = shownProject();
  const before = useDocumentStore.getState().history.present;
  // 1. What this page kept itself. A tab that was duplicated shows the same, and keeps what becomes of it elsewhere.
  const [drafts, isOwnName] = await Promise.all([findDrafts(), claimName(page)]);
  const isDuplicate = !isOwnName;
  if (isDuplicate) await claimName(renewPageId());
  const alive = await findPages(pageId());
  const own = drafts.find((draft) => draft.page === page && draft.project === project);
  // Whoever was quicker than the host has begun something new: it is not replaced, the draft is offered instead.
  const untouched = (): boolean => useDocumentStore.getState().history.present === before && !isUnsaved(useDocumentStore.getState());
  const isUntouched = untouched();
  if (isUntouched && (own || project !== null)) await showAgain(own, project);
  else if (isUntouched && shownDraft()) showUnchanged();
  else if (isUntouched) await showTrained({ isAlone: alive.size === 0, untouched });
  // 2. What pages that are gone kept.
  const left = drafts.filter((draft) => !alive.has(draft.page) && (draft !== own || !isUntouched));
  if (left.length > 0) {
    useDialogStore.getState().set({ drafts: left });
    openDialog('recovery');
  }
  return isUntouched && own && !isDuplicate ? own : null;
}

/** Shows a draft over the project it was made from, so that saving goes where it belongs. */
export async function showAgain(draft: FoundDraft | undefined, project: string | null): Promise<void> {
  const { value } = project === null ? { value: undefined } : await client.call('projects.open', { name: project });
  const document = draft?.document ?? value?.document;
  if (!document) return;
  const { set } = useViewStore.getState();
  set({ run: null, overlay: [] });
  if (value && project !== null) return useDocumentStore.getState().open(document, placeOfDraft(project, value, draft ?? null));
  const known = draft?.draft ?? (draft?.page === pageId() ? shownDraft()?.draft : undefined);
  useDocumentStore.getState().open(document, { project: null, stamp: null, saved: null, ...(known === undefined ? {} : { draft: known }) });
}

/** Every draft that is kept, here and by the host, newest first; of one page and project only the newest. */
async function findDrafts(): Promise<readonly FoundDraft[]> {
  const local = readLocalDrafts(localStorage).map((draft) => ({ ...draft, isLocal: true }));
  const { value: projects } = await client.call('projects.list', null);
  const places = [null, ...(projects ?? []).flatMap(({ name, draftAt }) => (draftAt === null ? [] : [name]))];
  const kept = await Promise.all(
    places.map(async (project) => {
      const { value } = await client.call('draft.load', { project });
      return (value ?? []).map((draft) => ({ ...draft, project, isLocal: false }));
    }),
  );
  return newestOfEach([...local, ...kept.flat()]);
}

/** Newest first; an older draft of the same page is superseded. */
export function newestOfEach(drafts: readonly FoundDraft[]): readonly FoundDraft[] {
  const sorted = [...drafts].sort((a, b) => b.savedAt.localeCompare(a.savedAt));
  return sorted.filter(({ page }, index) => sorted.findIndex((other) => other.page === page) === index);
}

/** Removes a draft wherever it is kept. */
export async function discardDraft({ page, project }: FoundDraft): Promise<void> {
  dropLocalDraft(localStorage, page);
  await client.call('draft.discard', { project, page });
}
