import type { Issue } from '../../../shared/check/issue.ts';
import type { GraphDoc } from '../../../shared/graph/document.ts';
import { newDocument } from '../../../shared/graph/createDocument.ts';
import { parseDocument } from '../../../shared/graph/parseDocument.ts';
import { serialiseDocument } from '../../../shared/graph/serialiseDocument.ts';
import { templates } from '../../../shared/templates/templates.ts';
import type { TemplateId } from '../../../shared/templates/templates.ts';
import type { OpenedProject } from '../../../shared/protocol/hostCalls.ts';
import { isUnsaved, useDocumentStore } from '../../stores/documentStore.ts';
import { useViewStore } from '../../stores/viewStore.ts';
import { say } from '../../text/say.ts';
import { notify, tell } from '../../ui/tell.ts';
import { zoomToFit } from '../../canvas/canvasActions.ts';
import { client } from '../connection.ts';
import { useDialogStore } from '../dialogs/dialogStore.ts';
import { closeDialog, openDialog } from '../dialogs/openDialog.ts';
import { downloadFile, fileName } from '../downloadFile.ts';
import { tellSaved } from './otherPages.ts';
import { copyName } from './projectLines.ts';

const current = (): GraphDoc => useDocumentStore.getState().history.present;

/** Does something that replaces the document; where there are unsaved changes, asks first. */
export function replaceDocument(replace: () => void): void {
  if (!isUnsaved(useDocumentStore.getState())) {
    closeDialog();
    return replace();
  }
  useDialogStore.getState().set({ afterwards: replace });
  openDialog('unsaved');
}

/** Shows another document, with nothing of the old one selected or shown. */
export function show(document: GraphDoc, place?: Parameters<ReturnType<typeof useDocumentStore.getState>['open']>[1]): void {
  useDocumentStore.getState().open(document, place);
  useViewStore.getState().set({ selection: { nodes: [], edges: [], notes: [] }, run: null, overlay: [] });
  // Once the canvas has drawn it, all of it is in view.
  setTimeout(zoomToFit, 100);
}

export const newEmpty = (): void => replaceDocument(() => show(newDocument(say('app.untitled'))));

export const newFromTemplate = (id: TemplateId): void => replaceDocument(() => show(templates[id].build(useViewStore.getState().language)));

/** Shows a document that came with a run as one of its own, without a project. */
export const newFromDocument = (document: GraphDoc): void => replaceDocument(() => show(document));

/** Opens a project of the library; its issues are told. */
export async function openProject(name: string, previous = false): Promise<void> {
  const { value, issues } = await client.call('projects.open', { name, ...(previous ? { previous } : {}) });
  tell(issues);
  if (value) showProject(name, value);
}

/** @param project as read or restored just now */
export function showProject(name: string, { document, stamp }: OpenedProject): void {
  show(document, { project: name, stamp, saved: document });
  remember(name);
}

function remember(name: string): void {
  const { recent, set } = useViewStore.getState();
  set({ recent: [name, ...recent.filter((each) => each !== name)].slice(0, 8) });
}

/** Forgets a project that is no more, or is called otherwise now. */
export function forgetProject(name: string, renamedTo: string | null = null): void {
  const { recent, set } = useViewStore.getState();
  set({ recent: recent.flatMap((each) => (each !== name ? [each] : renamedTo === null ? [] : [renamedTo])) });
  const { place, markSaved } = useDocumentStore.getState();
  if (place.project === name) markSaved(renamedTo === null ? { project: null, stamp: null, saved: null } : { ...place, project: renamedTo });
}

/**
 * Goes back to a version of the open project. What it replaces is kept as versions: what was saved, by the library, and what was not, here. The notice takes it
 * back. Gives back what stood against it.
 */
export async function restoreVersion(project: string, id: string): Promise<readonly Issue[]> {
  // 1. Nobody is asked what becomes of unsaved changes: they are kept.
  let before: string | null = null;
  if (isUnsaved(useDocumentStore.getState())) {
    const kept = await client.call('versions.save', { name: project, title: say('app.versionUnsaved'), document: current() });
    if (!kept.value) return kept.issues;
    before = kept.value.id;
  }
  // 2. The version, in the project's place.
  const restored = await client.call('versions.restore', { name: project, id });
  if (!restored.value) return restored.issues;
  showProject(project, restored.value);
  tellSaved(project, restored.value.stamp);
  // 3. The way back: to what was not saved, else to what was.
  const { value: versions } = await client.call('versions.list', { name: project });
  const name = versions?.find((version) => version.id === id)?.title || say('app.versionUntitled');
  const back = before ?? versions?.find(({ title }) => title === '')?.id;
  notify({
    title: say('app.versionRestored', { name }),
    tone: 'good',
    key: 'restored',
    timeoutMs: 12_000,
    ...(back === undefined ? {} : { action: { title: say('app.undo'), run: () => void restoreVersion(project, back).then(tell) } }),
  });
  return restored.issues;
}

/** Gives a project another name. Gives back what stood against it. */
export async function renameProject(name: string, to: string): Promise<readonly Issue[]> {
  const { issues } = await client.call('projects.rename', { name, to });
  if (issues.length === 0) forgetProject(name, to);
  return issues;
}

