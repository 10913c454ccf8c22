import type { HistoryLine } from '../../shared/protocol/hostCalls.ts';
import type { RunState } from '../../shared/run/runState.ts';

/** What changes of a run's line while it trains. */
export type LineFigures = Pick<HistoryLine, 'status' | 'epochsDone' | 'loss' | 'validationLoss' | 'seconds'>;

/** A line of the history with what the page knows better: the list is asked for only when a run begins or ends. */
export function liveLine(line: LineFigures, state: RunState | null): LineFigures {
  if (!state) return line;
  const last = state.epochs.at(-1);
  return {
    status: state.status,
    epochsDone: state.epochs.length,
    loss: last?.loss ?? null,
    validationLoss: last?.validation?.loss ?? null,
    seconds: state.seconds,
  };
}
