import type { Point } from '../../shared/graph/edit.ts';
import type { Box } from './boxes.ts';

/** Room kept around a card that is placed for the user, in pixels at zoom 1. */
export const clearance = 24;
/** How far from where it was wanted a place is looked for, and in what steps. */
const reach = 1600,
  step = 20;

/** Whether two boxes come closer than `gap`. */
export function overlap(a: Box, b: Box, gap = 0): boolean {
  return a.x < b.x + b.width + gap && b.x < a.x + a.width + gap && a.y < b.y + b.height + gap && b.y < a.y + a.height + gap;
}

/** Offsets of a square around a point, near ones first; of two as near, the one below and the one to the right first. */
const offsets: readonly Point[] = (() => {
  const steps = Array.from({ length: (2 * reach) / step + 1 }, (_, place) => place * step - reach);
  return steps.flatMap((y) => steps.map((x) => ({ x, y }))).toSorted((a, b) => a.x ** 2 + a.y ** 2 - b.x ** 2 - b.y ** 2 || b.y - a.y || b.x - a.x);
})();

/** The place nearest to a box's own where it keeps clear of all others; below everything where there is none near. @param along looks only above and below */
export function nearestFree(wanted: Box, taken: readonly Box[], along = false): Point {
  const isBlock = wanted.width > reach / 2 || wanted.height > reach / 2;
  const near = isBlock ? taken : taken.filter((box) => overlap(box, wanted, reach + clearance));
  for (const { x, y } of isBlock ? besides(wanted, near) : offsets) {
    if (along && x !== 0) continue;
    const here = { ...wanted, x: wanted.x + x, y: wanted.y + y };
    if (!near.some((box) => overlap(here, box, clearance))) return { x: here.x, y: here.y };
  }
  return { x: wanted.x, y: Math.max(...near.map(({ y, height }) => y + height)) + clearance };
}

/** Offsets that bring a large block straight up, down or sideways to the edge of a box, near ones first: a grid of places would take seconds to try. */
function besides({ x, y, width, height }: Box, boxes: readonly Box[]): readonly Point[] {
  const [across, upright] = [new Set<number>([0]), new Set<number>([0])];
  for (const box of boxes) {
    across.add(box.x + box.width + clearance - x).add(box.x - clearance - width - x);
    upright.add(box.y + box.height + clearance - y).add(box.y - clearance - height - y);
  }
  return [...[...across].map((by) => ({ x: by, y: 0 })), ...[...upright].map((by) => ({ x: 0, y: by }))].toSorted(
    (a, b) => Math.abs(a.x + a.y) - Math.abs(b.x + b.y),
  );
}
