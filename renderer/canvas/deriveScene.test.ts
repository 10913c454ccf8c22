import { describe, expect, it } from 'vitest';
import { analyseDocument } from '../../shared/check/analyse.ts';
import { applyEdit } from '../../shared/graph/applyEdit.ts';
import type { GraphDoc } from '../../shared/graph/document.ts';
import type { EditCommand } from '../../shared/graph/edit.ts';
import { templates } from '../../shared/templates/templates.ts';
import { createSceneDeriver } from './deriveScene.ts';
import { flowEdges, flowNodes, follow, nothingMoving } from './flowNodes.ts';
import type { FlowNode } from './flowNodes.ts';
import { outlineRows } from './outlineRows.ts';
import { endOfHandle, groupFlowId } from './scene.ts';
import { nothingSelected, select } from './selection.ts';

const vae = templates['vae-dense'].build();
const edited = (document: GraphDoc, ...commands: EditCommand[]): GraphDoc => applyEdit(document, commands).value?.document ?? document;
const names = { card: () => 'card', group: () => 'group', note: 'note' };
const encoder = vae.groups[0];
if (!encoder) throw new Error('the template has a group');

describe('scene', () => {
  it('shows shapes on every wire and weights of every layer before any training', () => {
    const scene = createSceneDeriver()(vae, analyseDocument(vae));
    expect(scene.wires.length).toBe(vae.edges.length);
    expect(scene.wires.every(({ shape }) => shape !== null)).toBe(true);
    expect(scene.wires.find(({ from }) => from.node === 'encode')?.shape).toBe('512');
    // Dense 784 → 512: 784·512 + 512 weights.
    expect(scene.nodes.get('encode')?.parameterCount).toBe(401_920);
    expect(scene.nodes.get('encode')?.params.map(({ name, value }) => [name, value.zh])).toEqual([
      ['units', '512'],
      ['activation', 'ReLU'],
    ]);
  });

  it('keeps the very views of what an edit does not touch', () => {
    const derive = createSceneDeriver();
    const before = derive(vae, analyseDocument(vae));
    const next = edited(vae, { do: 'setParam', node: 'pixels', param: 'activation', value: 'linear' });
    const after = derive(next, analyseDocument(next));
    expect(after.nodes.get('pixels')).not.toBe(before.nodes.get('pixels'));
    expect(after.nodes.get('encode')).toBe(before.nodes.get('encode'));
    expect(after.wires[0]).toBe(before.wires[0]);
  });

  it('draws one node again where one is dragged', () => {
    const scene = createSceneDeriver()(vae, analyseDocument(vae));
    const placed = { document: vae, scene, selection: nothingSelected, moving: nothingMoving };
    const before = flowNodes(placed, names, new Map());
    const moving = follow(placed, [{ id: 'loss', position: { x: 1234, y: 5 } }]);
    const after = flowNodes({ ...placed, moving }, names, new Map(before.map((node): [string, FlowNode] => [node.id, node])));
    expect(after.filter((node, place) => node !== before[place]).map(({ id }) => id)).toEqual(['loss']);
    expect(after.find(({ id }) => id === 'loss')?.position).toEqual({ x: 1234, y: 5 });
  });

  it('collapses a group to one node that keeps every wire to the outside, and expands without loss', () => {
    const folded = edited(vae, { do: 'setGroup', id: encoder.id, collapsed: true });
    const scene = createSceneDeriver()(folded, analyseDocument(folded));
    const inside = new Set(encoder.members);
    const crossing = vae.edges.filter(({ from, to }) => inside.has(from.node) !== inside.has(to.node));
    const group = scene.groups.find(({ id }) => id === encoder.id);
    const atGroup = scene.wires.filter(({ source, target }) => source === groupFlowId(encoder.id) || target === groupFlowId(encoder.id));
    expect(atGroup.map(({ id }) => id).toSorted()).toEqual(crossing.map(({ id }) => id).toSorted());
    // Each of them ends at a port that the collapsed node has, and the handle leads back to the member's own port.
    for (const wire of atGroup) {
      const [flowId, handle, end, ports] =
        wire.source === groupFlowId(encoder.id)
          ? [wire.source, wire.sourceHandle, wire.from, group?.outputs]
          : [wire.target, wire.targetHandle, wire.to, group?.inputs];
      expect(endOfHandle(flowId, handle)).toEqual(end);
      expect(ports?.map((port) => port.end)).toContainEqual(end);
    }
    const drawn = flowNodes({ document: folded, scene, selection: nothingSelected, moving: nothingMoving }, names, new Map());
    expect(drawn.some(({ id }) => inside.has(id))).toBe(false);
    expect(flowEdges({ scene, selection: nothingSelected, lanes: new Map(), moving: nothingMoving, grabbed: null, dropWire: null }, new Map()).length).toBe(
      scene.wires.length,
    );
    expect(edited(folded, { do: 'setGroup', id: encoder.id, collapsed: false })).toEqual(vae);
  });

  it('moves members with their group, but for locked ones', () => {
    const [first = '', second = ''] = encoder.members;
    const locked = edited(vae, { do: 'setLocked', node: first, locked: true }, { do: 'setGroup', id: encoder.id, collapsed: true });
    const scene = createSceneDeriver()(locked, analyseDocument(locked));
    const placed = { document: locked, scene, selection: nothingSelected, moving: nothingMoving };
    const at = flowNodes(placed, names, new Map()).find(({ id }) => id === groupFlowId(encoder.id))?.position ?? { x: 0, y: 0 };
    const { nodes } = follow(placed, [{ id: groupFlowId(encoder.id), position: { x: at.x + 70, y: at.y - 20 } }]);
    const old = locked.layout.nodes[second] ?? { x: 0, y: 0 };
    expect(nodes).toEqual({ [second]: { x: old.x + 70, y: old.y - 20 } });
  });

  it('selects the members of a collapsed group', () => {
    expect(select(vae, nothingSelected, [{ id: groupFlowId(encoder.id), selected: true }]).nodes).toEqual(encoder.members);
  });

  it('lists groups, nodes and, opened, ports with what feeds them', () => {
    const scene = createSceneDeriver()(vae, analyseDocument(vae));
    const closed = outlineRows(scene, vae.edges, new Set());
    expect(closed.filter(({ what }) => what === 'node').length).toBe(Object.keys(vae.nodes).length);
    const open = outlineRows(scene, vae.edges, new Set(['node loss']));
    const fed = open.flatMap((row) => (row.what === 'input' ? [[row.port.name, row.sources.map(({ node }) => node)]] : []));
    expect(fed).toEqual([
      ['prediction', ['pixels']],
      ['target', ['input']],
      ['mean', ['heads']],
      ['spread', ['heads']],
    ]);
    expect(outlineRows(scene, vae.edges, new Set([`group ${encoder.id}`])).length).toBe(closed.length - encoder.members.length);
  });
});
