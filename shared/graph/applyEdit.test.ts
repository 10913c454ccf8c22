import { describe, expect, it } from 'vitest';
import { frozen } from '../fixtures/documents/editLaws.ts';
import { applyEdit, applyPatches } from './applyEdit.ts';
import { canConnect } from './canConnect.ts';
import { pathTitle } from './titles.ts';
import { createNode, newDocument } from './createDocument.ts';
import type { GraphDoc } from './document.ts';
import type { EditCommand } from './edit.ts';
import { parseDocument } from './parseDocument.ts';

const end = (written: string) => {
  const [node = '', port = ''] = written.split('.');
  return { node, port };
};
const wire = (id: string, from: string, to: string) => ({ id, from: end(from), to: end(to) });

/** x → enc → code → dec → loss, with the classes of a Labels node lying by; dec is locked, enc and code are grouped. */
const document: GraphDoc = frozen({
  ...newDocument('d'),
  nodes: {
    x: createNode('input'),
    labels: createNode('labels', { encoding: 'integer' }),
    enc: createNode('dense'),
    code: createNode('dense'),
    dec: { ...createNode('dense', { units: 784 }), locked: true },
    sum: createNode('add'),
    loss: createNode('loss', { kl: false }),
  },
  edges: [
    wire('w1', 'x.out', 'enc.in'),
    wire('w2', 'enc.out', 'code.in'),
    wire('w3', 'code.out', 'dec.in'),
    wire('w4', 'dec.out', 'loss.prediction'),
    wire('w5', 'x.out', 'loss.target'),
  ],
  groups: [{ id: 'g', name: 'Encoder', members: ['enc', 'code'] }],
  notes: [{ id: 'n', text: 'why' }],
  layout: { nodes: { enc: { x: 1, y: 2 } }, notes: { n: { x: 0, y: 0, width: 50 } } },
});

const after = (...commands: EditCommand[]): GraphDoc => {
  const { value, issues } = applyEdit(document, commands);
  expect(issues).toEqual([]);
  return value!.document;
};

