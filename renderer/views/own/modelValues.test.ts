import { expect, test } from 'vitest';
import { modelValues, storedValues } from './modelValues.ts';

const standardised = {
  range: [-Infinity, Infinity],
  standardisation: { storedRange: [0, 255], mean: Float32Array.of(51, 0), scale: Float32Array.of(1 / 102, 1) },
} as const;

test('a picture is spread over the range of the data, and no further', () => {
  expect(Array.from(modelValues(Float32Array.of(-1, 0, 0.5, 1, 2), { range: [-1, 1], standardisation: null }))).toEqual([-1, -1, 0, 1, 1]);
});

test('where the data were standardised, each feature is shifted and scaled as theirs were; the way back gives what would be stored', () => {
  const values = modelValues(Float32Array.of(0.6, 0), standardised);
  // 0.6 · 255 = 153 stands one deviation of 102 above the mean of 51; a feature that never changes stays at 0.
  expect(values[0]).toBeCloseTo(1, 6);
  expect(values[1]).toBe(0);
  expect(storedValues(values, standardised)[0]).toBeCloseTo(153, 3);
});
