import { IssueError, issue } from '../../../../shared/check/issue.ts';
import type { Outcome } from '../../../../shared/check/issue.ts';
import { tf } from '../../tfjs/core.ts';
import { tfTypes } from '../../tfjs/encodeGraph.ts';
import type { ExportFiles, ExportFormat, ModelCard } from '../exportFormat.ts';
import { graphForAnyBatch } from '../graph/anyBatch.ts';
import { graphAsJson, typeNames } from '../graph/graphAsJson.ts';
import { readGraphModel } from '../graph/readGraphModel.ts';
import { sealOf } from '../graph/seal.ts';
import { exportParts, sampleForms } from '../portableModel.ts';
import type { PortableModel } from '../portableModel.ts';

const utf8 = new TextEncoder();

/** TensorFlow.js's graph model: operations rather than layers, run by tfjs-converter's `loadGraphModel` in browsers and Node; weights beside it. */
export const tfjsGraphFormat: ExportFormat = {
  id: 'tfjs-graph',
  title: { en: 'TensorFlow.js graph model (folder)', zh: 'TensorFlow.js 图模型（文件夹）' },
  extension: null,
  parts: exportParts,
  samples: sampleForms,
  write: (model, card) => Promise.resolve(writeGraphModel(model, card)),
  read: (files) => Promise.resolve(readGraphModel(files)),
  snippet: graphModelSnippet,
};

function writeGraphModel(model: PortableModel, card: ModelCard): Outcome<ExportFiles> {
  if (tf.getBackend() !== 'tensorflow') return { value: undefined, issues: [issue('export-needs-tensorflow', {}, { format: 'TensorFlow.js' })] };
  try {
    const { graph, inputs, outputs } = graphForAnyBatch(model);
    const { node, weights, bytes } = graphAsJson(graph.nodes);
    const told = (ref: string | undefined, dtype: number, shape: readonly number[]) => ({
      name: `${ref}:0`,
      dtype: typeNames[dtype],
      tensorShape: { dim: [-1, ...shape].map((size) => ({ size: String(size) })) },
    });
    const signature = {
      inputs: Object.fromEntries(
        model.inputs.map(({ name, dtype, shape }, index) => [name, told(inputs[index], dtype === 'int32' ? tfTypes.int32 : tfTypes.float, shape)]),
      ),
      outputs: Object.fromEntries(model.outputs.map(({ name, shape }, index) => [name, told(outputs[index], tfTypes.float, shape)])),
    };
    const topology = {
      format: 'graph-model',
      generatedBy: `Hourglass ${card.hourglass}`,
      convertedBy: null,
      signature,
      userDefinedMetadata: { hourglass: card },
      modelTopology: { node, library: {}, versions: { producer: 1087 } },
      weightsManifest: [{ paths: ['weights.bin'], weights }],
    };
    const text = JSON.stringify({ ...topology, userDefinedMetadata: { hourglass: card, sha256: sealOf(utf8.encode(JSON.stringify(topology)), bytes) } });
    return { value: { 'model.json': utf8.encode(text), 'weights.bin': bytes }, issues: [] };
  } catch (error) {
    if (error instanceof IssueError) return { value: undefined, issues: error.issues };
    throw error;
  }
}

function graphModelSnippet(model: PortableModel, name: string): string {
  const feeds = model.inputs.map(({ name: input, shape, dtype }) => `  ${input}: tf.zeros([1, ${shape.join(', ')}]${dtype === 'int32' ? ", 'int32'" : ''}),`);
  return [
    "import * as tf from '@tensorflow/tfjs';",
    '',
    `const model = await tf.loadGraphModel('${name}/model.json');`,
    'const outputs = model.predict({',
    ...feeds,
    '});',
    `console.log(outputs); // ${model.outputs.map((output) => output.name).join(', ')}`,
    '',
  ].join('\n');
}
