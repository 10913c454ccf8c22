import { describe, expect, it, test } from 'vitest';
import { analyseDocument } from '../../shared/check/analyse.ts';
import { repairAll } from '../../shared/check/repairAll.ts';
import { applyEdit } from '../../shared/graph/applyEdit.ts';
import { createNode, newDocument } from '../../shared/graph/createDocument.ts';
import type { GraphDoc } from '../../shared/graph/document.ts';
import type { EditCommand } from '../../shared/graph/edit.ts';
import { nodeKinds } from '../../shared/nodes/catalogue.ts';
import { templates } from '../../shared/templates/templates.ts';
import type { TemplateId } from '../../shared/templates/templates.ts';
import { cardBox, placesOf } from './boxes.ts';
import { clip, insertClipping } from './clipping.ts';
import { createSceneDeriver } from './deriveScene.ts';
import { addNode } from './edits.ts';
import { nearestFree, overlap } from './freeRoom.ts';
import { withRoom, withRoomBetween } from './insertions.ts';

const sceneOf = (document: GraphDoc) => createSceneDeriver()(document, analyseDocument(document));

/** Pairs of cards that lie over each other, sorted. */
function overlaps(document: GraphDoc): readonly string[] {
  const places = placesOf(document);
  const cards = [...sceneOf(document).nodes.values()].map((view) => ({ id: view.id, box: cardBox(view, places[view.id] ?? { x: 0, y: 0 }) }));
  return cards.flatMap((a, index) => cards.slice(index + 1).flatMap((b) => (overlap(a.box, b.box) ? [`${a.id} ${b.id}`] : [])));
}

function edited(document: GraphDoc, commands: readonly EditCommand[]): GraphDoc {
  const { value, issues } = applyEdit(document, commands);
  expect(issues).toEqual([]);
  return value?.document ?? document;
}

const published = Object.keys(templates).filter((id): id is TemplateId => id.endsWith('-published'));

describe('a one-click fix', () => {
  it.each(published)('of %s lays no card on another, one by one and all at once', (id) => {
    let document = templates[id].build();
    const known = overlaps(document);
    for (let count = 0; count < 20; count++) {
      const found = analyseDocument(document).issues.find(({ fix }) => fix && applyEdit(document, fix.commands).value);
      if (!found?.fix) break;
      document = edited(document, withRoomBetween(document, found.fix.commands));
      expect(overlaps(document).filter((pair) => !known.includes(pair))).toEqual([]);
    }
    const start = templates[id].build();
    const all = edited(
      start,
      withRoomBetween(
        start,
        repairAll(start).applied.flatMap(({ fix }) => fix?.commands ?? []),
      ),
    );
    expect(overlaps(all).filter((pair) => !known.includes(pair))).toEqual([]);
  });

  it('puts the new node between its neighbours, the rest moved over, and leaves locked nodes where they are', () => {
    const start: GraphDoc = {
      ...newDocument('x'),
      nodes: { in: createNode('input', { shape: [8] }), out: createNode('dense'), far: createNode('dense'), locked: { ...createNode('dense'), locked: true } },
      edges: [{ id: 'w', from: { node: 'in', port: 'out' }, to: { node: 'out', port: 'in' } }],
      layout: { nodes: { in: { x: 0, y: 0 }, out: { x: 220, y: 0 }, far: { x: 440, y: 0 }, locked: { x: 440, y: 300 } }, notes: {} },
    };
    const commands: readonly EditCommand[] = [
      { do: 'addNode', id: 'new', node: createNode('dense'), at: { x: 110, y: 150 } },
      { do: 'disconnect', ids: ['w'] },
      { do: 'connect', id: 'a', from: { node: 'in', port: 'out' }, to: { node: 'new', port: 'in' } },
      { do: 'connect', id: 'b', from: { node: 'new', port: 'out' }, to: { node: 'out', port: 'in' } },
    ];
    const { nodes } = edited(start, withRoomBetween(start, commands)).layout;
    expect(nodes['in']).toEqual({ x: 0, y: 0 });
    expect(nodes['new']).toEqual({ x: 220, y: 0 });
    expect([nodes['out'], nodes['far'], nodes['locked']]).toEqual([
      { x: 440, y: 0 },
      { x: 660, y: 0 },
      { x: 440, y: 300 },
    ]);
  });

  it('puts the new node before what it feeds where the wire runs back', () => {
    const start = templates['0-vae-published'].build();
    const fix = analyseDocument(start).issues.find((found) =>
      found.fix?.commands.some((command) => command.do === 'addNode' && command.node.kind === 'sample'),
    )?.fix;
    const after = edited(start, withRoomBetween(start, fix?.commands ?? []));
    const [sample] = Object.keys(after.nodes).filter((id) => !Object.hasOwn(start.nodes, id));
    const [fed] = after.edges.filter(({ from }) => from.node === sample).map(({ to }) => after.layout.nodes[to.node]);
    const place = after.layout.nodes[sample ?? ''];
    expect(place && fed && place.x < fed.x && place.y === fed.y).toBe(true);
  });

  it('takes a node between two members of a group into it', () => {
    const start = templates['vae-dense'].build();
    const [encoder] = start.groups;
    const wire = start.edges.find(({ from, to }) => encoder?.members.includes(from.node) && encoder.members.includes(to.node));
    if (!encoder || !wire) throw new Error('the template has no wire within a group');
    const grown = edited(
      start,
      withRoomBetween(start, [
        { do: 'addNode', id: 'new', node: createNode('dense') },
        { do: 'connect', id: 'a', from: wire.from, to: { node: 'new', port: 'in' } },
        { do: 'connect', id: 'b', from: { node: 'new', port: 'out' }, to: wire.to },
      ]),
    );
    expect(grown.groups.find(({ id }) => id === encoder.id)?.members).toContain('new');
    expect(overlaps(grown)).toEqual([]);
  });

  it('that is refused comes back as it was, for the store to say why', () => {
    const start = templates['vae-dense'].build();
    const refused: readonly EditCommand[] = [{ do: 'removeNodes', ids: ['nobody'] }];
    expect(withRoomBetween(start, refused)).toBe(refused);
    expect(withRoom(start, refused)).toBe(refused);
  });
});

