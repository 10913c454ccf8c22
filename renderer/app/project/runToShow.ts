import type { HistoryLine, ProjectLine } from '../../../shared/protocol/hostCalls.ts';
import type { RunState } from '../../../shared/run/runState.ts';
import { isActive } from '../../training/runProgress.ts';

/** What the host knows when a page opens that has shown nothing yet. */
export interface KnownWork {
  /** Runs that its engine knows, newest last. */
  readonly live: readonly RunState[];
  /** Runs of documents without a project, newest first. */
  readonly unsaved: readonly Pick<HistoryLine, 'folder' | 'at'>[];
  readonly projects: readonly Pick<ProjectLine, 'savedAt'>[];
  /** No other page is open in this browser: what was trained last was left behind, not opened elsewhere. */
  readonly isAlone: boolean;
}

/** The folder of the run whose document a new page shows: the one in progress, else the newest that nobody saved, unless a project was saved since; null for none. */
export function runToShow({ live, unsaved, projects, isAlone }: KnownWork): string | null {
  const active = live.findLast(({ status, start }) => isActive(status) && typeof start?.folder === 'string')?.start?.folder;
  if (active) return active;
  const [newest] = unsaved;
  const at = newest?.at ?? null;
  return isAlone && newest && at !== null && projects.every(({ savedAt }) => savedAt < at) ? newest.folder : null;
}
