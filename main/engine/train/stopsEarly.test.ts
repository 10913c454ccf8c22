import { describe, expect, it } from 'vitest';
import type { EpochFigures, RunEvent } from '../../../shared/run/runEvent.ts';
import { bestEpoch } from '../files/bestEpoch.ts';
import { stopsEarly } from './stopsEarly.ts';

const none = { reconstruction: null, kl: null, classification: null, penalty: null };
const epochOf = (epoch: number, loss: number, validation: number | null, beta: number | null = 1): EpochFigures => ({
  epoch,
  step: epoch * 10,
  loss,
  ...none,
  validation: validation === null ? null : { loss: validation, ...none, classes: null },
  klPerDimension: null,
  gradientNorms: {},
  classes: null,
  learningRate: 1,
  beta,
  examplesPerSecond: 1,
  seconds: 1,
});
type Control = Extract<RunEvent, { event: 'control' }>;
const told = (losses: readonly number[], controls: readonly Control[] = []) => ({ epochs: losses.map((loss, i) => epochOf(i + 1, 0, loss)), controls });
const stops = (
  losses: readonly number[],
  settings: object = {},
  rest: { warmUp?: number; patienceFrom?: number; controls?: readonly Control[] } = {},
): boolean =>
  stopsEarly(
    {
      settings: { enabled: true, patience: 2, minDelta: 0, ...settings },
      patienceFrom: rest.patienceFrom ?? 0,
      nodes: [{ params: {} }, { params: rest.warmUp === undefined ? {} : { kl: true, betaSchedule: 'warmup', betaEpochs: rest.warmUp } }],
    },
    told(losses, rest.controls),
  );

describe('early stopping', () => {
  it('does nothing unless it is on', () => expect(stops([1, 2, 3, 4], { enabled: false })).toBe(false));
  it('waits for patience epochs without a new lowest', () =>
    expect([stops([]), stops([3, 4]), stops([3, 4, 5]), stops([3, 4, 2, 4]), stops([3, 4, 2, 2, 2])]).toEqual([false, false, true, false, true]));
  it('counts only falls of more than minDelta', () => {
    expect([stops([3, 2.95, 2.95], { minDelta: 0.1 }), stops([3, 2.95, 2.89], { minDelta: 0.1 })]).toEqual([true, false]);
    // Slow falls add up: they are measured from the best, not from the epoch before.
    expect(stops([3, 2.94, 2.88, 2.84, 2.82], { minDelta: 0.1 })).toBe(true);
  });
  it('costs no patience while β warms up', () =>
    expect([stops([3, 4, 5, 6], {}, { warmUp: 3 }), stops([3, 4, 5, 6, 7], {}, { warmUp: 3 })]).toEqual([false, true]));
  it('counts from where the user asked for more', () =>
    expect([stops([3, 4, 5, 6], {}, { patienceFrom: 3 }), stops([3, 4, 5, 6, 7], {}, { patienceFrom: 3 })]).toEqual([false, true]));
  it('a loss that is not a number is no fall', () => expect(stops([3, NaN, NaN])).toBe(true));
  it('begins anew when the user changes β: it is another loss', () => {
    expect(stops([3, 5, 6], {}, { controls: [{ event: 'control', step: 10, beta: 4 }] })).toBe(false);
    expect(stops([3, 5, 6, 7], {}, { controls: [{ event: 'control', step: 10, beta: 4 }] })).toBe(true);
    expect(stops([3, 5, 6], {}, { controls: [{ event: 'control', step: 10, learningRate: 4 }] })).toBe(true);
  });
  it('judges by training where nothing is validated, and then only epochs of one β', () => {
    const epochs = [
      [1, 0.2],
      [2, 0.6],
      [5, 1],
      [4, 1],
      [4, 1],
    ].map(([loss, beta], i) => epochOf(i + 1, loss ?? 0, null, beta ?? 0));
    const request = { settings: { enabled: true, patience: 2, minDelta: 0 }, nodes: [], patienceFrom: 0 };
    expect(stopsEarly(request, { epochs, controls: [] })).toBe(false);
    expect(stopsEarly(request, { epochs: [...epochs, epochOf(6, 4.5, null)], controls: [] })).toBe(true);
    expect(bestEpoch({ epochs, controls: [] })).toBe(4);
  });
});

describe('the best epoch', () => {
  it('has the lowest validation loss, the earlier of two', () => expect([bestEpoch(told([])), bestEpoch(told([3, 1, 2, 1]))]).toEqual([null, 2]));
  it('is never one whose loss is no number', () => expect([bestEpoch(told([NaN, 2, -Infinity])), bestEpoch(told([NaN]))]).toEqual([2, null]));
  it('is one of those with the β of now', () => {
    const controls = [
      { event: 'control' as const, step: 20, beta: 4 },
      { event: 'control' as const, step: 90, beta: 5 },
    ];
    expect(bestEpoch(told([1, 2, 9, 8, 8.5], controls))).toBe(4);
  });
});
