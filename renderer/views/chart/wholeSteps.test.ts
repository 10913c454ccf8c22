import { expect, test } from 'vitest';
import { wholeSteps } from './wholeSteps.ts';

test('marks of an axis stand at whole epochs and steps, however short the stretch is', () => {
  expect(wholeSteps.slice(0, 7)).toEqual([1, 2, 5, 10, 20, 50, 100]);
  expect(wholeSteps.every(Number.isInteger)).toBe(true);
  expect(wholeSteps.toSorted((a, b) => a - b)).toEqual(wholeSteps);
  expect(wholeSteps.at(-1)).toBeGreaterThan(1e9);
});
