import { beforeAll, describe, expect, it } from 'vitest';
import { analyseDocument } from '../../../shared/check/analyse.ts';
import { planRun } from '../../../shared/check/planRun.ts';
import { parseDocument } from '../../../shared/graph/parseDocument.ts';
import { nodeKinds } from '../../../shared/nodes/catalogue.ts';
import { largestDifference } from '../kinds/reference/compare.ts';
import { lowerPlan, portKey } from '../kinds/network.ts';
import { tf } from '../tfjs/core.ts';
import type { Tensor } from '../tfjs/core.ts';
import { openDevice } from '../tfjs/devices.ts';
import { tidy } from '../tfjs/tidy.ts';
import type { ExportFormat, NamedArrays } from './exportFormat.ts';
import { importModel } from './importModel.ts';
import type { ImportedModel } from './importModel.ts';
import type { PortableModel } from './portableModel.ts';
import { runLayers } from './runLayers.ts';
import { exampleCard } from './testing/exampleCard.ts';
import { exampleInputs } from './testing/exampleInputs.ts';
import { kindModels } from './testing/kindModels.ts';
import { templateModels, trainingTemplates } from './testing/templateModel.ts';
import { h5Format } from './types/h5.ts';
import { kerasFormat } from './types/keras.ts';
import { onnxFormat } from './types/onnx.ts';
import { safetensorsFormat } from './types/safetensors.ts';
import { tfjsFormat } from './types/tfjs.ts';

beforeAll(() => openDevice('tensorflow'));

/** What the imported document's output nodes read, by the kinds' own lowering, in the order of the outputs. */
function runImported({ document, weights }: ImportedModel, model: PortableModel, inputs: NamedArrays): readonly Float32Array[] {
  const { shaped } = analyseDocument(document);
  const { value: plan } = shaped ? planRun(shaped, []) : { value: undefined };
  if (!plan) throw new Error('the imported document has no plan');
  const network = lowerPlan(plan);
  return tidy(() => {
    const held = Object.fromEntries(network.weights.map(({ key }) => [key, tf.tensor(weights[key]?.values ?? [NaN], [...(weights[key]?.shape ?? [1])])]));
    const given: Record<string, Tensor> = {};
    for (const { name, dtype } of model.inputs) {
      const array = inputs[name];
      const node = Object.keys(document.nodes).find((id) => document.nodes[id]?.name === name);
      if (array && node) given[`${node}/out`] = tf.tensor(dtype === 'int32' ? Int32Array.from(array.values) : array.values, [...array.shape], dtype);
    }
    const wanted = plan.nodes.flatMap(({ kind, inputs: wires }) => (kind === 'output' ? (wires.in ?? []) : []));
    const named = model.outputs.map(({ name }) => {
      const id = Object.keys(document.nodes).find((key) => document.nodes[key]?.kind === 'output' && document.nodes[key].params.name === name);
      const source = plan.nodes.find((node) => node.id === id)?.inputs.in?.[0];
      if (!source) throw new Error(`there is no output ${name}`);
      return portKey(source);
    });
    const { outputs } = network.forward({
      weights: held,
      batchSize: 3,
      training: false,
      seed: 1,
      step: tf.scalar(0, 'int32'),
      wanted,
      given,
      x: null,
      labels: null,
    });
    return named.map((key) => Float32Array.from(outputs[key]?.value.dataSync() ?? []));
  });
}

async function comesBack(format: ExportFormat, title: string, model: PortableModel): Promise<boolean> {
  const { value: files } = await format.write(model, exampleCard);
  if (!files || model.layers.some(({ alwaysTraining }) => alwaysTraining)) return false;
  const { value: imported, issues } = importModel(files, title);
  expect(issues, title).toEqual([]);
  if (!imported) return false;
  // The document is one that opens.
  expect(parseDocument(JSON.stringify(imported.document)).issues).toEqual([]);
  const inputs = exampleInputs(model, 3, 2);
  const layers = runLayers(model);
  const ours = await layers.run(inputs);
  layers.dispose();
  const theirs = runImported(imported, model, inputs);
  for (const [at, { name }] of model.outputs.entries())
    expect([title, largestDifference(theirs[at], ours[name]?.values ?? [])]).toEqual([title, expect.toSatisfy((value: number) => value < 1e-5)]);
  return true;
}

/** Law: export then import gives the same computation. */
describe.each([kerasFormat, h5Format, tfjsFormat, onnxFormat, safetensorsFormat])('$id', (format) => {
  it.each(trainingTemplates)('%s comes back', async (id) => {
    let count = 0;
    for (const { title, model } of templateModels([id])) count += (await comesBack(format, title, model)) ? 1 : 0;
    expect(count).toBeGreaterThan(0);
  });
});

describe.each(nodeKinds)('%s', (kind) => {
  it('comes back from Keras and ONNX files in every way it can be set', async () => {
    let count = 0;
    const told = new Set<string>();
    for (const { title, model } of kindModels(kind)) {
      const layers = JSON.stringify(model.layers.map(({ className, config, inputs }) => [className, config, inputs]));
      if (told.has(layers)) continue;
      told.add(layers);
      count += (await comesBack(kerasFormat, title, model)) && (await comesBack(onnxFormat, title, model)) ? 1 : 0;
    }
    expect(count).toBeGreaterThan(0);
  });
});
