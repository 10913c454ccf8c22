import type { GraphDoc } from '../../shared/graph/document.ts';
import type { Point } from '../../shared/graph/edit.ts';
import { cardBox, foldedBox, frameBox } from './boxes.ts';
import type { Box } from './boxes.ts';
import { cardParts, noteSize } from './cardMetrics.ts';
import { boundaryHandle, groupFlowId } from './scene.ts';
import type { GroupView, NodeView, Scene } from './scene.ts';
import { routeWires } from './wireRoutes.ts';
import type { Lane, WireRun } from './wireRoutes.ts';

/** Where wires run, and what is in their way. */
interface Geometry {
  readonly runs: readonly WireRun[];
  readonly boxes: readonly Box[];
}

/** The width of a group's label on its frame, about. */
const labelWidth = 130,
  labelHeight = 28;

/** The ends of every wire that is drawn, and the boxes it should not run behind: cards, collapsed groups, notes, labels of frames. */
export function geometryOf(document: Pick<GraphDoc, 'notes' | 'layout'>, scene: Scene, places: Readonly<Record<string, Point>>): Geometry {
  const cards = new Map<string, { readonly box: Box; port(side: 'inputs' | 'outputs', handle: string): Point | null }>();
  const labels: Box[] = [];
  for (const [id, view] of scene.nodes) {
    const place = places[id];
    if (place && !scene.foldedInto.has(id)) {
      const box = cardBox(view, place);
      cards.set(id, { box, port: (side, handle) => portOf(box, side, rowOf(view, side, handle), view.name !== null) });
    }
  }
  for (const group of scene.groups) {
    if (group.collapsed) {
      const box = foldedBox(group, places);
      cards.set(groupFlowId(group.id), { box, port: (side, handle) => portOf(box, side, boundaryRow(group, side, handle), true) });
    } else {
      const frame = frameBox(group, scene, places);
      if (frame) labels.push({ x: frame.x, y: frame.y, width: Math.min(frame.width, labelWidth), height: labelHeight });
    }
  }
  const notes = document.notes.map(({ id }): Box => ({ ...noteSize, ...(document.layout.notes[id] ?? { x: 0, y: 0 }) }));
  const runs = scene.wires.flatMap(({ id, source, sourceHandle, target, targetHandle }): WireRun[] => {
    const from = cards.get(source)?.port('outputs', sourceHandle),
      to = cards.get(target)?.port('inputs', targetHandle);
    return from && to ? [{ id, from, to }] : [];
  });
  return { runs, boxes: [...[...cards.values()].map(({ box }) => box), ...labels, ...notes] };
}

const rowOf = (view: NodeView, side: 'inputs' | 'outputs', handle: string): number => view[side].findIndex(({ name }) => name === handle);
const boundaryRow = (group: GroupView, side: 'inputs' | 'outputs', handle: string): number =>
  group[side].findIndex(({ end }) => boundaryHandle(end) === handle);

function portOf(box: Box, side: 'inputs' | 'outputs', row: number, named: boolean): Point | null {
  const { header, nameLine, portRow } = cardParts;
  return row < 0 ? null : { x: side === 'inputs' ? box.x : box.x + box.width, y: box.y + header + (named ? nameLine : 0) + (row + 0.5) * portRow };
}

/** Gives lanes of one geometry after another; the very answer before where nothing has moved, and the very lanes of wires that run as before. */
export function createRouter(): (geometry: Geometry) => ReadonlyMap<string, Lane> {
  let last: { readonly key: readonly (number | string)[]; readonly lanes: ReadonlyMap<string, Lane> } | null = null;
  return (geometry) => {
    const key = [
      ...geometry.runs.flatMap(({ id, from, to }) => [id, from.x, from.y, to.x, to.y]),
      ...geometry.boxes.flatMap(({ x, y, width, height }) => [x, y, width, height]),
    ];
    if (last && last.key.length === key.length && last.key.every((part, place) => part === key[place])) return last.lanes;
    const before = last?.lanes;
    const lanes = new Map(
      [...routeWires(geometry.runs, geometry.boxes)].map(([id, lane]) => {
        const old = before?.get(id);
        return [id, old && old.x1 === lane.x1 && old.y === lane.y && old.x2 === lane.x2 ? old : lane];
      }),
    );
    last = { key, lanes };
    return lanes;
  };
}
