import dagre from '@dagrejs/dagre';
import type { GraphDoc } from '../../shared/graph/document.ts';
import type { Point } from '../../shared/graph/edit.ts';
import { boundsOf, cardBox, foldedBox, placesOf } from './boxes.ts';
import type { Box } from './boxes.ts';
import { framePadding, noteSize } from './cardMetrics.ts';
import { groupFlowId, readFlowId } from './scene.ts';
import type { Scene } from './scene.ts';
import { wrapRows } from './wrapRows.ts';

/** Room between columns, for the shapes on wires, between rows, and for wires that pass a column. */
const gaps = { ranksep: 76, nodesep: 46, edgesep: 24 } as const;

/**
 * Places in layers from left to right, for all that is drawn or only for `ids`; the top left corner of the whole stays where it was. The members of a collapsed group
 * move as one. Locked nodes keep their places.
 */
export function arrange(document: GraphDoc, scene: Scene, ids?: readonly string[]): Readonly<Record<string, Point>> {
  const places = placesOf(document);
  const wanted = ids && ids.length > 1 ? new Set(ids) : null;
  // 1. What is drawn, as boxes.
  const boxes = new Map<string, Box>();
  for (const [id, view] of scene.nodes) {
    const place = places[id];
    if (place && !scene.foldedInto.has(id) && (!wanted || wanted.has(id))) boxes.set(id, cardBox(view, place));
  }
  for (const group of scene.groups)
    if (group.collapsed && (!wanted || group.members.some((id) => wanted.has(id)))) boxes.set(groupFlowId(group.id), foldedBox(group, places));
  // 2. Layers by dagre; its points are middles.
  const graph = new dagre.graphlib.Graph({ multigraph: true });
  graph.setGraph({ rankdir: 'LR', ...gaps }).setDefaultEdgeLabel(() => ({}));
  for (const [id, { width, height }] of boxes) graph.setNode(id, { width, height });
  for (const { id, source, target } of scene.wires) if (boxes.has(source) && boxes.has(target)) graph.setEdge(source, target, {}, id);
  dagre.layout(graph);
  const found = new Map(
    [...boxes].map(([id, { width, height }]): [string, Box] => {
      const { x = 0, y = 0 } = graph.node(id);
      return [id, { x: x - width / 2, y: y - height / 2, width, height }];
    }),
  );
  // 3. A very long chain goes on in the next row.
  const together = scene.groups.map(({ id, members }) => [groupFlowId(id), ...members]);
  for (const [id, by] of wrapRows(found, together)) {
    const box = found.get(id);
    if (box) found.set(id, { ...box, x: box.x + by.x, y: box.y + by.y });
  }
  // 4. The corner stays; whole pixels.
  const before = boundsOf([...boxes.values()]),
    after = boundsOf([...found.values()]);
  if (!before || !after) return {};
  const shift = { x: before.x - after.x, y: belowNotes(document, { ...after, x: before.x, y: before.y }, wanted !== null) - after.y };
  const moved: Record<string, Point> = {};
  const put = (id: string, place: Point): void => {
    if (!document.nodes[id]?.locked) moved[id] = { x: Math.round(place.x), y: Math.round(place.y) };
  };
  for (const [flowId, box] of found) {
    const { what, id } = readFlowId(flowId);
    const place = { x: box.x + shift.x, y: box.y + shift.y };
    if (what === 'node') put(id, place);
    const old = boxes.get(flowId);
    if (what !== 'group' || !old) continue;
    for (const member of scene.groups.find((group) => group.id === id)?.members ?? []) {
      const from = places[member];
      if (from) put(member, { x: from.x + place.x - old.x, y: from.y + place.y - old.y });
    }
  }
  return moved;
}

/** The top that keeps an arrangement of everything clear of the notes: theirs to stand where they are. */
function belowNotes(document: GraphDoc, arranged: Box, isPart: boolean): number {
  const { top } = framePadding;
  const notes = isPart
    ? []
    : document.notes.flatMap(({ id }) => {
        const place = document.layout.notes[id];
        return place ? [{ ...noteSize, ...place }] : [];
      });
  const covered = notes.filter(
    ({ x, y, width, height }) => x < arranged.x + arranged.width && x + width > arranged.x && y < arranged.y + arranged.height && y + height > arranged.y - top,
  );
  return Math.max(arranged.y, ...covered.map(({ y, height }) => y + height + top + 20));
}
