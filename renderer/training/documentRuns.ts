import { create } from 'zustand';
import type { HistoryLine } from '../../shared/protocol/hostCalls.ts';
import type { DocumentPlace } from '../stores/documentStore.ts';
import { useRunStore } from '../stores/runStore.ts';

interface DocumentRuns {
  /** The open document's runs, newest first; null before the first answer. */
  readonly lines: readonly HistoryLine[] | null;
  /** Runs of other documents that have no project, newest first. */
  readonly others: readonly HistoryLine[];
  /** Counts how often the list was asked for anew by hand. */
  readonly round: number;
  /** Asks for the list anew, e.g. after a run was renamed. */
  again(): void;
}

/** The history of the open document, as the host last told it. */
export const useDocumentRuns = create<DocumentRuns>((set) => ({
  lines: null,
  others: [],
  round: 0,
  again: () => set(({ round }) => ({ round: round + 1 })),
}));

/** What tells documents apart: the project, or the name of one that has none. */
export const documentKey = ({ project, draft }: Pick<DocumentPlace, 'project' | 'draft'>): string =>
  project === null ? `draft ${draft}` : `project ${project}`;

/** Runs begun from this page, by document: the host's list may be older than they are. */
const begun = new Map<string, readonly string[]>();

/** Takes note of a run that the open document has just begun. */
export function noteBegun(place: Pick<DocumentPlace, 'project' | 'draft'>, run: string): void {
  const key = documentKey(place);
  begun.set(key, [...(begun.get(key) ?? []), run]);
  const { own, setOwn } = useRunStore.getState();
  setOwn([...own.filter((name) => name !== run), run]);
}

/** Names of the document's runs that the page knows, newest last. @param listed folders as the host told them, newest first */
export function ownRuns(
  key: string,
  listed: readonly string[],
  { runs, order }: Pick<ReturnType<typeof useRunStore.getState>, 'runs' | 'order'>,
): readonly string[] {
  const byFolder = new Map(order.map((run) => [runs[run]?.start?.folder ?? run, run]));
  const told = listed.toReversed().flatMap((folder) => byFolder.get(folder) ?? []);
  const since = (begun.get(key) ?? []).filter((run) => runs[run] !== undefined && !told.includes(run));
  return [...told, ...since];
}
