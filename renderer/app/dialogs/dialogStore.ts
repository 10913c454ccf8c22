import { create } from 'zustand';
import type { Issue } from '../../../shared/check/issue.ts';
import type { GraphDoc } from '../../../shared/graph/document.ts';

/** Unsaved changes of an earlier page, found at the start. */
export interface FoundDraft {
  readonly page: string;
  readonly project: string | null;
  readonly savedAt: string;
  readonly document: GraphDoc;
  /** Stamp of the project's file that the changes were made to; null where that is not known. */
  readonly base: string | null;
  /** Names the document among those without a project, whose runs are its own; null for one of a project, or where that is not known. */
  readonly draft: string | null;
  /** Kept by the browser, not by the host. */
  readonly isLocal: boolean;
}

interface DialogState {
  /** What is done once the question about unsaved changes is answered. */
  readonly afterwards: (() => void) | null;
  /** What is wrong with a file that was to be opened. */
  readonly refusedFile: { readonly name: string; readonly issues: readonly Issue[] } | null;
  readonly drafts: readonly FoundDraft[];
  /** The name that saving under another one begins with; null for the document's own. */
  readonly suggestedName: string | null;
  set(change: Partial<Omit<DialogState, 'set'>>): void;
}

/** What the open dialog is about. */
export const useDialogStore = create<DialogState>((set) => ({
  afterwards: null,
  refusedFile: null,
  drafts: [],
  suggestedName: null,
  set: (change) => set(change),
}));
