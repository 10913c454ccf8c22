import { parseDocument } from '../../../shared/graph/parseDocument.ts';
import { serialiseDocument } from '../../../shared/graph/serialiseDocument.ts';
import type { GraphDoc } from '../../../shared/graph/document.ts';
import { draftName } from '../../../shared/protocol/hostCalls.ts';
import { z } from '../../../shared/z.ts';

const prefix = 'hourglass-draft-';
const keptSchema = z.strictObject({
  project: z.string().nullable(),
  savedAt: z.string(),
  document: z.string(),
  base: z.string().nullable().default(null),
  draft: draftName.nullable().default(null),
});

/** Changes that were kept in the browser because the page closed, or had no connection, before the host could keep them. */
export interface LocalDraft {
  readonly page: string;
  readonly project: string | null;
  readonly savedAt: string;
  readonly document: GraphDoc;
  /** Stamp of the project's file that the changes were made to; null where there was none. */
  readonly base: string | null;
  /** Names the document among those without a project; null for one of a project, or where that was not noted. */
  readonly draft: string | null;
}

type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>;

/** Keeps a draft at once; false where the browser has no room for it. */
export function keepLocalDraft(store: Store, { page, project, document, base, draft }: Omit<LocalDraft, 'savedAt'>): boolean {
  try {
    store.setItem(prefix + page, JSON.stringify({ project, savedAt: new Date().toISOString(), document: serialiseDocument(document), base, draft }));
    return true;
  } catch {
    return false;
  }
}

export function dropLocalDraft(store: Store, page: string): void {
  store.removeItem(prefix + page);
}

/** Every draft that is kept here and can be read, newest first. What cannot be read is left as it is. */
export function readLocalDrafts(store: Store): readonly LocalDraft[] {
  const keys = Array.from({ length: store.length }, (_, index) => store.key(index)).filter((key) => key?.startsWith(prefix) === true);
  return keys.flatMap((key) => readLocalDraft(key ?? '', store.getItem(key ?? ''))).sort((a, b) => b.savedAt.localeCompare(a.savedAt));
}

function readLocalDraft(key: string, text: string | null): readonly LocalDraft[] {
  try {
    const { project, savedAt, document, base, draft } = keptSchema.parse(JSON.parse(text ?? ''));
    const { value } = parseDocument(document);
    return value ? [{ page: key.slice(prefix.length), project, savedAt, document: value, base, draft }] : [];
  } catch {
    return [];
  }
}
