import * as tf from '@tensorflow/tfjs-core';
import { loadGraphModel } from '@tensorflow/tfjs-converter';
import { beforeAll, expect, it } from 'vitest';
import { z } from '../../../shared/z.ts';
import { runLayers } from '../export/runLayers.ts';
import { exampleCard } from '../export/testing/exampleCard.ts';
import { exampleInputs } from '../export/testing/exampleInputs.ts';
import { templateModels } from '../export/testing/templateModel.ts';
import { tfjsGraphFormat } from '../export/types/tfjsGraph.ts';
import { openDevice } from './devices.ts';

beforeAll(async () => {
  await openDevice('tensorflow');
});

const modelFile = z.object({
  modelTopology: z.looseObject({}),
  signature: z.looseObject({}),
  weightsManifest: z.array(z.object({ weights: z.array(z.custom<tf.io.WeightsManifestEntry>()) })),
});

/** Law: TensorFlow.js's own loader makes of our graph model what the layers make of the inputs. */
it.each([...templateModels()].filter(({ model }) => model.sample !== 'sampled'))('tfjs-converter runs the graph model of $title', async ({ model }) => {
  const before = tf.memory().numTensors;
  const { value: files } = await tfjsGraphFormat.write(model, exampleCard);
  const { modelTopology, signature, weightsManifest } = modelFile.parse(JSON.parse(new TextDecoder().decode(files?.['model.json'])));
  const weightData = (files?.['weights.bin'] ?? new Uint8Array()).slice().buffer;
  const loaded = await loadGraphModel({
    load: () => Promise.resolve({ modelTopology, signature, weightSpecs: weightsManifest.flatMap(({ weights }) => weights), weightData }),
  });
  const inputs = exampleInputs(model, 3);
  const fed = Object.fromEntries(
    model.inputs.map(({ name, dtype }) => {
      const { shape = [], values = new Float32Array() } = inputs[name] ?? {};
      return [name, tf.tensor(dtype === 'int32' ? Int32Array.from(values) : values, [...shape], dtype)];
    }),
  );
  const made = loaded.execute(
    fed,
    model.outputs.map(({ name }) => `out_${name}`),
  );
  const layers = runLayers(model);
  const wanted = await layers.run(inputs);
  for (const [index, { name }] of model.outputs.entries()) {
    const tensor = Array.isArray(made) ? made[index] : made;
    const values = (await tensor?.data()) ?? [];
    expect(tensor?.shape).toEqual(wanted[name]?.shape);
    const furthest = wanted[name]?.values.reduce((most, value, place) => Math.max(most, Math.abs(value - Number(values[place]))), 0);
    expect(furthest).toBeLessThanOrEqual(1e-5);
  }
  tf.dispose([...(Array.isArray(made) ? made : [made]), ...Object.values(fed)]);
  layers.dispose();
  loaded.dispose();
  expect(tf.memory().numTensors).toBe(before);
});
