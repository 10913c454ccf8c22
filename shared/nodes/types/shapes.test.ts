import { describe, expect, it } from 'vitest';
import { askNode } from '../../fixtures/askNode.ts';
import { floats } from '../tensorSpec.ts';
import type { TensorSpec } from '../tensorSpec.ts';

const ids = (shape: readonly number[], largest = Infinity): TensorSpec => ({ shape, dtype: 'int32', range: [0, largest] });
const shapeAt = (kind: Parameters<typeof askNode>[0], shape: readonly number[], params = {}) =>
  askNode(kind, { in: [floats(shape)] }, params).outputs['out']?.shape;

describe('arranging', () => {
  it('flattens to one row', () => {
    expect(askNode('flatten', { in: [floats([28, 28, 1], [0, 1])] }).outputs['out']).toEqual(floats([784], [0, 1]));
    expect(shapeAt('flatten', [5])).toEqual([5]);
  });

  it("reshapes as Keras's documented examples do: 12 → 3×4, 6×2 and −1×2×2 → 3×2×2", () => {
    expect(shapeAt('reshape', [12], { shape: [3, 4] })).toEqual([3, 4]);
    expect(shapeAt('reshape', [12], { shape: [6, 2] })).toEqual([6, 2]);
    expect(shapeAt('reshape', [12], { shape: [-1, 2, 2] })).toEqual([3, 2, 2]);
  });

  it('refuses a shape that holds another number of values, or says too little', () => {
    const from = { in: [floats([12])] };
    expect(askNode('reshape', from, { shape: [5, 2] }).codes).toEqual(['reshape-size']);
    expect(askNode('reshape', from, { shape: [-1, 5] }).codes).toEqual(['reshape-size']);
    expect(askNode('reshape', from, { shape: [-1, -1] }).codes).toEqual(['reshape-unclear']);
    expect(askNode('reshape', from, { shape: [0, 12] }).codes).toEqual(['reshape-unclear']);
  });
});

describe('dense and embedding', () => {
  it('works on the last axis alone', () => {
    expect(shapeAt('dense', [784], { units: 32 })).toEqual([32]);
    expect(shapeAt('dense', [10, 8], { units: 32 })).toEqual([10, 32]);
    expect(askNode('dense', { in: [floats([10, 8])] }, { units: 32 }).weights.map(({ name, shape }) => [name, shape])).toEqual([
      ['kernel', [8, 32]],
      ['bias', [32]],
    ]);
    expect(askNode('dense', { in: [floats([])] }).codes).toEqual(['rank-mismatch']);
  });

  it('gives each id a vector: a label [] → [units], tokens [10] → [10, 64]', () => {
    expect(askNode('embedding', { in: [ids([], 9)] }, { units: 4 }).outputs['out']).toEqual(floats([4]));
    const { outputs, weights } = askNode('embedding', { in: [ids([10])] }, { vocabulary: 1000, units: 64 });
    expect(outputs['out']?.shape).toEqual([10, 64]);
    expect(weights).toEqual([{ name: 'embeddings', shape: [1000, 64], initialiser: { name: 'randomUniform', limit: 0.05 }, trainable: true }]);
  });

  it('refuses ids that its vocabulary does not hold', () => {
    expect(askNode('embedding', { in: [ids([], 10)] }, { vocabulary: 10 }).codes).toEqual(['ids-beyond-vocabulary']);
    expect(askNode('embedding', { in: [ids([], 9)] }, { vocabulary: 10 }).codes).toEqual([]);
  });
});

describe('normalisation', () => {
  const named = (kind: 'batchNorm' | 'layerNorm', params = {}) =>
    askNode(kind, { in: [floats([14, 14, 32])] }, params).weights.map(({ name, shape, initialiser, trainable }) => [name, shape, initialiser.name, trainable]);

  it("has Keras's weights in Keras's order", () => {
    expect(named('batchNorm')).toEqual([
      ['gamma', [32], 'ones', true],
      ['beta', [32], 'zeros', true],
      ['movingMean', [32], 'zeros', false],
      ['movingVariance', [32], 'ones', false],
    ]);
    expect(named('layerNorm')).toEqual([
      ['gamma', [32], 'ones', true],
      ['beta', [32], 'zeros', true],
    ]);
  });

  it('leaves out what is switched off', () => {
    expect(named('batchNorm', { scale: false }).map(([name]) => name)).toEqual(['beta', 'movingMean', 'movingVariance']);
    expect(named('layerNorm', { centre: false, scale: false })).toEqual([]);
  });
});

describe('sources', () => {
  it('gives labels as one-hot rows or as integers', () => {
    expect(askNode('labels', {}).outputs['out']).toEqual(floats([10], [0, 1]));
    expect(askNode('labels', {}, { encoding: 'integer', classes: 4 }).outputs['out']).toEqual(ids([], 3));
  });

  it('gives noise of the shape asked for, bounded where uniform', () => {
    expect(askNode('noise', {}, { shape: [3, 2] }).outputs['out']).toEqual(floats([3, 2]));
    expect(askNode('noise', {}, { distribution: 'uniform', stdDev: 2 }).outputs['out']).toEqual(floats([2], [-2 * Math.sqrt(3), 2 * Math.sqrt(3)]));
    expect(askNode('noise', {}, { stdDev: 0 }).outputs['out']?.range).toEqual([0, 0]);
  });
});

it('clip refuses bounds that are crossed', () => {
  expect(askNode('clip', { in: [floats([2])] }, { min: 1, max: -1 }).codes).toEqual(['clip-bounds-crossed']);
  expect(askNode('clip', { in: [floats([2])] }).outputs['out']).toEqual(floats([2], [-5, 5]));
});

it('activation refuses a softmax without an axis', () => {
  expect(askNode('activation', { in: [floats([])] }, { activation: 'softmax' }).codes).toEqual(['rank-mismatch']);
});
