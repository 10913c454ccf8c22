import { describe, expect, it, test } from 'vitest';
import { analyseDocument } from '../../shared/check/analyse.ts';
import { applyEdit, applyPatches } from '../../shared/graph/applyEdit.ts';
import { createNode, newDocument } from '../../shared/graph/createDocument.ts';
import type { EdgeRecord, GraphDoc } from '../../shared/graph/document.ts';
import type { EditCommand } from '../../shared/graph/edit.ts';
import { floats } from '../../shared/nodes/tensorSpec.ts';
import { templates } from '../../shared/templates/templates.ts';
import type { TemplateId } from '../../shared/templates/templates.ts';
import { insertKind, kindsInto, putInto, rewire } from './wireInsertion.ts';

const wire = (id: string, from: string, to: string): EdgeRecord => ({ id, from: { node: from, port: 'out' }, to: { node: to, port: 'in' } });
const start: GraphDoc = {
  ...newDocument('x'),
  nodes: {
    a: createNode('input', { shape: [8] }),
    b: createNode('input', { shape: [8] }),
    c: createNode('input', { shape: [8] }),
    sum: createNode('concatenate'),
    end: createNode('dense'),
    loose: createNode('dense'),
  },
  edges: [wire('1', 'a', 'sum'), wire('2', 'b', 'sum'), wire('3', 'sum', 'end')],
};

function edited(document: GraphDoc, commands: readonly EditCommand[]): GraphDoc {
  const { value, issues } = applyEdit(document, commands);
  expect(issues).toEqual([]);
  if (!value) throw new Error('the edit was refused');
  expect(applyPatches(value.document, value.inverse)).toEqual(document);
  return value.document;
}
const into = (document: GraphDoc, node: string): readonly string[] => document.edges.filter(({ to }) => to.node === node).map(({ from }) => from.node);
const record = (document: GraphDoc, id: string): EdgeRecord => {
  const found = document.edges.find((edge) => edge.id === id);
  if (!found) throw new Error(`no wire ${id}`);
  return found;
};

describe('re-plugging', () => {
  it('leads the wire elsewhere under its id, and keeps its place where wires have an order', () => {
    const moved = edited(start, rewire(start, record(start, '1'), { node: 'c', port: 'out' }, { node: 'sum', port: 'in' }));
    expect(into(moved, 'sum')).toEqual(['c', 'b']);
    expect(record(moved, '1').from.node).toBe('c');
    const other = edited(start, rewire(start, record(start, '3'), { node: 'sum', port: 'out' }, { node: 'loose', port: 'in' }));
    expect([into(other, 'end'), into(other, 'loose')]).toEqual([[], ['sum']]);
  });
  it('back to where it was is no edit', () => {
    expect(rewire(start, record(start, '1'), record(start, '1').from, record(start, '1').to)).toEqual([]);
  });
});

describe('putting a node into a wire', () => {
  it('leads the wire through it, in place', () => {
    const through = edited(start, putInto(start, record(start, '1'), 'loose'));
    expect([into(through, 'sum'), into(through, 'loose')]).toEqual([['loose', 'b'], ['a']]);
    const made = insertKind(start, record(start, '3'), 'dropout', { x: 10, y: 20 });
    if (!made) throw new Error('dropout fits');
    const grown = edited(start, made.commands);
    expect([into(grown, 'end'), into(grown, made.id), grown.layout.nodes[made.id]]).toEqual([[made.id], ['sum'], { x: 10, y: 20 }]);
  });
  it('refuses a node that has wires, that gives nothing on, that takes nothing, or that the shape does not suit', () => {
    expect(putInto(start, record(start, '1'), 'end')).toEqual([]);
    const kinds = kindsInto(start, record(start, '3'), floats([16]));
    expect(kinds).toEqual(expect.arrayContaining(['dense', 'dropout', 'activation']));
    for (const kind of ['input', 'loss', 'conv2d', 'sample'] as const) expect(kinds).not.toContain(kind);
  });
});

test.each(Object.keys(templates) as readonly TemplateId[])('every kind offered for a wire of %s can be put there', (id) => {
  const document = templates[id].build();
  const { shaped } = analyseDocument(document);
  for (const edge of document.edges) {
    const spec = shaped.nodes[edge.from.node]?.outputs[edge.from.port];
    for (const kind of kindsInto(document, edge, spec)) {
      const made = insertKind(document, edge, kind, { x: 0, y: 0 }, spec);
      const after = edited(document, made?.commands ?? []);
      expect(after.edges.length).toBe(document.edges.length + 1);
      expect(after.edges.some(({ from, to }) => from.node === made?.id && to.node === edge.to.node && to.port === edge.to.port)).toBe(true);
    }
  }
});
