import { beforeAll, expect, test } from 'vitest';
import { analyseDocument } from '../../../shared/check/analyse.ts';
import type { Plan } from '../../../shared/check/stages.ts';
import { drawGraph, node } from '../../../shared/templates/drawGraph.ts';
import { templates } from '../../../shared/templates/templates.ts';
import { tf } from '../tfjs/core.ts';
import { openDevice } from '../tfjs/devices.ts';
import { lowerPlan, totalLoss } from './network.ts';
import type { ForwardRequest, Network } from './network.ts';
import { normals, uniforms } from './reference/seededDraw.ts';

beforeAll(() => openDevice('tensorflow'));

function networkOf(plan: Plan | undefined): Network {
  if (!plan) throw new Error('the document has a plan');
  return lowerPlan(plan);
}

const values = ({ weights }: Network): Map<string, Float32Array> =>
  new Map(weights.map(({ key, spec }) => [key, normals(tf.util.sizeFromShape([...spec.shape]), key).map((value) => value * 0.1)]));
const tensors = (network: Network): Record<string, tf.Tensor> =>
  Object.fromEntries(network.weights.map(({ key, spec }) => [key, tf.tensor(values(network).get(key) ?? [], [...spec.shape])]));
const request = (network: Network, changes: Partial<ForwardRequest> = {}): ForwardRequest => ({
  weights: tensors(network),
  x: tf.tensor(uniforms(3 * 784, 'x'), [3, 784]),
  batchSize: 3,
  training: true,
  seed: 5,
  step: tf.scalar(1, 'int32'),
  ...changes,
});

test('penalties on weights are λ₁Σ|w| + λ₂Σw² while training, and part of the total', () => {
  const document = drawGraph({
    name: 'penalised',
    goal: 'autoencoder',
    nodes: {
      input: node('input', { shape: [784] }),
      code: node('dense', { units: 4, kernelL1: 0.01, kernelL2: 0.5 }),
      pixels: node('dense', { units: 784, activation: 'sigmoid' }),
      loss: node('loss', { kl: false }),
    },
    wires: ['input > code', 'code > pixels', 'pixels > loss', 'input > loss.target'],
  });
  const network = networkOf(analyseDocument(document).plan);
  const kernel = [...(values(network).get('code/kernel') ?? [])];
  const expected = kernel.reduce((sum, w) => sum + 0.01 * Math.abs(w) + 0.5 * w * w, 0);
  tf.tidy(() => {
    const { terms } = network.forward(request(network, { withLoss: true }));
    expect(terms.map(({ name }) => name)).toEqual(['reconstruction', 'penalty']);
    const [reconstruction = Number.NaN, penalty = Number.NaN] = terms.map(({ value }) => value.dataSync()[0]);
    expect(Math.abs(penalty / expected - 1)).toBeLessThan(1e-5);
    expect(totalLoss(terms).dataSync()[0]).toBeCloseTo(reconstruction + penalty, 3);
    expect(network.forward(request(network, { withLoss: true, training: false })).terms.map(({ name }) => name)).toEqual(['reconstruction']);
  });
});

test('a step fixes its draws; another step, seed or node draws other numbers; a given latent cuts the encoder off', () => {
  const network = networkOf(analyseDocument(templates['vae-dense'].build()).plan);
  const sample = network.plan.nodes.find(({ kind }) => kind === 'sample')?.id ?? '';
  const draw = (changes: Partial<ForwardRequest>, step = 1): number[] => {
    let drawn: number[] = [];
    tf.tidy(() => {
      const { outputs } = network.forward(request(network, { wanted: [{ node: sample, port: 'out' }], step: tf.scalar(step, 'int32'), ...changes }));
      drawn = [...(outputs[`${sample}/out`]?.value.dataSync() ?? [])];
    });
    return drawn;
  };
  expect(draw({})).toHaveLength(6);
  expect(draw({})).toEqual(draw({}));
  expect(draw({}, 2)).not.toEqual(draw({}));
  expect(draw({ seed: 6 })).not.toEqual(draw({}));
  const { reconstruction } = network.plan.anatomy;
  if (!reconstruction) throw new Error('the default template reconstructs');
  tf.tidy(() => {
    const { outputs } = network.forward(
      request(network, { x: null, training: false, given: { [`${sample}/out`]: tf.zeros([3, 2]) }, wanted: [reconstruction] }),
    );
    expect(outputs[`${reconstruction.node}/${reconstruction.port}`]?.value.shape).toEqual([3, 784]);
    expect(Object.keys(outputs)).not.toContain('encode/out');
  });
});
