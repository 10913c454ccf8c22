import type { GraphDoc } from '../../../shared/graph/document.ts';
import { catalogue, isNodeKind } from '../../../shared/nodes/catalogue.ts';

/** A graph drawn small: boxes by category, wires as curves; all in the units of `viewBox`. */
export interface GraphSketch {
  readonly viewBox: string;
  /** Of every box. */
  readonly boxHeight: number;
  readonly boxes: readonly { readonly id: string; readonly x: number; readonly y: number; readonly category: string }[];
  readonly wires: readonly { readonly id: string; readonly path: string }[];
}

/** Size of a box; nodes on the canvas stand about 220 × 150 apart. */
export const boxSize = { width: 150, height: 70 } as const;
const margin = 30;
/** A chain of nodes is many times as wide as high: it is drawn higher, so that its boxes can be seen in a small frame. */
const mostWide = 3.5,
  mostStretch = 5;

/** Sketches a document by its layout; nodes without a place are left out. */
export function sketchGraph({ nodes, edges, layout }: Pick<GraphDoc, 'nodes' | 'edges' | 'layout'>): GraphSketch {
  const placed = Object.entries(nodes).flatMap(([id, { kind }]) => {
    const at = layout.nodes[id];
    return at ? [{ id, x: at.x, y: at.y, category: isNodeKind(kind) ? catalogue[kind].category : 'shape' }] : [];
  });
  const span = (values: readonly number[], size: number): number => (values.length > 0 ? Math.max(...values) - Math.min(...values) : 0) + size;
  const wide = span(
    placed.map(({ x }) => x),
    boxSize.width,
  );
  const high = span(
    placed.map(({ y }) => y),
    boxSize.height,
  );
  const stretch = Math.min(mostStretch, Math.max(1, wide / high / mostWide));
  const boxHeight = boxSize.height * stretch;
  const boxes = placed.map((box) => ({ ...box, y: box.y * stretch }));
  const byId = new Map(boxes.map((box) => [box.id, box]));
  const wires = edges.flatMap(({ id, from, to }) => {
    const start = byId.get(from.node),
      end = byId.get(to.node);
    if (!start || !end) return [];
    const x1 = start.x + boxSize.width,
      y1 = start.y + boxHeight / 2,
      x2 = end.x,
      y2 = end.y + boxHeight / 2,
      bend = Math.max(40, Math.abs(x2 - x1) / 2);
    return [{ id, path: `M${x1} ${y1} C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}` }];
  });
  if (boxes.length === 0) return { viewBox: `0 0 ${boxSize.width} ${boxSize.height}`, boxHeight, boxes, wires };
  const left = Math.min(...boxes.map(({ x }) => x)),
    top = Math.min(...boxes.map(({ y }) => y));
  const right = Math.max(...boxes.map(({ x }) => x + boxSize.width)),
    bottom = Math.max(...boxes.map(({ y }) => y + boxHeight));
  return { viewBox: `${left - margin} ${top - margin} ${right - left + 2 * margin} ${bottom - top + 2 * margin}`, boxHeight, boxes, wires };
}
