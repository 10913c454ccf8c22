import { expect, test } from 'vitest';
import { boundsOf } from './boxes.ts';
import type { Box } from './boxes.ts';
import { overlap } from './freeRoom.ts';
import { wrapRows } from './wrapRows.ts';

/** A chain of so many cards. */
const chain = (count: number): Map<string, Box> =>
  new Map(Array.from({ length: count }, (_, place) => [`n${place}`, { x: place * 244, y: (place % 3) * 60, width: 168, height: 120 }]));

function wrapped(boxes: ReadonlyMap<string, Box>, together: readonly (readonly string[])[] = []): ReadonlyMap<string, Box> {
  const moves = wrapRows(boxes, together);
  return new Map([...boxes].map(([id, box]) => [id, { ...box, x: box.x + (moves.get(id)?.x ?? 0), y: box.y + (moves.get(id)?.y ?? 0) }]));
}

test('what fits a row stays one', () => {
  expect(wrapRows(chain(20), []).size).toBe(0);
  expect(wrapRows(new Map(), []).size).toBe(0);
});

test('a long chain becomes rows of a page, every card once and none on another', () => {
  const boxes = wrapped(chain(400));
  const bounds = boundsOf([...boxes.values()]);
  expect((bounds?.width ?? 0) / (bounds?.height ?? 1)).toBeLessThan(4);
  expect((bounds?.width ?? 0) / (bounds?.height ?? 1)).toBeGreaterThan(0.7);
  const all = [...boxes.values()];
  expect(all.some((box, place) => all.slice(place + 1).some((other) => overlap(box, other)))).toBe(false);
});

test('a group is never parted', () => {
  const group = Array.from({ length: 9 }, (_, place) => `n${place + 27}`);
  const before = chain(400);
  const after = wrapped(before, [group]);
  const shift = (id: string): string => `${(after.get(id)?.x ?? 0) - (before.get(id)?.x ?? 0)} ${(after.get(id)?.y ?? 0) - (before.get(id)?.y ?? 0)}`;
  expect(new Set(group.map(shift)).size).toBe(1);
});
