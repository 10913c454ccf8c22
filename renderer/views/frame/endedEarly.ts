import type { Issue } from '../../../shared/check/issue.ts';
import type { RunState } from '../../../shared/run/runState.ts';

/** How a run ended that has nothing to show: the issue that says why, else the bare fact. */
export type EarlyEnd = { readonly issue: Issue } | { readonly status: 'diverged' | 'lost' | 'stopped' };

/** Why nothing more will come of a run; null for one that goes on, or came to its end. */
export function endedEarly({ status, issues }: Pick<RunState, 'status' | 'issues'>): EarlyEnd | null {
  if (status !== 'diverged' && status !== 'lost' && status !== 'stopped') return null;
  // Nothing went wrong with a run that the user stopped.
  const wrong = status === 'stopped' ? undefined : issues.findLast(({ severity }) => severity === 'error');
  return wrong ? { issue: wrong } : { status };
}
