import type { GraphDoc } from '../../../shared/graph/document.ts';
import { catalogue, isNodeKind } from '../../../shared/nodes/catalogue.ts';

/** A graph drawn small: boxes by category, wires as curves; all in the units of `viewBox`. */
export interface GraphSketch {
  readonly viewBox: string;
  readonly boxes: readonly { readonly id: string; readonly x: number; readonly y: number; readonly category: string }[];
  readonly wires: readonly { readonly id: string; readonly path: string }[];
}

/** Size of a box; nodes on the canvas stand about 220 × 150 apart. */
export const boxSize = { width: 150, height: 70 } as const;
const margin = 30;

/** Sketches a document by its layout; nodes without a place are left out. */
export function sketchGraph({ nodes, edges, layout }: Pick<GraphDoc, 'nodes' | 'edges' | 'layout'>): GraphSketch {
  const boxes = Object.entries(nodes).flatMap(([id, { kind }]) => {
    const at = layout.nodes[id];
    return at ? [{ id, x: at.x, y: at.y, category: isNodeKind(kind) ? catalogue[kind].category : 'shape' }] : [];
  });
  const byId = new Map(boxes.map((box) => [box.id, box]));
  const wires = edges.flatMap(({ id, from, to }) => {
    const start = byId.get(from.node),
      end = byId.get(to.node);
    if (!start || !end) return [];
    const x1 = start.x + boxSize.width,
      y1 = start.y + boxSize.height / 2,
      x2 = end.x,
      y2 = end.y + boxSize.height / 2,
      bend = Math.max(40, Math.abs(x2 - x1) / 2);
    return [{ id, path: `M${x1} ${y1} C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}` }];
  });
  const left = Math.min(0, ...boxes.map(({ x }) => x)),
    top = Math.min(0, ...boxes.map(({ y }) => y));
  const right = Math.max(boxSize.width, ...boxes.map(({ x }) => x + boxSize.width)),
    bottom = Math.max(boxSize.height, ...boxes.map(({ y }) => y + boxSize.height));
  return { viewBox: `${left - margin} ${top - margin} ${right - left + 2 * margin} ${bottom - top + 2 * margin}`, boxes, wires };
}
