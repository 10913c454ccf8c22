import type { GraphDoc } from '../../../shared/graph/document.ts';
import { parseDocument } from '../../../shared/graph/parseDocument.ts';
import { serialiseDocument } from '../../../shared/graph/serialiseDocument.ts';
import { z } from '../../../shared/z.ts';

const key = 'hourglass-page';

/** This tab's name among pages: it outlives a reload, and is another one in every tab. 16 hex digits. */
export function pageId(): string {
  const known = sessionStorage.getItem(key);
  return known && /^[0-9a-f]{16}$/.test(known) ? known : renewPageId();
}

/** Takes another name: a duplicated tab comes with the name of the one it was made from, and both would keep their drafts in one place. */
export function renewPageId(): string {
  // randomUUID is missing on plain http; this is not.
  const made = Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => byte.toString(16).padStart(2, '0')).join('');
  sessionStorage.setItem(key, made);
  return made;
}

const projectKey = 'hourglass-project';

/** The project that this tab shows, over a reload; null for a document without one. */
export const shownProject = (): string | null => sessionStorage.getItem(projectKey);

export function setShownProject(project: string | null): void {
  if (project === null) sessionStorage.removeItem(projectKey);
  else sessionStorage.setItem(projectKey, project);
}

const shownKey = 'hourglass-shown';
const shownSchema = z.strictObject({ draft: z.string().regex(/^[0-9a-f]{16}$/), document: z.string().nullable() });

/** A document without a project that this tab shows: its name among those, and the document itself where it is as it was begun (a changed one is kept as a draft). */
export interface ShownDraft {
  readonly draft: string;
  readonly document: GraphDoc | null;
}

/** What this tab showed before a reload; null for a document of a project. */
export function shownDraft(): ShownDraft | null {
  try {
    const { draft, document } = shownSchema.parse(JSON.parse(sessionStorage.getItem(shownKey) ?? ''));
    return { draft, document: document === null ? null : (parseDocument(document).value ?? null) };
  } catch {
    return null;
  }
}

export function setShownDraft(shown: ShownDraft | null): void {
  if (shown === null) return sessionStorage.removeItem(shownKey);
  const document = shown.document === null ? null : serialiseDocument(shown.document);
  try {
    sessionStorage.setItem(shownKey, JSON.stringify({ draft: shown.draft, document }));
  } catch {
    sessionStorage.setItem(shownKey, JSON.stringify({ draft: shown.draft, document: null }));
  }
}

const draftOfPagePrefix = 'hourglass-page-shows-';

/** Which document without a project a page's kept draft is of; null where that is not known. */
export const draftOfPage = (page: string): string | null => localStorage.getItem(draftOfPagePrefix + page);

export function setDraftOfPage(page: string, draft: string | null): void {
  if (draft === null) return localStorage.removeItem(draftOfPagePrefix + page);
  try {
    localStorage.setItem(draftOfPagePrefix + page, draft);
  } catch {
    // A browser without room: the draft is offered all the same, as a document of its own.
  }
}
