import { applyPatches } from './applyEdit.ts';
import type { DocumentPatch, Edit } from './applyEdit.ts';
import type { GraphDoc } from './document.ts';

/** One entry of the undo list. */
export interface HistoryEntry {
  readonly patches: readonly DocumentPatch[];
  readonly inverse: readonly DocumentPatch[];
}

/** A document with what can be undone and redone. Entries are patches, a few hundred bytes each, so that their number needs no bound. */
export interface History {
  /** Newest last. */
  readonly past: readonly HistoryEntry[];
  readonly present: GraphDoc;
  /** Next to redo last. */
  readonly future: readonly HistoryEntry[];
  /** The gesture that the newest entry belongs to while it goes on; null once it has ended. */
  readonly gesture: string | null;
}

/** The history of a document just opened. */
export function createHistory(document: GraphDoc): History {
  return { past: [], present: document, future: [], gesture: null };
}

/**
 * Takes an edit of the present document in, and drops what could be redone. Edits of one gesture (a drag, a burst of typing: the caller's key)
 * become one entry, as long as nothing else came between. An edit that changed nothing leaves the history as it was.
 */
export function record(history: History, edit: Edit, gesture: string | null = null): History {
  if (edit.patches.length === 0) return history;
  const last = history.past.at(-1);
  const merges = gesture !== null && gesture === history.gesture && last !== undefined;
  const entry = merges ? merged(last, edit) : { patches: edit.patches, inverse: edit.inverse };
  return { past: [...(merges ? history.past.slice(0, -1) : history.past), entry], present: edit.document, future: [], gesture };
}

/** Ends a gesture: the next edit starts an entry of its own even under the same key. */
export function endGesture(history: History): History {
  return history.gesture === null ? history : { ...history, gesture: null };
}

/** One entry back; the same history where there is none. */
export function undo(history: History): History {
  const entry = history.past.at(-1);
  if (!entry) return history;
  return { past: history.past.slice(0, -1), present: applyPatches(history.present, entry.inverse), future: [...history.future, entry], gesture: null };
}

/** One entry forward again; the same history where there is none. */
export function redo(history: History): History {
  const entry = history.future.at(-1);
  if (!entry) return history;
  return { past: [...history.past, entry], present: applyPatches(history.present, entry.patches), future: history.future.slice(0, -1), gesture: null };
}

/** Two entries as one. Where the later only sets again what the earlier set, as in a drag, it takes the earlier's place, so that a long gesture stays small. */
function merged(first: HistoryEntry, second: HistoryEntry): HistoryEntry {
  const setsAgain = (patch: DocumentPatch, earlier: DocumentPatch | undefined): boolean =>
    patch.op === 'replace' && earlier !== undefined && earlier.op !== 'remove' && JSON.stringify(patch.path) === JSON.stringify(earlier.path);
  // A list cut short is a `replace` of its length, too, but its inverse adds elements that the earlier entry knows nothing of.
  const undoneByEarlier = second.inverse.length === second.patches.length && second.inverse.every(({ op }) => op === 'replace');
  if (undoneByEarlier && second.patches.length === first.patches.length && second.patches.every((patch, place) => setsAgain(patch, first.patches[place]))) {
    return { patches: first.patches.map((patch, place) => ({ ...patch, value: second.patches[place]?.value })), inverse: first.inverse };
  }
  return { patches: [...first.patches, ...second.patches], inverse: [...second.inverse, ...first.inverse] };
}
