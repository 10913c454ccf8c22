import type { OnnxAttr, OnnxGraph, OnnxNode, OnnxPort, OnnxTensor, OnnxType } from './onnxMessages.ts';

/** A tensor of the graph being drawn: where its axes lie is tracked, so that two turns that undo each other are never written. */
export interface Value {
  readonly name: string;
  /** As the layers see it: without the batch axis, channels last. */
  readonly shape: readonly number[];
  /** Which of the layers' axes (0: the batch) lies at each axis of the ONNX tensor; [0, 1, 2, …] unless turned. */
  readonly order: readonly number[];
  readonly type: OnnxType;
}

export const rankOf = (value: Value): number => value.shape.length + 1;
/** Axes as the layers see them. */
export const straight = (rank: number): readonly number[] => Array.from({ length: rank }, (_, axis) => axis);
/** [batch, channels, …]: what ONNX's convolutions, pools and batch normalisation read. */
export const channelsFirst = (rank: number): readonly number[] => (rank < 3 ? straight(rank) : [0, rank - 1, ...straight(rank).slice(1, -1)]);
/** [time, batch, features]: what ONNX's recurrent operators read. */
export const timeMajor: readonly number[] = [1, 0, 2];

const sameOrder = (a: readonly number[], b: readonly number[]): boolean => a.length === b.length && a.every((axis, at) => axis === b[at]);

/** Draws an ONNX graph operator by operator. Names are `<layer>/<operator>`, weights `<layer>/<weight>`. */
export interface OnnxBuilder {
  /** An operator of `layer`; gives its output's name, and with `outputs` that of each. */
  op(layer: string, op: string, inputs: readonly string[], attrs?: Readonly<Record<string, OnnxAttr>>): string;
  ops(layer: string, op: string, inputs: readonly string[], outputs: number, attrs?: Readonly<Record<string, OnnxAttr>>): readonly string[];
  /** A stored tensor; gives its name. Equal small constants of whole numbers or one float are stored once. */
  tensor(tensor: OnnxTensor): string;
  ints(values: readonly number[]): string;
  float(value: number): string;
  /** The same tensor with its axes in this order; a Transpose where they are not. */
  turned(layer: string, value: Value, order: readonly number[]): Value;
  /** The tensors with their axes in one order: theirs where they agree, else the layers' own. */
  alike(layer: string, values: readonly Value[]): readonly Value[];
  /** Makes the tensor an output of the graph, under that name. */
  give(output: string, value: Value): void;
  graph(name: string, inputs: readonly OnnxPort[], outputs: readonly OnnxPort[]): OnnxGraph;
}

/** @param reserved names that operators and tensors must not take: the graph's inputs and outputs */
export function createOnnxBuilder(reserved: Iterable<string>): OnnxBuilder {
  const names = new Set<string>(reserved);
  const nodes: OnnxNode[] = [];
  const tensors: OnnxTensor[] = [];
  const constants = new Map<string, string>();
  const turns = new Map<string, string>();
  const unique = (wanted: string): string => {
    let name = wanted;
    for (let more = 1; names.has(name); more++) name = `${wanted}_${more}`;
    names.add(name);
    return name;
  };
  const builder: OnnxBuilder = {
    op: (layer, op, inputs, attrs = {}) => {
      const name = unique(`${layer}/${op}`);
      nodes.push({ name, op, inputs, outputs: [name], attrs });
      return name;
    },
    ops: (layer, op, inputs, count, attrs = {}) => {
      const name = unique(`${layer}/${op}`);
      const outputs = Array.from({ length: count }, (_, at) => unique(`${name}/${at}`));
      nodes.push({ name, op, inputs, outputs, attrs });
      return outputs;
    },
    tensor: (tensor) => {
      const name = unique(tensor.name);
      tensors.push({ ...tensor, name });
      return name;
    },
    ints: (values) => constant(`const/${values.join('_')}`, { type: 'int64', shape: [values.length], values }),
    float: (value) => constant(`const/${value}f`, { type: 'float', shape: [], values: [value] }),
    turned: (layer, value, order) => {
      if (sameOrder(value.order, order)) return value;
      const key = JSON.stringify([value.name, order]);
      const name = turns.get(key) ?? builder.op(layer, 'Transpose', [value.name], { perm: { ints: order.map((axis) => value.order.indexOf(axis)) } });
      turns.set(key, name);
      // The way back costs nothing.
      turns.set(JSON.stringify([name, value.order]), value.name);
      return { ...value, name, order };
    },
    alike: (layer, values) => {
      const [first, ...rest] = values;
      if (!first || rest.every(({ order }) => sameOrder(order, first.order))) return values;
      return values.map((value) => builder.turned(layer, value, straight(rankOf(value))));
    },
    give: (output, value) => {
      nodes.push({ name: unique(`${output}/Identity`), op: 'Identity', inputs: [value.name], outputs: [output], attrs: {} });
    },
    graph: (name, inputs, outputs) => ({ name, nodes, tensors, inputs, outputs }),
  };
  const constant = (name: string, tensor: Omit<OnnxTensor, 'name'>): string => {
    const known = constants.get(name) ?? builder.tensor({ name, ...tensor });
    constants.set(name, known);
    return known;
  };
  return builder;
}
