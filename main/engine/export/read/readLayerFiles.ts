import { IssueError } from '../../../../shared/check/issue.ts';
import type { Outcome } from '../../../../shared/check/issue.ts';
import type { ExportFiles } from '../exportFormat.ts';
import { layerWeights } from '../layerWeights.ts';
import { readOnnxLayers } from '../onnx/readLayers.ts';
import type { PortableModel } from '../portableModel.ts';
import { readSafetensorsLayers } from '../types/safetensors.ts';
import type { ReadModel } from './readModel.ts';

/** An ONNX file of ours. Throws IssueError onnx-foreign, onnx-broken and what else its reader refuses. */
export const readOnnx = (bytes: Uint8Array, file: string): ReadModel => inKerasWords(readOnnxLayers(bytes, file));

/** `model.json` and `model.safetensors` of ours. Throws IssueError layers-broken. */
export const readSafetensors = (files: ExportFiles): ReadModel => inKerasWords(readSafetensorsLayers(files));

/** Weights under Keras's names: a Split's meanKernel is the kernel of its Dense layer. */
function inKerasWords({ value: model, issues }: Outcome<PortableModel>): ReadModel {
  if (!model) throw new IssueError(issues);
  const shapes = new Map(model.layers.map(({ name, outputShapes }) => [name, outputShapes[0] ?? []]));
  return {
    ...model,
    layers: model.layers.map((layer) => {
      const read = layer.inputs.map(([from]) => shapes.get(from) ?? []);
      // The layers were read with the weights that their configuration asks for.
      const expected = layerWeights(layer.className, layer.config, read, (key) => {
        throw new Error(`layer '${layer.name}' does not say its ${key}`);
      });
      return { ...layer, node: null, weights: layer.weights.map((weight, at) => ({ ...weight, name: expected[at]?.name ?? weight.name })) };
    }),
  };
}
