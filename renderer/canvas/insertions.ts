import { analyseDocument } from '../../shared/check/analyse.ts';
import { applyEdit } from '../../shared/graph/applyEdit.ts';
import type { GraphDoc } from '../../shared/graph/document.ts';
import type { EditCommand, Point } from '../../shared/graph/edit.ts';
import { boundsOf, cardBox, foldedBox, frameBox, placesOf, storable } from './boxes.ts';
import type { Box } from './boxes.ts';
import { noteSize } from './cardMetrics.ts';
import { createSceneDeriver } from './deriveScene.ts';
import { moveNodes } from './edits.ts';
import { clearance, nearestFree } from './freeRoom.ts';
import type { Scene } from './scene.ts';

/** Room for a wire and its shape between two cards. */
const wireRoom = 52;

type Places = Readonly<Record<string, Point>>;

/** A document after an edit, with what of it is new. */
interface Grown {
  readonly document: GraphDoc;
  readonly scene: Scene;
  readonly places: Places;
  /** In the order in which data flows. */
  readonly nodes: readonly string[];
  readonly notes: readonly string[];
}

/** The edit, and where what it adds would overlap, moves that give it room: the new nodes and notes, as a block, go to the nearest free place. One undo entry with it. */
export function withRoom(document: GraphDoc, commands: readonly EditCommand[]): readonly EditCommand[] {
  const grown = grow(document, commands);
  if (!grown) return commands;
  const block = boundsOf([...grown.nodes.flatMap((id) => boxOf(grown, id) ?? []), ...grown.notes.map((id) => noteBox(grown.document, id))]);
  if (!block) return commands;
  const at = nearestFree(block, obstacles(grown, grown.places, false));
  const by = { x: at.x - block.x, y: at.y - block.y };
  if (by.x === 0 && by.y === 0) return commands;
  const moved = (place: Point): Point => storable({ x: place.x + by.x, y: place.y + by.y });
  const notes = grown.notes.map((id): EditCommand => {
    const place = grown.document.layout.notes[id] ?? { x: 0, y: 0 };
    return { do: 'moveNote', id, to: { ...place, ...moved(place) } };
  });
  const nodes = Object.fromEntries(grown.nodes.flatMap((id) => (grown.places[id] ? [[id, moved(grown.places[id])]] : [])));
  return [...commands, ...moveNodes(grown.document, nodes), ...notes];
}

/**
 * The edit, and moves that put each node it adds between the nodes it is wired to. Where the gap is too narrow, everything to the right of it moves over (locked
 * nodes stay). A node that takes the place of one that goes keeps it. No new card overlaps another. One undo entry with the edit.
 * @param also nodes there already that are placed like new ones
 */
export function withRoomBetween(document: GraphDoc, commands: readonly EditCommand[], also: readonly string[] = []): readonly EditCommand[] {
  const joined = withGroups(document, commands, also);
  const grown = grow(document, joined, also);
  if (!grown || grown.nodes.length === 0) return commands;
  const gone = Object.entries(placesOf(document)).flatMap(([id, place]) => (Object.hasOwn(grown.document.nodes, id) ? [] : [place]));
  let places = grown.places;
  const settled = new Set(Object.keys(grown.document.nodes).filter((id) => !grown.nodes.includes(id)));
  for (const id of grown.nodes) {
    const here = boxOf({ ...grown, places }, id);
    if (!here) continue;
    const replaces = gone.some(({ x, y }) => x === here.x && y === here.y);
    places = replaces ? { ...places, [id]: nearestFree(here, taken(grown, places, settled, id)) } : placeBetween(grown, places, settled, id);
    settled.add(id);
  }
  const to = Object.fromEntries(Object.entries(places).filter(([id, { x, y }]) => grown.places[id]?.x !== x || grown.places[id]?.y !== y));
  return [...joined, ...moveNodes(grown.document, to)];
}

/** The edit, with each new node that stands between members of one group alone taken into it: its frame would be drawn around it all the same. */
function withGroups(document: GraphDoc, commands: readonly EditCommand[], also: readonly string[]): readonly EditCommand[] {
  const after = applyEdit(document, commands).value?.document;
  if (!after) return commands;
  const groupOf = (id: string): string | undefined => after.groups.find(({ members }) => members.includes(id))?.id;
  const joining = Map.groupBy(
    Object.keys(after.nodes).filter((id) => (!Object.hasOwn(document.nodes, id) || also.includes(id)) && groupOf(id) === undefined),
    (id) => {
      const around = after.edges.flatMap(({ from, to }) => (from.node === id ? [to.node] : to.node === id ? [from.node] : []));
      const feeds = after.edges.some(({ from }) => from.node === id),
        fed = after.edges.some(({ to }) => to.node === id);
      const groups = new Set(around.map(groupOf));
      return feeds && fed && groups.size === 1 ? [...groups][0] : undefined;
    },
  );
  return [
    ...commands,
    ...after.groups.flatMap(({ id, members }): EditCommand[] => {
      const more = joining.get(id) ?? [];
      return more.length > 0 ? [{ do: 'setGroup', id, members: [...members, ...more] }] : [];
    }),
  ];
}

