import type { GraphDoc } from '../../../shared/graph/document.ts';
import { parseDocument } from '../../../shared/graph/parseDocument.ts';
import { serialiseDocument } from '../../../shared/graph/serialiseDocument.ts';
import { draftName } from '../../../shared/protocol/hostCalls.ts';
import { z } from '../../../shared/z.ts';
import { isUnsaved, useDocumentStore } from '../../stores/documentStore.ts';

const shownKey = 'hourglass-shown-draft';
const shownSchema = z.strictObject({ draft: draftName, document: z.string().nullable() });

/** A document without a project as this tab shows it, over a reload: its name among those, and itself where nothing was changed and so no draft is kept. */
export interface ShownDraft {
  readonly draft: string;
  readonly document: GraphDoc | null;
}

export function shownDraft(): ShownDraft | null {
  try {
    const { draft, document } = shownSchema.parse(JSON.parse(sessionStorage.getItem(shownKey) ?? ''));
    return { draft, document: document === null ? null : (parseDocument(document).value ?? null) };
  } catch {
    return null;
  }
}

function setShownDraft(shown: ShownDraft | null): void {
  try {
    if (shown === null) sessionStorage.removeItem(shownKey);
    else sessionStorage.setItem(shownKey, JSON.stringify({ draft: shown.draft, document: shown.document && serialiseDocument(shown.document) }));
  } catch {
    // A full store forgets it: the page then begins with the default template.
    sessionStorage.removeItem(shownKey);
  }
}

/** A reloaded page whose document was as it was begun: the same one, with its runs. */
export function showUnchanged(): void {
  const shown = shownDraft();
  if (!shown?.document) return;
  const { history, place, open, markSaved } = useDocumentStore.getState();
  const isSame = serialiseDocument(history.present) === serialiseDocument(shown.document);
  if (isSame) markSaved({ ...place, draft: shown.draft });
  else open(shown.document, { project: null, stamp: null, saved: shown.document, draft: shown.draft });
}

/** Notes which document without a project this tab shows, each time it is called after that changed. */
export function createShownMemory(): () => void {
  let noted: readonly unknown[] = [];
  return () => {
    const state = useDocumentStore.getState();
    const { draft, project } = state.place;
    // What was changed is kept as a draft.
    const document = isUnsaved(state) ? null : state.history.present;
    const now = project === null ? [draft, document] : [];
    if (now.length === noted.length && now.every((part, index) => part === noted[index])) return;
    noted = now;
    setShownDraft(project === null ? { draft, document } : null);
  };
}
