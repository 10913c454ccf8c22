import type { Outcome } from '../../shared/check/issue.ts';
import { endIssues } from '../../shared/graph/canConnect.ts';
import { firstFreeId, newDocument } from '../../shared/graph/createDocument.ts';
import type { GraphDoc, NodeRecord } from '../../shared/graph/document.ts';
import type { EditCommand, Point } from '../../shared/graph/edit.ts';
import { parseDocument } from '../../shared/graph/parseDocument.ts';
import { serialiseDocument } from '../../shared/graph/serialiseDocument.ts';
import { noteSize } from './cardMetrics.ts';
import { placesOf, storable } from './boxes.ts';
import type { Selection } from './selection.ts';

/** Part of a document as a document of its own: what copies, duplicates and the user's blocks are made of. */
export type Clipping = GraphDoc;

/** What is selected, with the wires between its nodes and the groups that lie in it whole; null where nothing is that can be copied. */
export function clip(document: GraphDoc, { nodes, notes }: Pick<Selection, 'nodes' | 'notes'>, name = 'clipping'): Clipping | null {
  const chosen = new Set(nodes.filter((id) => Object.hasOwn(document.nodes, id)));
  const chosenNotes = document.notes.filter(({ id }) => notes.includes(id));
  if (chosen.size + chosenNotes.length === 0) return null;
  const places = placesOf(document);
  const only = <T>(records: Readonly<Record<string, T>>, has: (id: string) => boolean): Record<string, T> =>
    Object.fromEntries(Object.entries(records).filter(([id]) => has(id)));
  return {
    ...newDocument(name),
    nodes: only(document.nodes, (id) => chosen.has(id)),
    edges: document.edges.filter(({ from, to }) => chosen.has(from.node) && chosen.has(to.node)),
    groups: document.groups.filter(({ members }) => members.every((id) => chosen.has(id))),
    notes: chosenNotes,
    layout: { nodes: only(places, (id) => chosen.has(id)), notes: only(document.layout.notes, (id) => notes.includes(id)) },
  };
}

/** A clipping as text for the clipboard: a small document, so that whole documents can be pasted too. */
export const writeClipping = (clipping: Clipping): string => serialiseDocument(clipping);

/** Reads what was on the clipboard; foreign text is refused with the codes of `parseDocument`. */
export const readClipping = (text: string): Outcome<Clipping> => parseDocument(text);

/** Commands that insert a clipping, and the ids its parts get in the document. */
export interface Insertion {
  readonly commands: readonly EditCommand[];
  readonly nodes: readonly string[];
  readonly notes: readonly string[];
}

/** Inserts a clipping with ids that the document has free, its top left corner at a point. Copies are never locked, so that they can be moved. */
export function insertClipping(document: GraphDoc, clipping: Clipping, at: Point): Insertion {
  const takenNodes = new Set(Object.keys(document.nodes));
  const fresh = (stem: string, taken: Set<string>): string => {
    const id = firstFreeId(stem, (one) => taken.has(one));
    taken.add(id);
    return id;
  };
  const places = placesOf(clipping);
  const corner = cornerOf(clipping, places);
  const shifted = ({ x, y }: Point): Point => storable({ x: x - corner.x + at.x, y: y - corner.y + at.y });
  // 1. Nodes and wires in one command.
  const nodeIds = new Map(Object.entries(clipping.nodes).map(([id, { kind }]) => [id, fresh(kind, takenNodes)]));
  const takenWires = new Set(document.edges.map(({ id }) => id));
  const named = (id: string): string => nodeIds.get(id) ?? id;
  const insert: EditCommand = {
    do: 'insert',
    nodes: Object.fromEntries(Object.entries(clipping.nodes).map(([id, node]) => [named(id), unlocked(node)])),
    // A wire that no new document would take (to a port that is gone, to itself) is not copied.
    edges: clipping.edges
      .filter(({ from, to }) => from.node !== to.node && endIssues(clipping, from, to).length === 0)
      .map(({ from, to }) => ({
        id: fresh('wire', takenWires),
        from: { node: named(from.node), port: from.port },
        to: { node: named(to.node), port: to.port },
      })),
    at: Object.fromEntries(Object.entries(places).map(([id, place]) => [named(id), shifted(place)])),
  };
  // 2. Groups and notes.
  const takenGroups = new Set(document.groups.map(({ id }) => id)),
    takenNotes = new Set(document.notes.map(({ id }) => id));
  const groups = clipping.groups.map(
    (group): EditCommand => ({ do: 'addGroup', group: { ...group, id: fresh('group', takenGroups), members: group.members.map(named) } }),
  );
  const noteIds = clipping.notes.map(({ id }) => [id, fresh('note', takenNotes)] as const);
  const notes = noteIds.flatMap(([old, id]): EditCommand[] => {
    const place = clipping.layout.notes[old] ?? { x: 0, y: 0 };
    return [
      { do: 'addNote', note: { id, text: clipping.notes.find((note) => note.id === old)?.text ?? '' }, at: shifted(place) },
      ...(place.width === undefined && place.height === undefined ? [] : [{ do: 'moveNote' as const, id, to: { ...place, ...shifted(place) } }]),
    ];
  });
  return { commands: [...(nodeIds.size > 0 ? [insert] : []), ...groups, ...notes], nodes: [...nodeIds.values()], notes: noteIds.map(([, id]) => id) };
}

/** The size that a clipping takes on the canvas, roughly: for placing it by its middle. */
export function clippingExtent(clipping: Clipping): { readonly width: number; readonly height: number } {
  const points = [...Object.values(placesOf(clipping)), ...Object.values(clipping.layout.notes)];
  const span = (values: readonly number[]): number => (values.length > 0 ? Math.max(...values) - Math.min(...values) : 0);
  return { width: span(points.map(({ x }) => x)) + noteSize.width, height: span(points.map(({ y }) => y)) + noteSize.height };
}

export function cornerOf(clipping: Clipping, places = placesOf(clipping)): Point {
  const points = [...Object.values(places), ...clipping.notes.map(({ id }) => clipping.layout.notes[id] ?? { x: 0, y: 0 })];
  return points.length === 0 ? { x: 0, y: 0 } : { x: Math.min(...points.map(({ x }) => x)), y: Math.min(...points.map(({ y }) => y)) };
}

function unlocked(node: NodeRecord): NodeRecord {
  const { locked: _, ...rest } = node;
  return rest;
}
