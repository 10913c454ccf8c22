import { sizeOf } from '../../../../shared/nodes/tensorSpec.ts';
import { refuse } from '../../../../shared/check/issue.ts';
import type { KerasRef } from '../../kinds/kerasEmission.ts';
import type { PortableLayer, PortableModel } from '../portableModel.ts';
import { imageWriters } from './imageWriters.ts';
import { createLayerWriting } from './layerWriter.ts';
import type { LayerWriter } from './layerWriter.ts';
import { createOnnxBuilder, rankOf, straight } from './onnxBuilder.ts';
import type { Value } from './onnxBuilder.ts';
import type { OnnxGraph } from './onnxMessages.ts';
import { plainWriters } from './plainWriters.ts';
import { recurrentWriters } from './recurrentWriters.ts';

const writers: Readonly<Record<string, LayerWriter>> = { ...plainWriters, ...imageWriters, ...recurrentWriters };

/** The layer classes that ONNX holds, `InputLayer` besides. */
export const onnxLayerClasses: ReadonlySet<string> = new Set(['InputLayer', ...Object.keys(writers)]);

/**
 * A model as an ONNX graph. Inputs and outputs bear the model's names, and their values lie as in Hourglass, channels last.
 * @throws IssueError export-layer-unknown, naming the node
 */
export function onnxGraphOf(model: PortableModel): OnnxGraph {
  const graph = createOnnxBuilder([...model.inputs, ...model.outputs].map(({ name }) => name));
  const made = new Map<string, Value>();
  const valueAt = ([layer, output]: KerasRef): Value => {
    const value = output === 0 ? made.get(layer) : undefined;
    if (!value) throw new Error(`no layer before gives ${layer}:${output}`);
    return value;
  };
  // 1. Inputs as they are fed.
  for (const { name, shape, dtype } of model.inputs)
    made.set(name, { name, shape, order: straight(shape.length + 1), type: dtype === 'int32' ? 'int32' : 'float' });
  // 2. Each layer behind what it reads.
  for (const layer of model.layers) {
    if (layer.className === 'InputLayer') continue;
    const writing = createLayerWriting(layer, graph, layer.inputs.map(valueAt));
    const value = writerOf(layer)(writing);
    if (value.shape.length !== writing.outputShape.length || sizeOf(value.shape) !== sizeOf(writing.outputShape))
      throw new Error(`${layer.className} '${layer.name}' gives ${value.shape.join('×')}, not ${writing.outputShape.join('×')}`);
    made.set(layer.name, value);
  }
  // 3. Outputs under their names, with their axes as in Hourglass.
  const outputs = model.outputs.map(({ name, ref, shape }) => {
    const value = valueAt(ref);
    graph.give(name, graph.turned(ref[0], value, straight(rankOf(value))));
    return { name, type: value.type, shape };
  });
  const inputs = model.inputs.map(({ name, shape, dtype }) => ({ name, type: dtype === 'int32' ? ('int32' as const) : ('float' as const), shape }));
  return graph.graph(model.name, inputs, outputs);
}

function writerOf(layer: PortableLayer): LayerWriter {
  const writer = Object.hasOwn(writers, layer.className) ? writers[layer.className] : undefined;
  return (
    writer ?? refuse('export-layer-unknown', { node: layer.node ?? layer.name }, { node: layer.node ?? layer.name, layer: layer.className, format: 'ONNX' })
  );
}
