import type { Issue, Severity } from '../../shared/check/issue.ts';

export type IssueCounts = Readonly<Record<Severity, number>>;

export const noIssues: IssueCounts = { error: 0, warning: 0, note: 0 };

/** How many issues there are of each severity. */
export function countIssues(issues: readonly Issue[]): IssueCounts {
  const counts = { ...noIssues };
  for (const { severity } of issues) counts[severity] += 1;
  return counts;
}

export function addCounts(a: IssueCounts, b: IssueCounts): IssueCounts {
  return { error: a.error + b.error, warning: a.warning + b.warning, note: a.note + b.note };
}

/** The worst severity among them; null for none. */
export function worstOf({ error, warning, note }: IssueCounts): Severity | null {
  return error > 0 ? 'error' : warning > 0 ? 'warning' : note > 0 ? 'note' : null;
}
