import { expect, it } from 'vitest';
import { klBars } from './klBars.ts';

it('says which dimensions are active and how high each bar is', () => {
  const bars = klBars([2, 0.01, 0.011, Number.NaN], { isSorted: false });
  expect(bars.map(({ isActive }) => isActive)).toEqual([true, false, true, false]);
  expect(bars.map(({ share }) => share)).toEqual([1, 0.005, 0.0055, 0]);
  expect(klBars([1, 3, 2, 3], { isSorted: true }).map(({ dimension }) => dimension)).toEqual([1, 3, 2, 0]);
  expect(klBars([0, 0], { isSorted: true }).map(({ share }) => share)).toEqual([0, 0]);
});
