import { expect, it } from 'vitest';
import { classSummary } from './latentCodes.ts';

it('counts the points of each class and means their codes', () => {
  const mean = { shape: [3, 2], values: new Float32Array([0, 2, 4, 4, 2, 4]) };
  expect(classSummary({ mean, labels: Int32Array.from([1, 0, 1]) }, 3)).toEqual([
    { count: 1, centre: [4, 4] },
    { count: 2, centre: [1, 3] },
    { count: 0, centre: [0, 0] },
  ]);
  expect(classSummary({ mean, labels: null }, 1)).toEqual([{ count: 3, centre: [2, 10 / 3] }]);
});
