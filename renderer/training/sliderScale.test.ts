import { describe, expect, test } from 'vitest';
import { betaScale, logScale, rateScale } from './sliderScale.ts';

describe.each([
  ['rate', rateScale, 1e-6, 1],
  ['β', betaScale, 0, 100],
] as const)('%s', (_, scale, low, high) => {
  test('reaches both ends and never falls', () => {
    const values = Array.from({ length: scale.positions + 1 }, (__, position) => scale.valueAt(position));
    expect(values[0]).toBe(low);
    expect(values.at(-1)).toBe(high);
    expect(values).toEqual([...values].sort((a, b) => a - b));
  });
  test('a value’s position stands for that value, as near as two digits and one position are', () => {
    for (const value of [1e-5, 0.001, 0.05, 0.3, 1]) {
      if (value < 0.01 && low === 0) continue;
      expect(Math.abs(Math.log(scale.valueAt(scale.positionOf(value)) / value))).toBeLessThan(0.09);
    }
  });
});

test('equal ways for equal factors; outside, the ends', () => {
  const scale = logScale({ low: 0.01, high: 100, positions: 4 });
  expect([0, 1, 2, 3, 4].map(scale.valueAt)).toEqual([0.01, 0.1, 1, 10, 100]);
  expect([scale.positionOf(1e-9), scale.positionOf(1e9)]).toEqual([0, 4]);
  expect([betaScale.positionOf(0), betaScale.positionOf(1e-9), betaScale.positionOf(0.01)]).toEqual([0, 0, 1]);
});
