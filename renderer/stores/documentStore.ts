import { create } from 'zustand';
import { analyseDocument } from '../../shared/check/analyse.ts';
import type { Analysis } from '../../shared/check/analyse.ts';
import type { Issue } from '../../shared/check/issue.ts';
import type { GraphDoc } from '../../shared/graph/document.ts';
import type { EditCommand } from '../../shared/graph/edit.ts';
import { applyEdit } from '../../shared/graph/applyEdit.ts';
import { createHistory, endGesture, record, redo, undo } from '../../shared/graph/history.ts';
import type { History } from '../../shared/graph/history.ts';
import { defaultTemplate, templates } from '../../shared/templates/templates.ts';
import { useViewStore } from './viewStore.ts';

/** Where the open document is kept. */
export interface DocumentPlace {
  /** Name in the project library, or null for a document that was never saved. */
  readonly project: string | null;
  /** Names the document among those without a project, so that its runs are its own: 16 hex digits. Another one each time a document is opened. */
  readonly draft: string;
  /** The stamp of the project's file as it was read or written last: saving refuses to go over anything else. Null where there is no file. */
  readonly stamp: string | null;
  /** The document as it was last saved, or as it was begun: one that differs from it has unsaved changes. Null: it came from outside and was never saved. */
  readonly saved: GraphDoc | null;
}

/** A place as callers know it; a document without a name among those without a project is given one. */
export type StatedPlace = Omit<DocumentPlace, 'draft'> & { readonly draft?: string };

interface DocumentState {
  readonly history: History;
  readonly place: DocumentPlace;
  /** Applies edit commands as one undo entry; edits that share a `gesture` key (a drag, a burst of typing) become one. Returns the issues that refused them. */
  edit(commands: readonly EditCommand[], gesture?: string): readonly Issue[];
  endGesture(): void;
  undo(): void;
  redo(): void;
  /** Replaces the document and its history. */
  open(document: GraphDoc, place?: StatedPlace): void;
  /** Takes note that `document` is what stands in the project's file. */
  markSaved(place: StatedPlace): void;
}

/** A name for a document without a project. */
export const newDraft = (): string => Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => byte.toString(16).padStart(2, '0')).join('');

const firstDocument = templates[defaultTemplate].build(useViewStore.getState().language);

/** What the user draws. Written by edit commands only. */
export const useDocumentStore = create<DocumentState>((set, get) => ({
  history: createHistory(firstDocument),
  place: { project: null, draft: newDraft(), stamp: null, saved: firstDocument },
  edit(commands, gesture) {
    const { history } = get();
    const { value, issues } = applyEdit(history.present, commands);
    if (value) set({ history: record(history, value, gesture ?? null) });
    return issues;
  },
  endGesture: () => set(({ history }) => ({ history: endGesture(history) })),
  undo: () => set(({ history }) => ({ history: undo(history) })),
  redo: () => set(({ history }) => ({ history: redo(history) })),
  open: (document, place = { project: null, stamp: null, saved: document }) =>
    set({ history: createHistory(document), place: { ...place, draft: place.draft ?? newDraft() } }),
  markSaved: (place) => set({ place: { ...place, draft: place.draft ?? newDraft() } }),
}));

/** Whether there is something to lose. Undoing back to what was saved counts as saved. */
export function isUnsaved({ history: { present }, place: { saved } }: Pick<DocumentState, 'history' | 'place'>): boolean {
  return present !== saved && (saved === null || !isSame(present, saved));
}

const compared = new WeakMap<GraphDoc, { readonly with: GraphDoc; readonly same: boolean }>();

/** Compared part by part, and each document once: selectors ask at every change. */
function isSame(document: GraphDoc, saved: GraphDoc): boolean {
  const known = compared.get(document);
  if (known?.with === saved) return known.same;
  const parts = Object.keys(document) as (keyof GraphDoc)[];
  const same = parts.every((part) => document[part] === saved[part] || JSON.stringify(document[part]) === JSON.stringify(saved[part]));
  compared.set(document, { with: saved, same });
  return same;
}

/** The open document. */
export const useDocument = (): GraphDoc => useDocumentStore((state) => state.history.present);

let latest: { readonly key: readonly unknown[]; readonly analysis: Analysis } | null = null;

/** Everything that analysis says of a document. Kept for the newest one; a change of layout alone (a drag) is no new analysis. */
export function analysisOf(document: GraphDoc): Analysis {
  const key = [document.nodes, document.edges, document.training, document.data, document.goal, document.groups];
  if (latest && latest.key.every((part, index) => part === key[index])) return latest.analysis;
  latest = { key, analysis: analyseDocument(document) };
  return latest.analysis;
}

export const useAnalysis = (): Analysis => useDocumentStore((state) => analysisOf(state.history.present));
