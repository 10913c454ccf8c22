import { refuse } from '../../../../shared/check/issue.ts';
import { layerConfig } from '../layerConfig.ts';
import type { LayerConfig } from '../layerConfig.ts';
import { weightKey } from '../layerGraph.ts';
import { layerWeights } from '../layerWeights.ts';
import type { PortableLayer } from '../portableModel.ts';
import { arrangeWeight, weightArrangement } from './weightArrangement.ts';
import { rankOf, straight } from './onnxBuilder.ts';
import type { OnnxBuilder, Value } from './onnxBuilder.ts';
import type { OnnxAttr } from './onnxMessages.ts';

/** A layer being written. */
export interface LayerWriting {
  readonly layer: PortableLayer;
  readonly graph: OnnxBuilder;
  readonly config: LayerConfig;
  readonly inputs: readonly Value[];
  /** Its first output without the batch axis. */
  readonly outputShape: readonly number[];
  /** The one input. */
  input(): Value;
  /** Stores a weight by its role in the layer (layerWeights) as ONNX wants it, once; gives its tensor's name. */
  weight(role: string): string;
  has(role: string): boolean;
  /** An operator of this layer; gives its output's name. */
  op(op: string, inputs: readonly string[], attrs?: Readonly<Record<string, OnnxAttr>>): string;
  /** The tensor with its axes as the layers see them. */
  straight(value: Value): Value;
  /** An output whose axes lie as the layers see them. */
  plain(name: string): Value;
  /** Refuses the layer: this format does not hold it, or not as configured. */
  refuse(what?: string): never;
}

/** What a writer makes of a layer: its output. */
export type LayerWriter = (writing: LayerWriting) => Value;

export function createLayerWriting(layer: PortableLayer, graph: OnnxBuilder, inputs: readonly Value[]): LayerWriting {
  const stored = new Map<string, string>();
  const refuseLayer = (what?: string): never =>
    refuse(
      'export-layer-unknown',
      { node: layer.node ?? layer.name },
      { layer: what === undefined ? layer.className : `${layer.className} (${what})`, format: 'ONNX' },
    );
  const [outputShape = []] = layer.outputShapes;
  const roles = layerWeights(
    layer.className,
    layer.config,
    inputs.map(({ shape }) => shape),
    refuseLayer,
  ).map(({ name }) => name);
  return {
    layer,
    graph,
    inputs,
    outputShape,
    config: layerConfig(layer.config, refuseLayer),
    input: () => inputs[0] ?? refuseLayer('no input'),
    has: (role) => layer.weights[roles.indexOf(role)] !== undefined,
    weight: (role) => {
      const weight = layer.weights[roles.indexOf(role)] ?? refuseLayer(role);
      const { shape, values } = arrangeWeight(weight, weightArrangement(layer, { name: role, shape: weight.shape }));
      const tensor = stored.get(role) ?? graph.tensor({ name: weightKey(layer.name, weight.name), type: 'float', shape, values });
      stored.set(role, tensor);
      return tensor;
    },
    op: (op, names, attrs) => graph.op(layer.name, op, names, attrs),
    straight: (value) => graph.turned(layer.name, value, straight(rankOf(value))),
    plain: (name) => ({ name, shape: outputShape, order: straight(outputShape.length + 1), type: 'float' }),
    refuse: refuseLayer,
  };
}