/** Places with a node put between what feeds it and what it feeds. */
function placeBetween(grown: Grown, places: Places, settled: ReadonlySet<string>, id: string): Places {
  const scene = { ...grown, places };
  const box = boxOf(scene, id);
  if (!box) return places;
  const across = (ids: readonly string[]): readonly Box[] => ids.flatMap((other) => (settled.has(other) ? (boxOf(scene, other) ?? []) : []));
  const { edges } = grown.document;
  const sources = across(edges.flatMap(({ from, to }) => (to.node === id ? [from.node] : []))),
    targets = across(edges.flatMap(({ from, to }) => (from.node === id ? [to.node] : [])));
  const left = Math.max(...sources.map(({ x, width }) => x + width)),
    right = Math.min(...targets.map(({ x }) => x));
  const y = tops(sources, targets) ?? box.y;
  // 1. Wired to nothing that has a place, or on one side only.
  if (sources.length + targets.length === 0) return { ...places, [id]: nearestFree(box, taken(grown, places, settled, id)) };
  if (targets.length === 0) return { ...places, [id]: nearestFree({ ...box, x: left + wireRoom, y }, taken(grown, places, settled, id)) };
  if (sources.length === 0) return { ...places, [id]: nearestFree({ ...box, x: right - wireRoom - box.width, y }, taken(grown, places, settled, id)) };
  // 2. Drawn from right to left: before what it feeds.
  if (right < left) {
    const before = { ...box, x: right - wireRoom - box.width, y: tops([], targets) ?? y };
    return { ...places, [id]: nearestFree(before, taken(grown, places, settled, id)) };
  }
  // 3. Between: in the gap where it is wide enough and free, else in a gap made wide enough.
  const centred = { ...box, x: (left + right - box.width) / 2, y };
  if (right - left >= box.width + 2 * clearance) {
    const free = nearestFree(centred, taken(grown, places, settled, id), true);
    if (Math.abs(free.y - y) <= box.height + 2 * clearance) return { ...places, [id]: free };
  }
  const by = Math.max(0, box.width + 2 * wireRoom - (right - left));
  const shifted = Object.fromEntries(
    Object.entries(places).map(([other, place]) => {
      const moves = settled.has(other) && (boxOf(scene, other)?.x ?? -Infinity) >= right && !grown.document.nodes[other]?.locked;
      return [other, moves ? { x: place.x + by, y: place.y } : place];
    }),
  );
  return { ...shifted, [id]: nearestFree({ ...box, x: left + wireRoom, y }, taken(grown, shifted, settled, id), true) };
}

/** The top that a card between these has: level with what feeds it, else with what it feeds. */
function tops(sources: readonly Box[], targets: readonly Box[]): number | null {
  const [first, ...more] = sources.length > 0 ? sources : targets;
  return first ? (first.y + more.reduce((sum, { y }) => sum + y, 0)) / (1 + more.length) : null;
}

function taken(grown: Grown, places: Places, settled: ReadonlySet<string>, id: string): readonly Box[] {
  const waiting = grown.nodes.filter((other) => other !== id && !settled.has(other));
  return obstacles({ ...grown, nodes: [id, ...waiting] }, places, true);
}

/** What a new card must keep clear of: every other card, collapsed groups and notes, and, where told, the frames of groups it is not in. */
function obstacles({ document, scene, nodes, notes }: Grown, places: Places, frames: boolean): readonly Box[] {
  const fresh = new Set(nodes);
  const cards = [...scene.nodes.values()].flatMap((view) => {
    const place = places[view.id];
    return place && !fresh.has(view.id) && !scene.foldedInto.has(view.id) ? [cardBox(view, place)] : [];
  });
  const groups = scene.groups.flatMap((group) => {
    const strange = !group.members.some((member) => fresh.has(member));
    if (group.collapsed) return strange ? [foldedBox(group, places)] : [];
    return frames && strange ? (frameBox(group, scene, places) ?? []) : [];
  });
  return [...cards, ...groups, ...document.notes.flatMap(({ id }) => (notes.includes(id) ? [] : [noteBox(document, id)]))];
}

function boxOf({ scene, places }: Pick<Grown, 'scene' | 'places'>, id: string): Box | null {
  const view = scene.nodes.get(id),
    place = places[id];
  const folded = scene.groups.find((group) => group.id === scene.foldedInto.get(id));
  if (folded) return foldedBox(folded, places);
  return view && place ? cardBox(view, place) : null;
}

function noteBox(document: GraphDoc, id: string): Box {
  return { ...noteSize, ...(document.layout.notes[id] ?? { x: 0, y: 0 }) };
}

/** What the document would be, and what of it is new; null where the edit is refused: it is then the store's to say why. */
function grow(before: GraphDoc, commands: readonly EditCommand[], also: readonly string[] = []): Grown | null {
  const { value } = applyEdit(before, commands);
  if (!value) return null;
  const { document } = value;
  const scene = createSceneDeriver()(document, analyseDocument(document));
  return {
    document,
    scene,
    places: placesOf(document),
    nodes: [...scene.nodes.keys()].filter((id) => !Object.hasOwn(before.nodes, id) || also.includes(id)),
    notes: document.notes.flatMap(({ id }) => (before.notes.some((note) => note.id === id) ? [] : [id])),
  };
}
