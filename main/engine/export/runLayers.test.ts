import { beforeAll, describe, expect, it } from 'vitest';
import { nodeKinds } from '../../../shared/nodes/catalogue.ts';
import { tf } from '../tfjs/core.ts';
import { openDevice } from '../tfjs/devices.ts';
import { cutModel } from './cutModel.ts';
import type { NamedArrays } from './exportFormat.ts';
import { forwardPlan } from './forwardPlan.ts';
import type { PortableModel } from './portableModel.ts';
import { runLayers } from './runLayers.ts';
import { exampleInputs } from './testing/exampleInputs.ts';
import { kindModels } from './testing/kindModels.ts';
import { templateModels, trainedTemplate, trainingTemplates } from './testing/templateModel.ts';

beforeAll(() => openDevice('tensorflow'));

/** Largest absolute difference by output. */
function differences(a: NamedArrays, b: NamedArrays): Record<string, number> {
  return Object.fromEntries(
    Object.entries(a).map(([name, { shape, values }]) => {
      expect(b[name]?.shape).toEqual(shape);
      return [name, values.reduce((most, value, at) => Math.max(most, Math.abs(value - (b[name]?.values[at] ?? NaN))), 0)];
    }),
  );
}

async function compare(forward: ReturnType<typeof forwardPlan>, model: PortableModel, count: number): Promise<Record<string, number>> {
  const inputs = exampleInputs(model, count, 2);
  const layers = runLayers(model);
  try {
    return differences(await forward.run(model, inputs), await layers.run(inputs));
  } finally {
    layers.dispose();
  }
}

/** Law: a part's layers, run by an interpreter that knows Keras's layers and nothing of our kinds, give what the plan's own forward pass gives. */
describe.each(trainingTemplates)('%s', (id) => {
  it('every part and form computes what the plan computes', async () => {
    const before = tf.memory().numTensors;
    const { plan, weights } = trainedTemplate(id);
    const forward = forwardPlan(plan, weights);
    for (const { title, model } of templateModels([id])) {
      if (model.layers.some(({ alwaysTraining }) => alwaysTraining)) continue;
      for (const [output, most] of Object.entries(await compare(forward, model, 3)))
        expect([title, output, most]).toEqual([title, output, expect.toSatisfy((value: number) => value <= 1e-5)]);
    }
    forward.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe.each(nodeKinds)('%s', (kind) => {
  it('is exported in every way it can be set', async () => {
    let count = 0;
    for (const { title, plan, weights, model } of kindModels(kind)) {
      const forward = forwardPlan(plan, weights);
      for (const [output, most] of Object.entries(await compare(forward, model, 3)))
        expect([title, output, most]).toEqual([title, output, expect.toSatisfy((value: number) => value <= 1e-5)]);
      forward.dispose();
      count += 1;
    }
    expect(count).toBeGreaterThan(0);
  });
});

describe('what the target draws itself', () => {
  it('has the mean and the spread of the posterior, and differs from call to call', async () => {
    const { plan, weights } = trainedTemplate('vae-dense');
    const model = cutModel({ plan, weights, part: 'encoder', sample: 'sampled' }).value;
    if (!model) throw new Error('vae-dense has an encoder');
    const count = 4000;
    const [input] = model.inputs;
    const row = exampleInputs(model, 1)[input?.name ?? '']?.values ?? new Float32Array();
    const inputs = {
      [input?.name ?? '']: { shape: [count, row.length], values: Float32Array.from({ length: count * row.length }, (_, at) => row[at % row.length] ?? 0) },
    };
    const layers = runLayers(model);
    const [first, second] = [await layers.run(inputs), await layers.run(inputs)];
    layers.dispose();
    const width = model.outputs[0]?.shape[0] ?? 0;
    const codes = first.code?.values ?? new Float32Array();
    expect(Array.from(codes)).not.toEqual(Array.from(second.code?.values ?? []));
    for (let dimension = 0; dimension < width; dimension++) {
      const drawn = Array.from({ length: count }, (_, at) => codes[at * width + dimension] ?? NaN);
      const mean = drawn.reduce((sum, value) => sum + value, 0) / count;
      const deviation = Math.sqrt(drawn.reduce((sum, value) => sum + (value - mean) ** 2, 0) / count);
      const sigma = Math.exp(0.5 * (first.log_variance?.values[dimension] ?? NaN));
      // Six standard errors.
      expect(Math.abs(mean - (first.mean?.values[dimension] ?? NaN))).toBeLessThan((6 * sigma) / Math.sqrt(count));
      expect(Math.abs(deviation - sigma)).toBeLessThan((6 * sigma) / Math.sqrt(2 * count));
    }
  });
});
