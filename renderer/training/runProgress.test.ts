import { expect, test } from 'vitest';
import { sampleRunEvents } from './testing/runEvents.ts';
import { applyEvent, initialRunState } from '../../shared/run/runState.ts';
import { activeRun, inForce, isActive, runProgress } from './runProgress.ts';

const { start, batch, epoch, end } = sampleRunEvents;
const fold = (...events: Parameters<typeof applyEvent>[1][]) => events.reduce(applyEvent, initialRunState);

test('a run that has not begun', () => {
  expect(runProgress(initialRunState)).toEqual({ epoch: 0, epochs: 0, step: 0, share: 0, examplesPerSecond: null, secondsLeft: null, loss: null });
});

test('in the middle of an epoch, between two, and at the end', () => {
  expect(runProgress(fold(start))).toMatchObject({ epoch: 1, epochs: 2, step: 0, share: 0 });
  const middle = fold(start, batch(1, 50));
  expect(runProgress(middle)).toMatchObject({ epoch: 1, epochs: 2, step: 50, share: 0.25, examplesPerSecond: 1000, secondsLeft: 15 });
  const between = fold(start, batch(1, 50), epoch(1, 100));
  expect(runProgress(between)).toMatchObject({ epoch: 1, share: 0.5, examplesPerSecond: 1100, secondsLeft: 10 });
  const over = fold(start, epoch(1, 100), epoch(2, 200), end('done'));
  expect(runProgress(over)).toMatchObject({ epoch: 2, share: 1, examplesPerSecond: null });
  expect(runProgress(fold(start, epoch(1, 100), end('stopped', 100))).share).toBe(0.5);
});

test('the newest run in progress is the active one', () => {
  const done = fold(start, end('done')),
    going = fold(start, batch(1, 1)),
    paused = fold(start, { event: 'paused', step: 1 });
  expect([done, going, paused].map(({ status }) => isActive(status))).toEqual([false, true, true]);
  expect(activeRun({ runs: { a: paused, b: done }, order: ['a', 'b'] })).toBe('a');
  expect(activeRun({ runs: { b: done }, order: ['b'] })).toBeNull();
});

test('what the user set last is in force, then what the last epoch says', () => {
  const run = fold(start, epoch(1, 100));
  expect(inForce(run)).toEqual({ learningRate: 0.001, beta: 1 });
  const changed = [
    { event: 'control', step: 110, learningRate: 0.01 },
    { event: 'control', step: 120, beta: 4 },
  ] as const;
  expect(inForce(changed.reduce(applyEvent, run))).toEqual({ learningRate: 0.01, beta: 4 });
  expect(inForce(initialRunState)).toEqual({ learningRate: null, beta: null });
});
