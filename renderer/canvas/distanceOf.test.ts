import { expect, test } from 'vitest';
import { distanceOf } from './distanceOf.ts';

/** So many cards in a row, 200 apart. */
const row = (count: number) => () => Array.from({ length: count }, (_, place) => ({ x: place * 200, y: 0, width: 168, height: 120 }));
const pane = { width: 800, height: 500 };

test('a small model seen whole in a small window shows its parameters, in larger print', () => {
  expect(distanceOf({ ...pane, transform: [0, 0, 0.45], cards: row(7) })).toBe('small');
  expect(distanceOf({ ...pane, transform: [0, 0, 0.9], cards: row(7) })).toBe('near');
  expect(distanceOf({ ...pane, transform: [0, 0, 0.3], cards: row(7) })).toBe('distant');
});

test('where many cards are in view they are drawn simply; those out of view do not count', () => {
  const crowd = () => Array.from({ length: 500 }, (_, place) => ({ x: (place % 20) * 80, y: Math.floor(place / 20) * 60, width: 168, height: 120 }));
  expect(distanceOf({ ...pane, transform: [0, 0, 0.5], cards: crowd })).toBe('far');
  expect(distanceOf({ ...pane, transform: [0, 0, 0.6], cards: crowd })).toBe('near');
  expect(distanceOf({ ...pane, transform: [0, 0, 0.5], cards: row(500) })).toBe('small');
  expect(distanceOf({ ...pane, transform: [0, 10_000, 0.5], cards: crowd })).toBe('small');
});
