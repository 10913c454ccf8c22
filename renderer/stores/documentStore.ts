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

/** Where the open document is kept. */
export interface DocumentPlace {
  /** Name in the project library, or null for a document that was never saved. */
  readonly project: string | null;
  /** The document as it was last saved; a document that differs from it has unsaved changes. */
  readonly saved: GraphDoc | null;
}

interface DocumentState {
  readonly history: History;
  readonly place: DocumentPlace;
  /** Applies edit commands as one undo entry; edits that share a `gesture` key (a drag, a burst of typing) become one. Returns the issues that refused them. */
  edit(commands: readonly EditCommand[], gesture?: string): readonly Issue[];
  endGesture(): void;
  undo(): void;
  redo(): void;
  /** Replaces the document and its history. */
  open(document: GraphDoc, place?: DocumentPlace): void;
  markSaved(project: string, document: GraphDoc): void;
}

/** What the user draws. Written by edit commands only. */
export const useDocumentStore = create<DocumentState>((set, get) => ({
  history: createHistory(templates[defaultTemplate].build()),
  place: { project: null, saved: null },
  edit(commands, gesture) {
    const { history } = get();
    const { value, issues } = applyEdit(history.present, commands);
    if (value) set({ history: record(history, value, gesture ?? null) });
    return issues;
  },
  endGesture: () => set(({ history }) => ({ history: endGesture(history) })),
  undo: () => set(({ history }) => ({ history: undo(history) })),
  redo: () => set(({ history }) => ({ history: redo(history) })),
  open: (document, place = { project: null, saved: null }) => set({ history: createHistory(document), place }),
  markSaved: (project, document) => set({ place: { project, saved: document } }),
}));

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
