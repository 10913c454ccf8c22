import type { RunState } from '../../shared/run/runState.ts';

/** The run that the views show: the one chosen, else the newest of the open document; null where there is none. @param own its runs, newest last */
export function watchedRun(
  chosen: string | null,
  { runs, own }: { readonly runs: Readonly<Record<string, RunState>>; readonly own: readonly string[] },
): string | null {
  if (chosen !== null && runs[chosen]) return chosen;
  return own.findLast((run) => runs[run] !== undefined) ?? null;
}
