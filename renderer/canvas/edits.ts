import { createNode, freeId, freeRecordId } from '../../shared/graph/createDocument.ts';
import type { Side } from '../../shared/graph/canConnect.ts';
import type { End, GraphDoc } from '../../shared/graph/document.ts';
import type { EditCommand, Point } from '../../shared/graph/edit.ts';
import type { NodeKind } from '../../shared/nodes/catalogue.ts';
import { noteSize } from './cardMetrics.ts';
import { placesOf, storable } from './boxes.ts';
import type { Fit } from './fittingKinds.ts';
import type { Selection } from './selection.ts';

/** Commands with the id of what they make. */
export interface Making {
  readonly commands: readonly EditCommand[];
  readonly id: string;
}

/** A new node of a kind at a point. */
export function addNode(document: GraphDoc, kind: NodeKind, at: Point): Making {
  const id = freeId(document, kind);
  return { id, commands: [{ do: 'addNode', id, node: createNode(kind), at: storable(at) }] };
}

/** A wire from an output to an input. */
export function connect(document: GraphDoc, from: End, to: End): Making {
  const id = freeRecordId(document.edges, 'wire');
  return { id, commands: [{ do: 'connect', id, from, to }] };
}

/** A new node at the loose end of a wire begun at `end`, a port of `side`, and the wire. */
export function addFitted(document: GraphDoc, fit: Fit, loose: { readonly end: End; readonly side: Side; readonly at: Point }): Making {
  const added = addNode(document, fit.kind, loose.at);
  const here = { node: added.id, port: fit.port };
  const wire = loose.side === 'outputs' ? connect(document, loose.end, here) : connect(document, here, loose.end);
  return { id: added.id, commands: [...added.commands, ...wire.commands] };
}

/** Removes what is selected, but for locked nodes, which it names. */
export function removeSelected(document: GraphDoc, selection: Selection): { readonly commands: readonly EditCommand[]; readonly locked: readonly string[] } {
  const there = selection.nodes.filter((id) => Object.hasOwn(document.nodes, id));
  const locked = there.filter((id) => document.nodes[id]?.locked);
  const nodes = there.filter((id) => !document.nodes[id]?.locked);
  const known = new Set(document.edges.map(({ id }) => id));
  const edges = selection.edges.filter((id) => known.has(id));
  const notes = selection.notes.filter((id) => document.notes.some((note) => note.id === id));
  return {
    locked,
    commands: [
      ...(edges.length > 0 ? [{ do: 'disconnect' as const, ids: edges }] : []),
      ...(nodes.length > 0 ? [{ do: 'removeNodes' as const, ids: nodes }] : []),
      ...notes.map((id) => ({ do: 'removeNote' as const, id })),
    ],
  };
}

/** Moves nodes, and nothing where none moves; locked nodes stay. */
export function moveNodes(document: GraphDoc, to: Readonly<Record<string, Point>>): readonly EditCommand[] {
  const moved = Object.entries(to).filter(([id]) => Object.hasOwn(document.nodes, id) && !document.nodes[id]?.locked);
  return moved.length > 0 ? [{ do: 'moveNodes', to: Object.fromEntries(moved.map(([id, place]) => [id, storable(place)])) }] : [];
}

/** Moves what is selected by so many pixels. */
export function moveSelected(document: GraphDoc, selection: Selection, by: Point): readonly EditCommand[] {
  const places = placesOf(document);
  const to = Object.fromEntries(
    selection.nodes.flatMap((id) => {
      const place = places[id];
      return place ? [[id, { x: place.x + by.x, y: place.y + by.y }]] : [];
    }),
  );
  const notes = selection.notes.flatMap((id): EditCommand[] => {
    const place = document.layout.notes[id] ?? { x: 0, y: 0 };
    return document.notes.some((note) => note.id === id) ? [{ do: 'moveNote', id, to: storable({ x: place.x + by.x, y: place.y + by.y }) }] : [];
  });
  return [...moveNodes(document, to), ...notes];
}

/** Makes a group of nodes, taking them out of the groups they are in; a group left empty goes. */
export function groupNodes(document: GraphDoc, ids: readonly string[], name: string): Making {
  const members = ids.filter((id) => Object.hasOwn(document.nodes, id));
  const id = freeRecordId(document.groups, 'group');
  return {
    id,
    commands: members.length === 0 ? [] : [...leaveGroups(document, members), { do: 'addGroup', group: { id, name: name.slice(0, 200), members } }],
  };
}

/** Dissolves the groups that any of these nodes is in. */
export function ungroupNodes(document: GraphDoc, ids: readonly string[]): readonly EditCommand[] {
  return document.groups.filter(({ members }) => members.some((id) => ids.includes(id))).map(({ id }) => ({ do: 'removeGroup', id }));
}

/** Takes nodes out of their groups; a group left empty goes. */
export function leaveGroups(document: GraphDoc, ids: readonly string[]): readonly EditCommand[] {
  return document.groups.flatMap(({ id, members }): EditCommand[] => {
    const left = members.filter((member) => !ids.includes(member));
    if (left.length === members.length) return [];
    return left.length === 0 ? [{ do: 'removeGroup', id }] : [{ do: 'setGroup', id, members: left }];
  });
}

/** A new note at a point. */
export function addNote(document: GraphDoc, at: Point, text = ''): Making {
  const id = freeRecordId(document.notes, 'note');
  return {
    id,
    commands: [
      { do: 'addNote', note: { id, text }, at: storable(at) },
      { do: 'moveNote', id, to: { ...storable(at), ...noteSize } },
    ],
  };
}

/** Sets a mark on nodes, where it is not set already; locked nodes keep `frozen`. */
export function markNodes(document: GraphDoc, ids: readonly string[], mark: 'frozen' | 'locked', on: boolean): readonly EditCommand[] {
  return ids.flatMap((node): EditCommand[] => {
    const record = document.nodes[node];
    if (!record || (record[mark] ?? false) === on) return [];
    if (mark === 'locked') return [{ do: 'setLocked', node, locked: on }];
    return record.locked ? [] : [{ do: 'setFrozen', node, frozen: on }];
  });
}
