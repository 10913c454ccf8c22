import { expect, it } from 'vitest';
import { emptyPad, inked, padSide } from './brush.ts';

it('inks along a stroke and nowhere else', () => {
  const pad = inked(emptyPad(), { x: 5, y: 10 }, { x: 20, y: 10 });
  const at = (x: number, y: number): number => pad[y * padSide + x] ?? -1;
  expect([at(5, 10), at(12, 9), at(19, 10)]).toEqual([1, 1, 1]);
  expect([at(12, 14), at(25, 10), at(1, 10)]).toEqual([0, 0, 0]);
});

it('never takes ink away, and leaves the old pad as it was', () => {
  const first = inked(emptyPad(), { x: 5, y: 5 }, { x: 5, y: 5 });
  const second = inked(first, { x: 6, y: 5 }, { x: 9, y: 5 });
  expect(second.every((ink, index) => ink >= (first[index] ?? 0))).toBe(true);
  expect(first).not.toEqual(second);
});
