import { describe, expect, it } from 'vitest';
import { askNode } from '../../fixtures/askNode.ts';
import { floats } from '../tensorSpec.ts';

const sequence = { in: [floats([10, 8])] };
const named = (kind: 'simpleRnn' | 'lstm' | 'gru', params = {}) =>
  askNode(kind, sequence, { units: 4, ...params }).weights.map(({ name, shape, initialiser }) => [name, shape, initialiser.name]);

describe.each(['simpleRnn', 'lstm', 'gru'] as const)('%s', (kind) => {
  it("gives Keras's documented shapes: (32, 10, 8) → (32, 4), or (32, 10, 4) with every step", () => {
    expect(askNode(kind, sequence, { units: 4 }).outputs['out']?.shape).toEqual([4]);
    expect(askNode(kind, sequence, { units: 4, returnSequences: true }).outputs['out']?.shape).toEqual([10, 4]);
  });

  it('refuses what is not time×features', () => {
    expect(askNode(kind, { in: [floats([784])] }).codes).toEqual(['rank-mismatch']);
    expect(askNode(kind, { in: [floats([28, 28, 1])] }).codes).toEqual(['rank-mismatch']);
  });

  it('keeps its state within the bounds of tanh', () => {
    expect(askNode(kind, sequence).outputs['out']?.range).toEqual([-1, 1]);
  });

  it('has no bias unless wanted', () => {
    expect(named(kind, { useBias: false }).map(([name]) => name)).toEqual(['kernel', 'recurrentKernel']);
  });
});

it('simpleRnn has the weights of keras.layers.SimpleRNN', () => {
  expect(named('simpleRnn')).toEqual([
    ['kernel', [8, 4], 'glorotUniform'],
    ['recurrentKernel', [4, 4], 'orthogonal'],
    ['bias', [4], 'zeros'],
  ]);
});

it('lstm has the weights of keras.layers.LSTM, with a forget gate that starts open', () => {
  expect(named('lstm')).toEqual([
    ['kernel', [8, 16], 'glorotUniform'],
    ['recurrentKernel', [4, 16], 'orthogonal'],
    ['bias', [16], 'lstmBias'],
  ]);
  expect(named('lstm', { unitForgetBias: false })[2]).toEqual(['bias', [16], 'zeros']);
});

it('gru has the weights of keras.layers.GRU, with two biases where it resets after', () => {
  expect(named('gru')).toEqual([
    ['kernel', [8, 12], 'glorotUniform'],
    ['recurrentKernel', [4, 12], 'orthogonal'],
    ['bias', [2, 12], 'zeros'],
  ]);
  expect(named('gru', { resetAfter: false })[2]).toEqual(['bias', [12], 'zeros']);
});

it('states no bounds where none hold', () => {
  expect(askNode('gru', sequence, { recurrentActivation: 'relu' }).outputs['out']?.range).toEqual([-Infinity, Infinity]);
  expect(askNode('lstm', sequence, { activation: 'relu' }).outputs['out']?.range).toEqual([0, Infinity]);
  // The update gate mixes with the starting zeros, so a sigmoid candidate does not raise the lower bound.
  expect(askNode('gru', sequence, { activation: 'softplus' }).outputs['out']?.range).toEqual([0, Infinity]);
});

it('repeatVector makes a sequence of a vector: (32) → (3, 32)', () => {
  expect(askNode('repeatVector', { in: [floats([32], [0, 1])] }, { times: 3 }).outputs['out']).toEqual(floats([3, 32], [0, 1]));
  expect(askNode('repeatVector', { in: [floats([3, 32])] }).codes).toEqual(['rank-mismatch']);
});