/** Removes a project for good. Gives back what stood against it. */
export async function deleteProject(name: string): Promise<readonly Issue[]> {
  const { issues } = await client.call('projects.delete', { name });
  if (issues.length === 0) forgetProject(name);
  return issues;
}

/** Saves what stands in a project's file as another project; its runs and versions stay with the first. Gives back what stood against it. */
export async function duplicateProject(name: string, taken: readonly string[]): Promise<readonly Issue[]> {
  const { value, issues } = await client.call('projects.open', { name });
  if (!value) return issues;
  const copy = await client.call('projects.save', { name: copyName(name, taken), document: value.document, over: null });
  return copy.issues;
}

/** Hands a project's document to the user as a file. Gives back what stood against it. */
export async function downloadProject(name: string): Promise<readonly Issue[]> {
  const { value, issues } = await client.call('projects.open', { name });
  if (value) downloadFile(fileName(name, '.hourglass.json'), serialiseDocument(value.document));
  return issues;
}

/** Saves under the project's name; a document without one is asked for it. True once it is saved. */
export async function save(): Promise<boolean> {
  const { project, stamp } = useDocumentStore.getState().place;
  if (project === null) {
    openDialog('saveAs');
    return false;
  }
  const issues = await saveUnder(project, stamp);
  const found = (code: string): boolean => issues.some((each) => each.code === code);
  // Both are kept: the user says under which name, or as which version.
  if (found('project-changed')) openDialog('conflict');
  else tell(issues);
  if (found('project-missing')) openDialog('saveAs');
  return issues.length === 0;
}

/** Writes the document to the library as a project. @param over the stamp of the file it replaces, null for a new one. Gives back what stood against it. */
export async function saveUnder(name: string, over: string | null): Promise<readonly Issue[]> {
  const { place } = useDocumentStore.getState();
  const document = current();
  const adopt = place.project === null ? await ownRuns() : [];
  const { value, issues } = await client.call('projects.save', { name, document, over, ...(adopt.length > 0 ? { adopt } : {}) });
  if (!value) return issues;
  useDocumentStore.getState().markSaved({ project: name, stamp: value.stamp, saved: document });
  remember(name);
  tellSaved(name, value.stamp);
  notify({ title: say('app.savedAs', { name }), tone: 'good', key: 'saved', timeoutMs: 2500 });
  return [];
}

/** Says that another tab has saved the project that is open here; what is open stays as it is. */
export function noticeSavedElsewhere(project: string, stamp: string): void {
  const { place } = useDocumentStore.getState();
  if (place.project !== project || place.stamp === stamp) return;
  notify({
    title: say('app.savedElsewhere', { name: project }),
    text: say('app.savedElsewhere.about'),
    tone: 'warning',
    key: 'saved-elsewhere',
    timeoutMs: 0,
    action: { title: say('app.savedElsewhere.show'), run: () => replaceDocument(() => void openProject(project)) },
  });
}

/** Keeps what another saved as a version, then saves this document in its place. Gives back what stood against it. */
export async function takeMine(name: string): Promise<readonly Issue[]> {
  const theirs = await client.call('projects.open', { name });
  if (!theirs.value) return theirs.issues;
  const kept = await client.call('versions.save', { name, title: say('app.conflict.theirVersion'), document: theirs.value.document });
  return kept.value ? saveUnder(name, theirs.value.stamp) : kept.issues;
}

/** Keeps this document as a version, then opens what another saved. Gives back what stood against it. */
export async function takeTheirs(name: string): Promise<readonly Issue[]> {
  const kept = await client.call('versions.save', { name, title: say('app.conflict.myVersion'), document: current() });
  if (!kept.value) return kept.issues;
  const theirs = await client.call('projects.open', { name });
  if (!theirs.value) return theirs.issues;
  showProject(name, theirs.value);
  return [];
}

/** Runs that were trained here before the document had a project. */
async function ownRuns(): Promise<readonly string[]> {
  const { value } = await client.call('history.list', { project: null, draft: useDocumentStore.getState().place.draft });
  return (value ?? []).map(({ folder }) => folder);
}

/** Reads a file as a document. One that cannot be read changes nothing, and all that is wrong with it is shown. */
export async function importFile(file: File): Promise<void> {
  const { value, issues } = parseDocument(await file.text());
  if (!value) {
    useDialogStore.getState().set({ refusedFile: { name: file.name, issues } });
    return openDialog('refusedFile');
  }
  replaceDocument(() => {
    show(value, { project: null, stamp: null, saved: null });
    tell(issues);
  });
}

/** Lets the user choose a file to import. */
export function chooseFile(): void {
  const input = document.createElement('input');
  input.type = 'file';
  input.accept = '.json,application/json';
  input.addEventListener('change', () => {
    const [file] = input.files ?? [];
    if (file) void importFile(file);
  });
  input.click();
}

export function download(): void {
  downloadFile(fileName(current().name, '.hourglass.json'), serialiseDocument(current()));
}
