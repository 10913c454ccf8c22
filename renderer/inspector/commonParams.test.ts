import { expect, test } from 'vitest';
import { createNode } from '../../shared/graph/createDocument.ts';
import { definitionOf, nodeKinds } from '../../shared/nodes/catalogue.ts';
import type { NodeKind } from '../../shared/nodes/catalogue.ts';
import type { AnyParams } from '../../shared/nodes/defineNode.ts';
import { commonParams } from './commonParams.ts';

const node = (kind: NodeKind, params: AnyParams = {}) => ({ specs: definitionOf(kind).params, params: createNode(kind, params).params });

test('of one node: the parameters it shows', () => {
  for (const kind of nodeKinds) {
    const one = node(kind);
    const shown = Object.entries(one.specs)
      .filter(([, { shownWhen }]) => shownWhen?.(one.params) !== false)
      .map(([name]) => name);
    expect(commonParams([one]).map(({ name }) => name)).toEqual(shown);
  }
});

test('two kinds share what both have, and the range both take', () => {
  const shared = commonParams([node('dense', { units: 32 }), node('simpleRnn', { units: 64 })]);
  const units = shared.find(({ name }) => name === 'units');
  expect(units?.value).toBeNull();
  const [dense, rnn] = [definitionOf('dense').params.units, definitionOf('simpleRnn').params.units];
  expect(units?.spec).toMatchObject({ max: Math.min(dense?.type === 'int' ? dense.max : 0, rnn?.type === 'int' ? rnn.max : 0) });
});

test('equal values stand, lists too; a parameter that one does not show is left out', () => {
  const convolutions = commonParams([node('conv2d', { kernelSize: [5, 5] }), node('conv2d', { kernelSize: [5, 5], filters: 8 })]);
  expect(convolutions.find(({ name }) => name === 'kernelSize')?.value).toEqual([5, 5]);
  expect(convolutions.find(({ name }) => name === 'filters')?.value).toBeNull();
  expect(commonParams([node('loss'), node('loss', { kl: false })]).some(({ name }) => name === 'beta')).toBe(false);
  expect(commonParams([node('dense'), node('flatten')])).toEqual([]);
});
