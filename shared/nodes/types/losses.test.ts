import { describe, expect, it } from 'vitest';
import { askNode } from '../../fixtures/askNode.ts';
import { floats } from '../tensorSpec.ts';
import type { TensorSpec } from '../tensorSpec.ts';

const labels = (shape: readonly number[], largest: number): TensorSpec => ({ shape, dtype: 'int32', range: [0, largest] });

describe('classificationLoss', () => {
  const probabilities = [floats([10], [0, 1])];

  it('takes one integer a prediction where sparse', () => {
    expect(askNode('classificationLoss', { prediction: probabilities, labels: [labels([], 9)] }).codes).toEqual([]);
    expect(askNode('classificationLoss', { prediction: [floats([5, 10])], labels: [labels([5], 9)] }).codes).toEqual([]);
    expect(askNode('classificationLoss', { prediction: probabilities, labels: [labels([10], 9)] }).codes).toEqual(['shape-mismatch']);
    expect(askNode('classificationLoss', { prediction: probabilities, labels: [labels([], 10)] }).codes).toEqual(['labels-beyond-classes']);
  });

  it("takes rows of the prediction's own shape where categorical", () => {
    const form = { form: 'categorical' };
    expect(askNode('classificationLoss', { prediction: probabilities, labels: [floats([10], [0, 1])] }, form).codes).toEqual([]);
    expect(askNode('classificationLoss', { prediction: probabilities, labels: [floats([4], [0, 1])] }, form).codes).toEqual(['shape-mismatch']);
  });
});

describe('loss', () => {
  const posterior = { mean: [floats([2])], spread: [floats([2])] };

  it("takes a prediction of its target's shape", () => {
    expect(askNode('loss', { prediction: [floats([784])], target: [floats([784])], ...posterior }).codes).toEqual([]);
    expect(askNode('loss', { prediction: [floats([783])], target: [floats([784])], ...posterior }).codes).toEqual(['decoder-shape-mismatch']);
  });

  it('tells another arrangement of as many values apart', () => {
    expect(askNode('loss', { prediction: [floats([28, 28, 1])], target: [floats([784])], ...posterior }).codes).toEqual(['target-shape-mismatch']);
  });

  it('takes a posterior only with the KL term', () => {
    expect(askNode('loss', { prediction: [floats([4])], target: [floats([4])], mean: [floats([2])], spread: [floats([3])] }).codes).toEqual(['shape-mismatch']);
    expect(askNode('loss', { prediction: [floats([4])], target: [floats([4])] }, { kl: false }).codes).toEqual([]);
  });
});

describe('the posterior', () => {
  it('is split into two heads, or into halves', () => {
    const heads = askNode('split', { in: [floats([512])] }, { units: 3, clip: 5 });
    expect(heads.outputs).toEqual({ mean: floats([3]), spread: floats([3], [-5, 5]) });
    expect(heads.weights.map(({ name, shape }) => [name, shape])).toEqual([
      ['meanKernel', [512, 3]],
      ['meanBias', [3]],
      ['spreadKernel', [512, 3]],
      ['spreadBias', [3]],
    ]);
    const halves = askNode('split', { in: [floats([7, 4], [0, 9])] }, { mode: 'halve', clip: 5 });
    expect(halves.outputs).toEqual({ mean: floats([7, 2], [0, 9]), spread: floats([7, 2], [0, 5]) });
    expect(halves.weights).toEqual([]);
    expect(askNode('split', { in: [floats([5])] }, { mode: 'halve' }).codes).toEqual(['split-odd']);
  });

  it('is sampled where mean, spread and noise have one shape', () => {
    expect(askNode('sample', { mean: [floats([2])], spread: [floats([2])] }).outputs['out']).toEqual(floats([2]));
    expect(askNode('sample', { mean: [floats([2])], spread: [floats([3])], noise: [floats([100])] }).codes).toEqual(['shape-mismatch', 'shape-mismatch']);
  });
});
