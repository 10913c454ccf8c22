import { expect, it } from 'vitest';
import { createCallPace } from './callPace.ts';

/** A pace whose calls take the given milliseconds a step, by a clock that only calls move. */
function paceOf(longest: number) {
  let clock = 0;
  const pace = createCallPace(longest, () => clock);
  const call = (stepMs: number): number => {
    const { stride } = pace;
    pace.time(stride, () => (clock += stride * stepMs));
    return stride;
  };
  return { pace, call };
}

it('takes single steps first, then as many as fit 25 ms, never more than there are', () => {
  const cases: readonly [number, number, number][] = [
    [8, 3, 8],
    [8, 5, 4],
    [8, 13, 1],
    [4, 1, 4],
    [1, 1, 1],
  ];
  for (const [longest, stepMs, stride] of cases) {
    const { pace, call } = paceOf(longest);
    // The very first step also makes the program.
    expect([call(400), call(stepMs), call(stepMs), call(stepMs)]).toEqual([1, 1, 1, 1]);
    expect(pace.stride).toBe(stride);
  }
});

it('bears single slow calls, takes fewer steps while all are slow, and more again afterwards', () => {
  const { pace, call } = paceOf(8);
  for (let count = 0; count < 4; count++) call(3);
  for (const stepMs of [60, 3, 60, 60, 60]) {
    expect(pace.stride).toBe(8);
    call(stepMs);
  }
  expect(pace.stride).toBe(8);
  call(60);
  expect(pace.stride).toBe(1);
  call(3);
  expect(pace.stride).toBe(8);
});
