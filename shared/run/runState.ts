import type { Issue } from '../check/issue.ts';
import type { EndReason, EpochFigures, RunEvent } from './runEvent.ts';

export type RunStatus = 'waiting' | 'training' | 'paused' | 'lost' | EndReason;

type Start = Extract<RunEvent, { event: 'start' }>;
type Batch = Extract<RunEvent, { event: 'batch' }>;
type Control = Extract<RunEvent, { event: 'control' }>;
type Checkpoint = Extract<RunEvent, { event: 'checkpoint' }>;

/** A run as everyone sees it: window, command line and late joiners fold the same events. */
export interface RunState {
  readonly status: RunStatus;
  readonly start: Start | null;
  readonly epochs: readonly EpochFigures[];
  /** The latest tick of the epoch in progress. */
  readonly batch: Batch | null;
  readonly controls: readonly Control[];
  readonly checkpoints: readonly Checkpoint[];
  readonly issues: readonly Issue[];
  readonly step: number;
  readonly seconds: number;
}

export const initialRunState: RunState = {
  status: 'waiting',
  start: null,
  epochs: [],
  batch: null,
  controls: [],
  checkpoints: [],
  issues: [],
  step: 0,
  seconds: 0,
};

/** Folds one event into a run's state. Epochs and controls after the step a run was resumed at are those of the lost stretch and go. */
export function applyEvent(state: RunState, event: RunEvent): RunState {
  switch (event.event) {
    case 'start':
      return started(state, event);
    case 'batch':
      return { ...state, status: state.status === 'paused' ? 'paused' : 'training', batch: event, step: event.step };
    case 'epoch': {
      const { event: _, ...figures } = event;
      return { ...state, epochs: [...state.epochs, figures], batch: null, step: event.step, seconds: state.seconds + event.seconds };
    }
    case 'checkpoint':
      return { ...state, checkpoints: [...state.checkpoints, event] };
    case 'control':
      return { ...state, controls: [...state.controls, event] };
    case 'paused':
      return { ...state, status: 'paused', step: event.step };
    case 'resumed':
      return { ...state, status: 'training', step: event.step };
    case 'issue':
      return { ...state, issues: [...state.issues, event.issue] };
    case 'lost':
      return { ...state, status: 'lost', step: event.step, issues: [...state.issues, event.issue] };
    case 'end':
      return { ...state, status: event.reason, step: event.step, batch: null };
  }
}

function started(state: RunState, event: Start): RunState {
  const from = event.resumedAt;
  if (from === null) return { ...initialRunState, status: 'training', start: event };
  const epochs = state.epochs.filter((epoch) => epoch.step <= from);
  return {
    ...state,
    status: 'training',
    start: event,
    batch: null,
    step: from,
    epochs,
    seconds: epochs.reduce((sum, { seconds }) => sum + seconds, 0),
    controls: state.controls.filter((control) => control.step <= from),
    checkpoints: state.checkpoints.filter((checkpoint) => checkpoint.step <= from),
  };
}
