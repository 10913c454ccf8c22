import { describe, expect, it } from 'vitest';
import type { RunEvent } from '../../../shared/run/runEvent.ts';
import { initialRunState } from '../../../shared/run/runState.ts';
import { addTick, createTickKeeper, mostTicks, noTicks } from './tickHistory.ts';

const tick = (step: number): Extract<RunEvent, { event: 'batch' }> => ({
  event: 'batch',
  epoch: 1,
  step,
  batch: step,
  figures: { loss: step, reconstruction: null, kl: null, classification: null, penalty: null },
  examplesPerSecond: 1,
  secondsLeft: 1,
});

describe('tick history', () => {
  it('keeps ticks in order, none twice', () => {
    const { ticks } = [1, 2, 2, 5].map(tick).reduce(addTick, noTicks);
    expect(ticks.map(({ step }) => step)).toEqual([1, 2, 5]);
  });

  it('drops the lost stretch of a run that was resumed', () => {
    const { ticks } = [1, 2, 3, 4, 2, 3].map(tick).reduce(addTick, noTicks);
    expect(ticks.map(({ step }) => step)).toEqual([1, 2, 3]);
  });

  it('never holds more than its limit, and still spans the whole run', () => {
    const keeper = createTickKeeper(4);
    for (let step = 1; step <= mostTicks * 2.5; step++) keeper.follow('run', { ...initialRunState, batch: tick(step) });
    const { ticks } = keeper.of('run');
    expect(ticks.length).toBeLessThanOrEqual(mostTicks);
    expect(ticks[0]?.step).toBe(1);
    expect(ticks.at(-1)?.step).toBeGreaterThan(mostTicks * 2.4);
    expect(ticks.every(({ step }, index) => index === 0 || step > (ticks[index - 1]?.step ?? 0))).toBe(true);
  });

  it('agrees with the rule that copies', () => {
    const steps = [1, 4, 9, 9, 3, 5, 7, 6, 8];
    const keeper = createTickKeeper(4);
    for (const step of steps) keeper.follow('run', { ...initialRunState, batch: tick(step) });
    expect(keeper.of('run').ticks).toEqual(steps.map(tick).reduce(addTick, noTicks).ticks);
  });

  it('forgets the run that ticked longest ago', () => {
    const keeper = createTickKeeper(2);
    for (const run of ['a', 'b', 'c']) keeper.follow(run, { ...initialRunState, batch: tick(1) });
    expect(['a', 'b', 'c'].map((run) => keeper.of(run).ticks.length)).toEqual([0, 1, 1]);
  });
});
