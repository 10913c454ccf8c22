import { expect, it } from 'vitest';
import { gradientLines } from './gradientLines.ts';

it('makes a line of each node, with gaps where a norm is missing or no number', () => {
  expect(
    gradientLines([
      { epoch: 1, gradientNorms: { enc: 1, dec: 2 } },
      { epoch: 2, gradientNorms: { enc: Infinity, out: 3 } },
    ]),
  ).toEqual([
    { node: 'enc', x: [1, 2], y: [1, null] },
    { node: 'dec', x: [1, 2], y: [2, null] },
    { node: 'out', x: [1, 2], y: [null, 3] },
  ]);
});
