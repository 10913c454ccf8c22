import { beforeAll, describe, expect, it } from 'vitest';
import { openDevice } from '../tfjs/devices.ts';
import { cutModel } from './cutModel.ts';
import type { NamedArrays, ReadBack } from './exportFormat.ts';
import { forwardPlan } from './forwardPlan.ts';
import type { PortableModel, SampleForm } from './portableModel.ts';
import { runLayers } from './runLayers.ts';
import { exampleInputs } from './testing/exampleInputs.ts';
import { trainedTemplate } from './testing/templateModel.ts';
import { drawnOutputs, toleranceOf, verify } from './verify.ts';

beforeAll(() => openDevice('tensorflow'));

const { plan, weights } = trainedTemplate('vae-dense');
function encoder(sample: SampleForm): PortableModel {
  const { value } = cutModel({ plan, weights, part: 'encoder', sample });
  if (!value) throw new Error('vae-dense has an encoder');
  return value;
}

/** Verifies a model whose outputs `spoil` has changed. */
async function verified(model: PortableModel, spoil: (outputs: NamedArrays) => NamedArrays = (outputs) => outputs) {
  const forward = forwardPlan(plan, weights);
  const layers = runLayers(model);
  const written: ReadBack = { ...layers, run: async (inputs) => spoil(await layers.run(inputs)) };
  const held = { split: 'validation', count: 4, inputs: exampleInputs(model, 4) } as const;
  const found = await verify({ forward, model, written, held, by: 'file', format: 'test' });
  layers.dispose();
  forward.dispose();
  return found;
}

const changed = (outputs: NamedArrays, name: string, change: (value: number, at: number) => number): NamedArrays => {
  const found = outputs[name];
  return found ? { ...outputs, [name]: { shape: found.shape, values: found.values.map(change) } } : outputs;
};

describe('verification', () => {
  it('takes what is the same', async () => {
    const { value } = await verified(encoder('noise'));
    expect(value?.outputs.map(({ output }) => output)).toEqual(['mean', 'log_variance', 'code']);
    expect(value?.largestDifference).toBeLessThanOrEqual(1e-5);
  });

  it.each([
    ['one value off by little more than allowed', (outputs: NamedArrays) => changed(outputs, 'mean', (value, at) => (at === 5 ? value + 1e-4 : value))],
    ['one value that is no number', (outputs: NamedArrays) => changed(outputs, 'log_variance', (value, at) => (at === 3 ? NaN : value))],
    ['an output that is not there', (outputs: NamedArrays) => Object.fromEntries(Object.entries(outputs).filter(([name]) => name !== 'mean'))],
    ['another shape', (outputs: NamedArrays) => ({ ...outputs, mean: { shape: [8], values: outputs.mean?.values ?? new Float32Array() } })],
  ] as const)('refuses %s', async (_, spoil) => {
    const { value, issues } = await verified(encoder('mean'), spoil);
    expect(value).toBeUndefined();
    expect(issues.map(({ code }) => code)).toEqual(['export-differs']);
  });

  it('of draws: takes another generator’s, refuses a mean or a spread that is off', async () => {
    const model = encoder('sampled');
    expect([...drawnOutputs(model)]).toEqual(['code']);
    const good = await verified(model);
    expect(good.value?.outputs.at(-1)).toMatchObject({ output: 'code', measure: 'moments' });
    const shifted = await verified(model, (outputs) => changed(outputs, 'code', (value) => value + 1));
    expect(shifted.issues.map(({ code }) => code)).toEqual(['export-differs']);
    const still = await verified(model, (outputs) => ({ ...outputs, code: outputs.mean ?? { shape: [0], values: new Float32Array() } }));
    expect(still.issues.map(({ code }) => code)).toEqual(['export-differs']);
  });

  it('allows ten times as much after convolutions and recurrence', () => {
    expect(toleranceOf(encoder('mean'))).toBe(1e-5);
    const conv = trainedTemplate('vae-conv');
    const model = cutModel({ ...conv, part: 'decoder', sample: 'mean' }).value;
    expect(model && toleranceOf(model)).toBe(1e-4);
  });
});