describe('applyEdit', () => {
  it('starts from a document that can be parsed', () => expect(parseDocument(document).issues).toEqual([]));

  it('removes nodes with their wires, places and memberships, and a group with its last member', () => {
    const one = after({ do: 'removeNodes', ids: ['enc'] });
    expect(one.edges.map(({ id }) => id)).toEqual(['w3', 'w4', 'w5']);
    expect(one.groups).toEqual([{ id: 'g', name: 'Encoder', members: ['code'] }]);
    expect(one.layout.nodes).toEqual({});
    expect(after({ do: 'removeNodes', ids: ['enc', 'code'] }).groups).toEqual([]);
  });

  it('gives a port that takes one wire the new wire in the place of the old, and a merge another', () => {
    expect(after({ do: 'connect', id: 'new', from: end('x.out'), to: end('code.in') }).edges[1]).toEqual(wire('new', 'x.out', 'code.in'));
    const merged = after(
      { do: 'connect', id: 'a', from: end('x.out'), to: end('sum.in') },
      { do: 'connect', id: 'b', from: end('enc.out'), to: end('sum.in') },
    );
    expect(merged.edges.slice(5).map(({ id }) => id)).toEqual(['a', 'b']);
  });

  it('fills the parameters a new node leaves out', () => {
    expect(after({ do: 'addNode', id: 'new', node: { kind: 'dense', version: 1, params: { units: 3 } }, at: { x: 5, y: 6 } })).toMatchObject({
      nodes: { new: createNode('dense', { units: 3 }) },
      layout: { nodes: { new: { x: 5, y: 6 } } },
    });
  });

  it('keeps the wires of a port that a parameter takes away, for check to name', () => {
    const shown = after(
      { do: 'setParam', node: 'loss', param: 'kl', value: true },
      { do: 'connect', id: 'm', from: end('code.out'), to: end('loss.mean') },
      { do: 'setParam', node: 'loss', param: 'kl', value: false },
    );
    expect(shown.edges.at(-1)?.id).toBe('m');
  });

  it('sets settings by their path, and takes null for the default', () => {
    expect(after({ do: 'setTraining', path: ['optimiser', 'learningRate'], value: 0.5 }).training.optimiser).toEqual({
      ...document.training.optimiser,
      learningRate: 0.5,
    });
    const chosen = after({ do: 'setData', path: ['path'], value: 'a.csv' }, { do: 'setData', path: ['split', 'test'], value: 0.3 });
    expect(chosen.data).toMatchObject({ path: 'a.csv', split: { validation: 0.1, test: 0.3 } });
    const back = applyEdit(chosen, [
      { do: 'setData', path: ['path'], value: null },
      { do: 'setData', path: ['split'], value: null },
    ]).value?.document.data;
    expect(back).toStrictEqual(document.data);
  });

  it('undoes a list that writes one place twice', () => {
    const { document: next, inverse } = applyEdit(document, [
      { do: 'rename', name: 'one' },
      { do: 'rename', name: 'two' },
    ]).value!;
    expect(next.name).toBe('two');
    expect(applyPatches(next, inverse)).toStrictEqual(document);
  });

  it('moves a note without losing its size', () => {
    expect(after({ do: 'moveNote', id: 'n', to: { x: 7, y: 8 } }).layout.notes.n).toEqual({ x: 7, y: 8, width: 50 });
  });

  it.each<EditCommand>([
    { do: 'rename', name: 'd' },
    { do: 'setParam', node: 'enc', param: 'units', value: 64 },
    { do: 'setParam', node: 'x', param: 'shape', value: [784] },
    { do: 'moveNodes', to: { enc: { x: 1, y: 2 } } },
    { do: 'setFrozen', node: 'enc', frozen: false },
    { do: 'removeNodes', ids: [] },
    { do: 'disconnect', ids: [] },
    { do: 'setTraining', path: ['epochs'], value: 10 },
    { do: 'setNote', id: 'n', text: 'why' },
    { do: 'setGroup', id: 'g', members: ['enc', 'code'], collapsed: false },
    { do: 'insert', nodes: {}, edges: [] },
    { do: 'moveNote', id: 'n', to: { x: 0, y: 0 } },
  ])('gives the very same document where nothing changes: $do', (command) => {
    expect(applyEdit(document, [command]).value).toEqual({ document, patches: [], inverse: [] });
    expect(applyEdit(document, [command]).value?.document).toBe(document);
  });

  it.each<[string, EditCommand]>([
    ['edit-id-taken', { do: 'addNode', id: 'x', node: createNode('dense') }],
    ['node-kind-unknown', { do: 'addNode', id: 'new', node: { kind: 'blackHole', version: 1, params: {} } }],
    ['edit-node-version', { do: 'addNode', id: 'new', node: { ...createNode('dense'), version: 9 } }],
    ['edit-param-unknown', { do: 'addNode', id: 'new', node: { kind: 'dense', version: 1, params: { unitz: 3 } } }],
    ['edit-malformed', { do: 'addNode', id: 'a b', node: createNode('dense') }],
    ['document-key-forbidden', { do: 'moveNodes', to: JSON.parse('{"__proto__":{"x":1,"y":1}}') as Record<string, { x: number; y: number }> }],
    ['document-value-foreign', { do: 'moveNodes', to: { enc: { x: NaN, y: 0 } } }],
    ['edit-malformed', { do: 'moveNodes', to: { enc: { x: 1e9, y: 0 } } }],
    ['edit-malformed', { do: 'rename', name: 'x'.repeat(201) }],
    ['edit-node-missing', { do: 'removeNodes', ids: ['gone'] }],
    ['edit-node-locked', { do: 'removeNodes', ids: ['enc', 'dec'] }],
    ['edit-node-locked', { do: 'setParam', node: 'dec', param: 'units', value: 3 }],
    ['edit-node-locked', { do: 'moveNodes', to: { enc: { x: 9, y: 9 }, dec: { x: 0, y: 0 } } }],
    ['edit-node-locked', { do: 'renameNode', node: 'dec', name: 'x' }],
    ['edit-node-locked', { do: 'setFrozen', node: 'dec', frozen: true }],
    ['edit-param-unknown', { do: 'setParam', node: 'enc', param: 'toString', value: 3 }],
    ['edit-param-refused', { do: 'setParam', node: 'enc', param: 'units', value: 0 }],
    ['edit-param-refused', { do: 'setParam', node: 'enc', param: 'units', value: 'many' }],
    ['edit-param-refused', { do: 'setParam', node: 'enc', param: 'activation', value: 'reluu' }],
    ['edit-wire-missing', { do: 'disconnect', ids: ['w9'] }],
    ['edit-id-taken', { do: 'connect', id: 'w1', from: end('x.out'), to: end('sum.in') }],
    ['edit-port-unknown', { do: 'connect', id: 'n', from: end('x.out'), to: end('loss.mean') }],
    ['edit-wire-cycle', { do: 'connect', id: 'n', from: end('code.out'), to: end('enc.in') }],
    ['edit-group-member-shared', { do: 'addGroup', group: { id: 'h', name: 'H', members: ['x', 'enc'] } }],
    ['edit-group-empty', { do: 'addGroup', group: { id: 'h', name: 'H', members: [] } }],
    ['edit-group-empty', { do: 'setGroup', id: 'g', members: [] }],
    ['edit-group-missing', { do: 'removeGroup', id: 'h' }],
    ['edit-note-missing', { do: 'setNote', id: 'm', text: '' }],
    ['edit-id-taken', { do: 'addNote', note: { id: 'n', text: '' } }],
    ['edit-setting-refused', { do: 'setTraining', path: ['epochs'], value: 0 }],
    ['edit-setting-unknown', { do: 'setTraining', path: ['epoch'], value: 1 }],
    ['edit-setting-unknown', { do: 'setTraining', path: ['epochs', 'many'], value: 1 }],
    ['edit-setting-unknown', { do: 'setTraining', path: ['constructor', 'prototype'], value: 1 }],
    ['edit-setting-refused', { do: 'setData', path: ['kind'], value: 'oracle' }],
    ['edit-id-taken', { do: 'insert', nodes: { n: createNode('dense') }, edges: [wire('w1', 'x.out', 'n.in')] }],
    ['edit-node-missing', { do: 'insert', nodes: {}, edges: [wire('n', 'x.out', 'gone.in')] }],
    ['edit-port-unknown', { do: 'insert', nodes: { n: createNode('dense') }, edges: [wire('n', 'x.out', 'n.out2')] }],
    ['edit-malformed', JSON.parse('{"do":"explode"}') as EditCommand],
    ['edit-malformed', JSON.parse('{"do":"rename","name":"x","more":1}') as EditCommand],
  ])('refuses with %s: %j', (code, command) => {
    const { value, issues } = applyEdit(document, [{ do: 'rename', name: 'first' }, command]);
    expect(value).toBeUndefined();
    expect(issues.map((found) => found.code)).toContain(code);
  });

  it('lets a locked node be unlocked, wired and grouped', () => {
    after(
      { do: 'disconnect', ids: ['w3'] },
      { do: 'addGroup', group: { id: 'h', name: 'H', members: ['dec'] } },
      { do: 'setLocked', node: 'dec', locked: false },
      { do: 'setParam', node: 'dec', param: 'units', value: 3 },
    );
  });
});

