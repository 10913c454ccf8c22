import type { Issue, Outcome } from '../../../../shared/check/issue.ts';
import { issue } from '../../../../shared/check/issue.ts';
import type { KerasRef } from '../../kinds/kerasEmission.ts';
import type { ExportFiles, ExportFormat, ModelCard } from '../exportFormat.ts';
import { exportParts } from '../portableModel.ts';
import type { PortableModel } from '../portableModel.ts';
import { readBack } from '../read/readBack.ts';
import { readTfjs } from '../read/readTfjs.ts';
import type { StoredArray } from '../storedArray.ts';
import { plainName } from './kerasGraph.ts';
import { interfaceOf } from './modelInterface.ts';
import { tfjsLayers } from './tfjsLayers.ts';

const shardBytes = 4 * 2 ** 20;

/** A TensorFlow.js layers model: model.json and its weights in shards of 4 MiB. It draws nothing by itself: predict never calls a layer in training mode. */
export const tfjsFormat: ExportFormat = {
  id: 'tfjs',
  title: { en: 'TensorFlow.js layers model', zh: 'TensorFlow.js 层模型' },
  extension: null,
  parts: exportParts,
  samples: ['mean', 'noise'],
  write: (model, card) => Promise.resolve(writeTfjs(model, card)),
  read: (files) => readBack(() => readTfjs(files, 'model.json')),
  snippet: tfjsSnippet,
};

/** One layer as TensorFlow.js 4.22 has it; weights by the name behind the layer's. */
export interface TfjsLayer {
  readonly name: string;
  readonly className: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly inputs: readonly KerasRef[];
  readonly weights: readonly { readonly name: string; readonly array: StoredArray }[];
}

function writeTfjs(model: PortableModel, card: ModelCard): Outcome<ExportFiles> {
  const issues: Issue[] = [];
  const layers = tfjsLayers(model, (layer, what) => {
    issues.push(issue('export-layer-unknown', { node: layer.node ?? layer.name }, { layer: what, format: 'TensorFlow.js' }));
  });
  if (issues.length > 0) return { value: undefined, issues };
  const end = ([name, output]: KerasRef): unknown => [name, 0, output];
  // 1. The weights one behind the other, in shards.
  const weights = layers.flatMap((layer) => layer.weights.map(({ name, array }) => ({ name: `${layer.name}/${name}`, array })));
  const bytes = joined(weights.map(({ array }) => array));
  const count = Math.ceil(bytes.length / shardBytes);
  const paths = Array.from({ length: count }, (_, at) => `group1-shard${at + 1}of${count}.bin`);
  // 2. What stands in model.json.
  const topology = {
    class_name: 'Model',
    config: {
      name: plainName(model.name),
      layers: layers.map(({ name, className, config, inputs }) => ({
        name,
        class_name: className,
        config: { ...config, name },
        inbound_nodes: className === 'InputLayer' ? [] : [inputs.map(([from, output]) => [from, 0, output, {}])],
      })),
      input_layers: model.inputs.map(({ name }) => end([name, 0])),
      output_layers: model.outputs.map(({ ref }) => end(ref)),
    },
    keras_version: 'tfjs-layers 4.22.0',
    backend: 'tensor_flow.js',
  };
  const json = {
    format: 'layers-model',
    generatedBy: `Hourglass ${card.hourglass}`,
    convertedBy: null,
    modelTopology: topology,
    weightsManifest: [{ paths, weights: weights.map(({ name, array }) => ({ name, shape: array.shape, dtype: 'float32' })) }],
    userDefinedMetadata: { hourglass: { card, ...interfaceOf(model) } },
  };
  const shards = paths.map((path, at) => [path, bytes.slice(at * shardBytes, (at + 1) * shardBytes)] as const);
  return { value: { 'model.json': new TextEncoder().encode(JSON.stringify(json)), ...Object.fromEntries(shards) }, issues: [] };
}

/** Little-endian float32. */
function joined(arrays: readonly StoredArray[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(arrays.reduce((sum, { values }) => sum + values.length * 4, 0)));
  let at = 0;
  for (const { values } of arrays) {
    for (const value of values) {
      view.setFloat32(at, value, true);
      at += 4;
    }
  }
  return new Uint8Array(view.buffer);
}

function tfjsSnippet({ inputs, outputs }: PortableModel, name: string): string {
  return [
    "import * as tf from '@tensorflow/tfjs';",
    '',
    `const model = await tf.loadLayersModel(${JSON.stringify(`${name}/model.json`)});`,
    'const outputs = [model.predict([',
    ...inputs.map(({ name: input, shape, dtype }) => `  tf.zeros([${[1, ...shape].join(', ')}], '${dtype}'), // ${input}`),
    '])].flat();',
    `${JSON.stringify(outputs.map((output) => output.name))}.forEach((name, at) => console.log(name, outputs[at].shape));`,
    '',
  ].join('\n');
}
