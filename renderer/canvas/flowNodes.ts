import type { Edge, Node } from '@xyflow/react';
import type { GraphDoc, NoteRecord } from '../../shared/graph/document.ts';
import type { Point } from '../../shared/graph/edit.ts';
import { boundsOf, foldedBox, frameBox, placesOf } from './boxes.ts';
import { cardSize, noteSize } from './cardMetrics.ts';
import { groupFlowId, noteFlowId, readFlowId } from './scene.ts';
import type { GroupView, NodeView, Scene, WireView } from './scene.ts';
import type { Selection } from './selection.ts';
import type { Lane } from './wireRoutes.ts';

export type CardFlowNode = Node<{ readonly view: NodeView }, 'card'>;
export type FoldedFlowNode = Node<{ readonly group: GroupView }, 'folded'>;
export type FrameFlowNode = Node<{ readonly group: GroupView }, 'frame'>;
export type NoteFlowNode = Node<{ readonly note: NoteRecord }, 'note'>;
export type FlowNode = CardFlowNode | FoldedFlowNode | FrameFlowNode | NoteFlowNode;
/** `lane`: the way round the cards; null where the wire runs plainly. */
export type FlowEdge = Edge<{ readonly view: WireView; readonly lane: Lane | null }, 'wire'>;

/** Places that differ from the document's while something is dragged or resized. */
export interface Moving {
  readonly nodes: Readonly<Record<string, Point>>;
  readonly notes: Readonly<Record<string, { readonly x: number; readonly y: number; readonly width?: number; readonly height?: number }>>;
}

export const nothingMoving: Moving = { nodes: {}, notes: {} };

interface Placed {
  readonly document: GraphDoc;
  readonly scene: Scene;
  readonly selection: Selection;
  readonly moving: Moving;
}

/** What a screen reader calls a card or a group. */
export interface Names {
  card(view: NodeView): string;
  group(view: GroupView): string;
  readonly note: string;
}

/** Where every node stands now. */
export function placesNow({ document, moving }: Pick<Placed, 'document' | 'moving'>): Readonly<Record<string, Point>> {
  return { ...placesOf(document), ...moving.nodes };
}

/** What React Flow draws. A node that stands, looks and is selected as before is the very object of `before`. Frames first, so that they lie behind. */
export function flowNodes(placed: Placed, names: Names, before: ReadonlyMap<string, FlowNode>): readonly FlowNode[] {
  const { document, scene, selection, moving } = placed;
  const places = placesNow(placed);
  const selected = new Set(selection.nodes),
    selectedNotes = new Set(selection.notes);
  const made: FlowNode[] = [];
  const sized = (width: number, height: number) => ({ width, height, measured: { width, height } });
  for (const group of scene.groups) {
    const id = groupFlowId(group.id);
    if (group.collapsed) {
      const { x, y, width, height } = foldedBox(group, places);
      made.push({
        id,
        type: 'folded',
        position: { x, y },
        data: { group },
        ariaLabel: names.group(group),
        selected: group.members.length > 0 && group.members.every((member) => selected.has(member)),
        ...sized(width, height),
      });
      continue;
    }
    const box = frameBox(group, scene, places);
    if (box) {
      made.push({
        id,
        type: 'frame',
        position: { x: box.x, y: box.y },
        data: { group },
        selectable: false,
        focusable: false,
        selected: false,
        zIndex: -1,
        dragHandle: '.frame-name',
        ...sized(box.width, box.height),
      });
    }
  }
  for (const [id, view] of scene.nodes) {
    if (scene.foldedInto.has(id)) continue;
    const { width, height } = cardSize(view);
    const { x, y } = places[id] ?? { x: 0, y: 0 };
    made.push({
      id,
      type: 'card',
      position: { x, y },
      data: { view },
      ariaLabel: names.card(view),
      selected: selected.has(id),
      draggable: !view.locked,
      ...sized(width, height),
    });
  }
  for (const note of document.notes) {
    const place = moving.notes[note.id] ?? document.layout.notes[note.id] ?? { x: 0, y: 0 };
    made.push({
      id: noteFlowId(note.id),
      type: 'note',
      position: { x: place.x, y: place.y },
      data: { note },
      ariaLabel: names.note,
      selected: selectedNotes.has(note.id),
      ...sized(place.width ?? noteSize.width, place.height ?? noteSize.height),
    });
  }
  return made.map((node) => keptNode(before.get(node.id), node));
}

