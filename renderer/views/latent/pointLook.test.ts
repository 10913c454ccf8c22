import { expect, it } from 'vitest';
import { classLook, pointLook } from './pointLook.ts';

it('tells a hundred classes apart by colour and symbol together', () => {
  expect(new Set(Array.from({ length: 100 }, (_, label) => JSON.stringify(classLook(label, 'light')))).size).toBeGreaterThanOrEqual(100);
});

it('colours points by class and hides the classes that are switched off', () => {
  const { tints, symbols } = pointLook({ count: 3, labels: Int32Array.from([0, 2, 0]), theme: 'light', hidden: [2] });
  expect([...symbols]).toEqual([0, -1, 0]);
  expect([...tints.subarray(0, 3)]).toEqual([0, 114, 178]);
  expect([...tints.subarray(0, 3)]).toEqual([...tints.subarray(6, 9)]);
  expect([...pointLook({ count: 2, labels: null, theme: 'dark', hidden: [] }).symbols]).toEqual([0, 0]);
});
