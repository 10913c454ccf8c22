import { hasErrors } from '../../shared/check/issue.ts';
import type { GraphDoc } from '../../shared/graph/document.ts';
import type { EditCommand } from '../../shared/graph/edit.ts';
import { useDocumentStore } from '../stores/documentStore.ts';
import { useViewStore } from '../stores/viewStore.ts';
import { tell } from '../ui/tell.ts';
import { nothingSelected, pruned } from './selection.ts';
import type { Selection } from './selection.ts';

export const documentNow = (): GraphDoc => useDocumentStore.getState().history.present;
export const selectionNow = (): Selection => pruned(documentNow(), useViewStore.getState().selection);

/** Edits the open document as one undo entry and tells what refused it. True where it was accepted. */
export function editNow(commands: readonly EditCommand[], gesture?: string): boolean {
  if (commands.length === 0) return false;
  const issues = useDocumentStore.getState().edit(commands, gesture);
  if (issues.length > 0) tell(issues);
  return !hasErrors(issues);
}

/** Selects just these. */
export function selectNow(selection: Partial<Selection>): void {
  useViewStore.getState().set({ selection: { ...nothingSelected, ...selection } });
}