function keptNode(before: FlowNode | undefined, node: FlowNode): FlowNode {
  if (!before || before.type !== node.type) return node;
  const sameData =
    before.type === 'card' && node.type === 'card'
      ? before.data.view === node.data.view
      : before.type === 'note' && node.type === 'note'
        ? before.data.note === node.data.note
        : (before.type === 'folded' || before.type === 'frame') && (node.type === 'folded' || node.type === 'frame') && before.data.group === node.data.group;
  const same =
    sameData &&
    before.position.x === node.position.x &&
    before.position.y === node.position.y &&
    before.width === node.width &&
    before.height === node.height &&
    before.selected === node.selected &&
    before.draggable === node.draggable &&
    before.ariaLabel === node.ariaLabel;
  return same ? before : node;
}

/** What wires are drawn from. `grabbed`: the wire under the pointer, whose ends can be taken hold of. */
export interface Wired {
  readonly scene: Scene;
  readonly selection: Selection;
  readonly lanes: ReadonlyMap<string, Lane>;
  readonly moving: Moving;
  readonly grabbed: string | null;
  /** The wire that what is dragged would be put into: drawn over the card that hides it. */
  readonly dropWire: string | null;
}

/** The wires React Flow draws; a wire that looks as before is the very object of `before`. Wires of what is being moved run plainly meanwhile. */
export function flowEdges({ scene, selection, lanes, moving, grabbed, dropWire }: Wired, before: ReadonlyMap<string, FlowEdge>): readonly FlowEdge[] {
  const selected = new Set(selection.edges);
  const moves = ({ from, to }: WireView): boolean => Object.hasOwn(moving.nodes, from.node) || Object.hasOwn(moving.nodes, to.node);
  return scene.wires.map((view) => {
    const old = before.get(view.id);
    const { id, source, sourceHandle, target, targetHandle } = view;
    const lane = moves(view) ? null : (lanes.get(id) ?? null);
    const reconnectable = selected.has(id) || grabbed === id,
      zIndex = dropWire === id ? 1000 : 0;
    if (
      old &&
      old.data?.view === view &&
      old.data.lane === lane &&
      old.selected === selected.has(id) &&
      old.reconnectable === reconnectable &&
      old.zIndex === zIndex
    )
      return old;
    return {
      id,
      type: 'wire',
      source,
      sourceHandle,
      target,
      targetHandle,
      selected: selected.has(id),
      data: { view, lane },
      focusable: false,
      reconnectable,
      zIndex,
    };
  });
}

/** One change of place or size that React Flow reports. */
export interface FlowMove {
  readonly id: string;
  readonly position?: Point;
  readonly dimensions?: { readonly width: number; readonly height: number };
}

/** Follows a drag: where React Flow moves a card, a note, a frame or a collapsed group, members follow; locked nodes stay. */
export function follow(placed: Omit<Placed, 'selection'>, moves: readonly FlowMove[]): Moving {
  const { document, scene, moving } = placed;
  const places = placesNow(placed);
  const nodes: Record<string, Point> = { ...moving.nodes },
    notes: Record<string, Moving['notes'][string]> = { ...moving.notes };
  for (const { id: flowId, position, dimensions } of moves) {
    const { what, id } = readFlowId(flowId);
    if (what === 'note') {
      notes[id] = { ...(notes[id] ?? document.layout.notes[id] ?? { x: 0, y: 0 }), ...position, ...dimensions };
    } else if (position && what === 'node') {
      nodes[id] = position;
    } else if (position) {
      const group = scene.groups.find((one) => one.id === id);
      const old = group && (group.collapsed ? foldedBox(group, places) : frameBox(group, scene, places));
      for (const member of (old && group?.members) ?? []) {
        const from = places[member];
        if (from && old && !document.nodes[member]?.locked) nodes[member] = { x: from.x + position.x - old.x, y: from.y + position.y - old.y };
      }
    }
  }
  return { nodes, notes };
}

/** The middle of a node or of the collapsed group that hides it. */
export function middleOf({ document, scene }: Pick<Placed, 'document' | 'scene'>, id: string): Point | null {
  const places = placesOf(document),
    view = scene.nodes.get(id),
    place = places[id];
  if (!view || !place) return null;
  const folded = scene.groups.find((group) => group.id === scene.foldedInto.get(id));
  const box = folded ? foldedBox(folded, places) : boundsOf([{ ...place, ...cardSize(view) }]);
  return box && { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}