describe('canConnect', () => {
  const asked = (from: string, to: string): string[] => canConnect(document, end(from), end(to)).map(({ code }) => code);

  it.each([
    ['enc.out', 'sum.in', []],
    ['x.out', 'code.in', ['edit-wire-replaces']],
    ['enc.out', 'enc.in', ['edit-wire-self']],
    ['dec.out', 'enc.in', ['edit-wire-cycle', 'edit-wire-replaces']],
    ['enc.in', 'x.out', ['edit-wire-direction']],
    ['x.out', 'enc.out', ['edit-wire-direction']],
    ['x.out', 'enc.in', ['edit-wire-twice']],
    ['labels.out', 'sum.in', ['edit-wire-type']],
    ['x.out', 'gone.in', ['edit-node-missing']],
    ['x.out', 'enc.other', ['edit-port-unknown']],
  ])('%s to %s: %j', (from, to, codes) => expect(asked(from, to)).toEqual(codes));

  it('names the circle a wire would close, and the wire that gives way', () => {
    const [cycle, replaced] = canConnect(document, end('dec.out'), end('enc.in'));
    expect(cycle?.values.path).toEqual(pathTitle(document, ['enc', 'code', 'dec', 'enc']));
    expect(replaced?.at.edge).toBe('w1');
  });
});

describe('an edit of 500 nodes', () => {
  const nodes = Object.fromEntries(Array.from({ length: 500 }, (_, n) => [`n${n}`, createNode('dense')]));
  const edges = Array.from({ length: 499 }, (_, n) => wire(`w${n}`, `n${n}.out`, `n${n + 1}.in`));
  const big = applyEdit(newDocument('big'), [{ do: 'insert', nodes, edges }]).value!.document;

  it.each<EditCommand>([
    { do: 'moveNodes', to: { n250: { x: 1, y: 1 } } },
    { do: 'setParam', node: 'n250', param: 'units', value: 7 },
    { do: 'removeNodes', ids: ['n250'] },
    { do: 'connect', id: 'new', from: end('n3.out'), to: end('n400.in') },
    { do: 'disconnect', ids: ['w250'] },
    { do: 'setTraining', path: ['seed'], value: 5 },
  ])('$do and its undo take a few milliseconds at the very most (tens of microseconds as measured)', (command) => {
    const times = Array.from({ length: 60 }, () => {
      const start = performance.now();
      const { document: next, inverse } = applyEdit(big, [command]).value!;
      applyPatches(next, inverse);
      return performance.now() - start;
    }).toSorted((a, b) => a - b);
    expect(times[30]).toBeLessThan(5);
  });
});
