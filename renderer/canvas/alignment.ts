import type { Point } from '../../shared/graph/edit.ts';
import { boundsOf } from './boxes.ts';
import type { Box } from './boxes.ts';

export const alignments = ['left', 'centre', 'right', 'top', 'middle', 'bottom'] as const;
export type Alignment = (typeof alignments)[number];
export type Axis = 'horizontal' | 'vertical';

/** The places that line boxes up on an edge or the middle of their common bounds. */
export function alignBoxes(boxes: Readonly<Record<string, Box>>, how: Alignment): Readonly<Record<string, Point>> {
  const bounds = boundsOf(Object.values(boxes));
  if (!bounds) return {};
  return Object.fromEntries(
    Object.entries(boxes).map(([id, { x, y, width, height }]): [string, Point] => {
      switch (how) {
        case 'left':
          return [id, { x: bounds.x, y }];
        case 'centre':
          return [id, { x: bounds.x + (bounds.width - width) / 2, y }];
        case 'right':
          return [id, { x: bounds.x + bounds.width - width, y }];
        case 'top':
          return [id, { x, y: bounds.y }];
        case 'middle':
          return [id, { x, y: bounds.y + (bounds.height - height) / 2 }];
        case 'bottom':
          return [id, { x, y: bounds.y + bounds.height - height }];
      }
    }),
  );
}

/** The places that leave equal gaps between boxes along an axis; the first and the last stay. Fewer than three stay as they are. */
export function distributeBoxes(boxes: Readonly<Record<string, Box>>, axis: Axis): Readonly<Record<string, Point>> {
  const start = ({ x, y }: Box): number => (axis === 'horizontal' ? x : y);
  const extent = ({ width, height }: Box): number => (axis === 'horizontal' ? width : height);
  const inOrder = Object.entries(boxes).toSorted(([, a], [, b]) => start(a) - start(b));
  const first = inOrder[0]?.[1],
    last = inOrder.at(-1)?.[1];
  if (!first || !last || inOrder.length < 3) return Object.fromEntries(inOrder.map(([id, { x, y }]) => [id, { x, y }]));
  const room = start(last) - (start(first) + extent(first)) - inOrder.slice(1, -1).reduce((sum, [, box]) => sum + extent(box), 0);
  const gap = room / (inOrder.length - 1);
  let at = start(first);
  return Object.fromEntries(
    inOrder.map(([id, box]): [string, Point] => {
      const place = axis === 'horizontal' ? { x: at, y: box.y } : { x: box.x, y: at };
      at += extent(box) + gap;
      return [id, place];
    }),
  );
}
