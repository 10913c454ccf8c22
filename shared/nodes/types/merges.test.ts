import { describe, expect, it } from 'vitest';
import { askNode } from '../../fixtures/askNode.ts';
import { broadcastShapes } from '../merge.ts';
import { floats } from '../tensorSpec.ts';
import { concatenationAxis } from './concatenate.ts';

const wires = (...shapes: readonly (readonly number[])[]) => ({ in: shapes.map((shape) => floats(shape)) });

describe("broadcasting by Keras's rule", () => {
  it.each([
    { a: [3, 4], b: [3, 4], made: [3, 4] },
    { a: [3, 1], b: [1, 4], made: [3, 4] },
    { a: [2, 3, 4], b: [4], made: [2, 3, 4] },
    { a: [4], b: [2, 3, 4], made: [2, 3, 4] },
    { a: [3, 4], b: [4, 3], made: null },
    { a: [2, 3], b: [2], made: null },
    { a: [], b: [5], made: [5] },
  ])('$a with $b', ({ a, b, made }) => {
    expect(broadcastShapes(a, b)).toEqual(made);
  });

  it.each(['add', 'multiply'] as const)('%s merges two or more', (kind) => {
    expect(askNode(kind, wires([3, 4], [3, 4])).outputs['out']?.shape).toEqual([3, 4]);
    expect(askNode(kind, wires([4], [3, 1], [3, 4])).outputs['out']?.shape).toEqual([3, 4]);
    expect(askNode(kind, wires([3, 4], [4, 3])).codes).toEqual(['merge-shapes']);
  });
});

describe('concatenate', () => {
  it('joins the last axis unless told otherwise', () => {
    expect(askNode('concatenate', wires([2], [10])).outputs['out']?.shape).toEqual([12]);
    expect(askNode('concatenate', wires([7, 7, 3], [7, 7, 4], [7, 7, 1])).outputs['out']?.shape).toEqual([7, 7, 8]);
  });

  it('counts axes as Keras: (2, 2, 5) and (2, 1, 5) along 1 → (2, 3, 5)', () => {
    expect(askNode('concatenate', wires([2, 5], [1, 5]), { axis: 1 }).outputs['out']?.shape).toEqual([3, 5]);
    expect(askNode('concatenate', wires([2, 5], [1, 5]), { axis: -2 }).outputs['out']?.shape).toEqual([3, 5]);
    expect([-3, -2, -1, 0, 1, 2, 3].map((axis) => concatenationAxis(axis, 2))).toEqual([null, 0, 1, null, 0, 1, null]);
  });

  it('refuses the batch axis, an axis that is not there, and other axes that differ', () => {
    expect(askNode('concatenate', wires([2], [3]), { axis: 0 }).codes).toEqual(['axis-missing']);
    expect(askNode('concatenate', wires([2], [3]), { axis: 2 }).codes).toEqual(['axis-missing']);
    expect(askNode('concatenate', wires([2, 5], [1, 5])).codes).toEqual(['concatenate-shapes']);
    expect(askNode('concatenate', wires([2, 5], [5])).codes).toEqual(['concatenate-shapes']);
  });

  it('keeps the bounds of all that it joins', () => {
    expect(askNode('concatenate', { in: [floats([2], [-1, 0]), floats([3], [0, 4])] }).outputs['out']).toEqual(floats([5], [-1, 4]));
  });
});