test.each(nodeKinds)('a %s added where cards stand gets room, and stays where it was wanted where there is room', (kind) => {
  const start = templates['0-vae'].build();
  for (const at of [...Object.values(start.layout.nodes), { x: 300, y: 20 }]) {
    const document = edited(start, withRoom(start, addNode(start, kind, at).commands));
    expect(overlaps(document)).toEqual([]);
  }
  const away = addNode(start, kind, { x: 5000, y: 5000 });
  expect(withRoom(start, away.commands)).toEqual(away.commands);
});

test('what is pasted keeps its shape and lies on nothing', () => {
  const start = templates['vae-conv'].build();
  const nodes = Object.keys(start.nodes).slice(0, 3);
  const clipping = clip(start, { nodes, notes: start.notes.map(({ id }) => id) });
  if (!clipping) throw new Error('nothing was copied');
  const before = placesOf(clipping);
  const { commands, nodes: made } = insertClipping(start, clipping, { x: 30, y: 30 });
  const document = edited(start, withRoom(start, commands));
  expect(overlaps(document)).toEqual([]);
  const places = placesOf(document);
  const by = (id: string, copy: string): string => `${(places[copy]?.x ?? 0) - (before[id]?.x ?? 0)} ${(places[copy]?.y ?? 0) - (before[id]?.y ?? 0)}`;
  expect(new Set(Object.keys(clipping.nodes).map((id, index) => by(id, made[index] ?? ''))).size).toBe(1);
});

test('a pasted graph of 500 nodes finds room in no time', () => {
  const ids = Array.from({ length: 500 }, (_, place) => `n${place}`);
  const start: GraphDoc = {
    ...newDocument('x'),
    nodes: Object.fromEntries(ids.map((id) => [id, createNode('dense')])),
    layout: { nodes: Object.fromEntries(ids.map((id, place) => [id, { x: (place % 25) * 230, y: Math.floor(place / 25) * 210 }])), notes: {} },
  };
  const clipping = clip(start, { nodes: Object.keys(start.nodes), notes: [] });
  if (!clipping) throw new Error('nothing was copied');
  const { commands } = insertClipping(start, clipping, { x: 30, y: 30 });
  const fromMs = performance.now();
  const document = edited(start, withRoom(start, commands));
  expect(overlaps(document)).toEqual([]);
  // Seconds, were every place of a grid tried; the bound leaves a busy machine its time.
  expect(performance.now() - fromMs).toBeLessThan(4000);
});

describe('the nearest free place', () => {
  const box = { x: 0, y: 0, width: 100, height: 50 };
  it('is its own where nothing is near', () => expect(nearestFree(box, [{ ...box, y: 200 }])).toEqual({ x: 0, y: 0 }));
  it('is found even where all around is taken', () => {
    const wall = { x: -9000, y: -9000, width: 18_000, height: 18_000 };
    expect(overlap({ ...box, ...nearestFree(box, [wall]) }, wall)).toBe(false);
  });
});
