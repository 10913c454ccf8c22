import type { Point } from '../../shared/graph/edit.ts';
import { boundsOf } from './boxes.ts';
import type { Box } from './boxes.ts';

/** Pixels of a row beyond which it is worth going on in the next, how wide the whole should then be for its height, and the room between rows. */
const longRow = 6000,
  wantedRatio = 1.8,
  rowGap = 90;

/**
 * How far each box of a long arrangement from left to right moves so that it goes on in rows, as lines of a text do; nothing where one row will do. Rows end between columns,
 * never within one of the groups that stay together.
 */
export function wrapRows(boxes: ReadonlyMap<string, Box>, together: readonly (readonly string[])[]): ReadonlyMap<string, Point> {
  const bounds = boundsOf([...boxes.values()]);
  if (!bounds || bounds.width <= longRow) return new Map();
  // 1. How wide a row should be.
  const rows = Math.ceil(Math.sqrt(bounds.width / (bounds.height + rowGap) / wantedRatio));
  const width = Math.max(longRow / 2, bounds.width / rows);
  // 2. Where rows may begin: at a left edge that no box and no group lies across.
  const spans = together.flatMap((ids) => boundsOf(ids.flatMap((id) => boxes.get(id) ?? [])) ?? []);
  const whole = [...boxes.values(), ...spans].toSorted((a, b) => a.x - b.x);
  const starts: number[] = [bounds.x];
  let covered = -Infinity;
  for (const box of whole) {
    if (box.x >= covered && box.x - (starts.at(-1) ?? bounds.x) >= width) starts.push(box.x);
    covered = Math.max(covered, box.x + box.width);
  }
  // 3. Each row moves to the left edge, under the one before.
  const inRow = Map.groupBy(boxes, ([, { x }]) => starts.findLastIndex((start) => x >= start));
  const moves = new Map<string, Point>();
  let top = bounds.y;
  for (const [row, start] of starts.entries()) {
    const members = inRow.get(row) ?? [];
    const part = boundsOf(members.map(([, box]) => box));
    if (!part) continue;
    for (const [id] of members) moves.set(id, { x: bounds.x - start, y: top - part.y });
    top += part.height + rowGap;
  }
  return moves;
}
