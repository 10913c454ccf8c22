import type { GraphDoc } from '../../shared/graph/document.ts';
import type { Point } from '../../shared/graph/edit.ts';
import { cardSize, cardWidth, foldedSize, framePadding } from './cardMetrics.ts';
import type { GroupView, NodeView, Scene } from './scene.ts';

export interface Box extends Point {
  readonly width: number;
  readonly height: number;
}

/** How far from the origin a document may place anything: 1e7, as `coordinate` of the document's schema has it. */
const edgeOfWorld = 1e7;

/** A point in whole pixels that a document may store. */
export function storable({ x, y }: Point): Point {
  const within = (value: number): number => Math.max(-edgeOfWorld, Math.min(edgeOfWorld, Math.round(value))) + 0;
  return { x: within(x), y: within(y) };
}

/** The place of a node that has none stored: a row of eight, then the next, by its place in the document. */
export function fallbackPlace(index: number): Point {
  return { x: (index % 8) * 220, y: Math.floor(index / 8) * 150 };
}

/** The place of every node of a document, stored or fallen back on. */
export function placesOf({ nodes, layout }: Pick<GraphDoc, 'nodes' | 'layout'>): Readonly<Record<string, Point>> {
  return Object.fromEntries(Object.keys(nodes).map((id, index) => [id, layout.nodes[id] ?? fallbackPlace(index)]));
}

/** The smallest box around others; null for none. */
export function boundsOf(boxes: readonly Box[]): Box | null {
  if (boxes.length === 0) return null;
  const x = Math.min(...boxes.map((box) => box.x)),
    y = Math.min(...boxes.map((box) => box.y));
  return { x, y, width: Math.max(...boxes.map((box) => box.x + box.width)) - x, height: Math.max(...boxes.map((box) => box.y + box.height)) - y };
}

/** A node's card where it stands. */
export function cardBox(view: NodeView, place: Point): Box {
  return { x: place.x, y: place.y, ...cardSize(view) };
}

/** The frame drawn around a group's members; null where none of them is there. */
export function frameBox(group: Pick<GroupView, 'members'>, scene: Scene, places: Readonly<Record<string, Point>>): Box | null {
  const inner = boundsOf(
    group.members.flatMap((id) => {
      const view = scene.nodes.get(id),
        place = places[id];
      return view && place ? [cardBox(view, place)] : [];
    }),
  );
  const { side, top, bottom } = framePadding;
  return inner && { x: inner.x - side, y: inner.y - top, width: inner.width + 2 * side, height: inner.height + top + bottom };
}

/** Where a collapsed group stands: at the middle of the left edge of its members, so that wires from the left stay short. */
export function foldedBox(group: GroupView, places: Readonly<Record<string, Point>>): Box {
  const points = group.members.flatMap((id) => places[id] ?? []);
  const size = foldedSize(group);
  const xs = points.map(({ x }) => x),
    ys = points.map(({ y }) => y);
  if (points.length === 0) return { x: 0, y: 0, ...size };
  const middle = (Math.min(...xs) + Math.max(...xs) + cardWidth) / 2;
  return { x: middle - size.width / 2, y: Math.min(...ys), ...size };
}
