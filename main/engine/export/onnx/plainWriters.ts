import { writeActivation } from './activationWriter.ts';
import { channelsFirst, rankOf, straight } from './onnxBuilder.ts';
import type { Value } from './onnxBuilder.ts';
import type { LayerWriter, LayerWriting } from './layerWriter.ts';

/** f(xW + b) on the last axis. */
const writeDense: LayerWriter = (writing) => {
  const product = writing.op('MatMul', [writing.straight(writing.input()).name, writing.weight('kernel')]);
  return writeActivation(
    writing,
    writing.config.text('activation'),
    writing.plain(writing.has('bias') ? writing.op('Add', [product, writing.weight('bias')]) : product),
  );
};

/** The operator on each value, the axes as they lie. */
const each =
  (op: string): LayerWriter =>
  (writing) => ({ ...writing.input(), name: writing.op(op, [writing.input().name]) });

const writeRelu: LayerWriter = (writing) => {
  const { config, op, graph } = writing;
  if (config.number('negative_slope') !== 0 || config.number('threshold') !== 0) writing.refuse('slope or threshold');
  const most = config.numberOrNull('max_value');
  const x = writing.input();
  return { ...x, name: most === null ? op('Relu', [x.name]) : op('Clip', [x.name, graph.float(0), graph.float(most)]) };
};

/** scale·x + offset. */
const writeRescaling: LayerWriter = ({ config, op, graph, input }) => {
  const x = input();
  const scale = config.number('scale'),
    offset = config.number('offset');
  const scaled = scale === 1 ? x.name : op('Mul', [x.name, graph.float(scale)]);
  return { ...x, name: offset === 0 ? scaled : op('Add', [scaled, graph.float(offset)]) };
};

/** With one rank (axes of 1 behind the batch, as Keras's merge layers align them) and one order of axes. */
function aligned(writing: LayerWriting): readonly Value[] {
  const rank = Math.max(...writing.inputs.map(rankOf));
  const values = writing.inputs.map((value): Value => {
    if (rankOf(value) === rank) return value;
    const shape = [...Array.from({ length: rank - rankOf(value) }, () => 1), ...value.shape];
    return { ...value, name: writing.op('Reshape', [writing.straight(value).name, writing.graph.ints([0, ...shape])]), shape, order: straight(rank) };
  });
  return writing.graph.alike(writing.layer.name, values);
}

/** x₁ ∘ x₂ ∘ …, broadcast. */
const writeMerge =
  (op: string): LayerWriter =>
  (writing) => {
    const [first, ...rest] = aligned(writing);
    if (!first) return writing.refuse('no input');
    const name = rest.reduce((sum, value) => writing.op(op, [sum, value.name]), first.name);
    return { ...first, name, shape: writing.outputShape };
  };

const writeConcatenate: LayerWriter = (writing) => {
  const values = writing.graph.alike(writing.layer.name, writing.inputs);
  const [first] = values;
  if (!first) return writing.refuse('no input');
  const wanted = writing.config.number('axis');
  const axis = first.order.indexOf(wanted < 0 ? wanted + rankOf(first) : wanted);
  if (axis < 0) writing.refuse(`axis ${wanted}`);
  return {
    ...first,
    name: writing.op(
      'Concat',
      values.map(({ name }) => name),
      { axis: { int: axis } },
    ),
    shape: writing.outputShape,
  };
};

/** By the moving averages. */
const writeBatchNorm: LayerWriter = (writing) => {
  const { layer, config, graph } = writing;
  const x = writing.input();
  const axis = config.number('axis');
  if (axis !== -1 && axis !== rankOf(x) - 1) writing.refuse(`axis ${axis}`);
  const turned = graph.turned(layer.name, x, channelsFirst(rankOf(x)));
  const tensors = [affine(writing, 'gamma', 1), affine(writing, 'beta', 0), writing.weight('movingMean'), writing.weight('movingVariance')];
  return { ...turned, name: writing.op('BatchNormalization', [turned.name, ...tensors], { epsilon: { float: config.number('epsilon') } }) };
};

const writeLayerNorm: LayerWriter = (writing) => {
  const { config } = writing;
  const x = writing.straight(writing.input());
  const axis = config.number('axis');
  if (axis !== -1 && axis !== rankOf(x) - 1) writing.refuse(`axis ${axis}`);
  const tensors = [affine(writing, 'gamma', 1), ...(writing.has('beta') ? [writing.weight('beta')] : [])];
  return { ...x, name: writing.op('LayerNormalization', [x.name, ...tensors], { axis: { int: -1 }, epsilon: { float: config.number('epsilon') } }) };
};

/** γ or β, or what stands for it where the layer has none. */
function affine(writing: LayerWriting, name: 'gamma' | 'beta', instead: number): string {
  if (writing.has(name)) return writing.weight(name);
  const size = writing.input().shape.at(-1) ?? 1;
  return writing.graph.tensor({ name: `${writing.layer.name}/no_${name}`, type: 'float', shape: [size], values: new Float32Array(size).fill(instead) });
}

/** Of class numbers; a number outside the classes is not to be fed (ONNX counts negative ones from the end). */
const writeCategoryEncoding: LayerWriter = (writing) => {
  const { config, graph, layer } = writing;
  if (config.text('output_mode') !== 'one_hot') writing.refuse(config.text('output_mode'));
  const ids = writing.op('Cast', [writing.straight(writing.input()).name], { to: { int: 7 } });
  const values = graph.tensor({ name: `${layer.name}/off_on`, type: 'float', shape: [2], values: [0, 1] });
  return writing.plain(writing.op('OneHot', [ids, graph.ints([config.number('num_tokens')]), values], { axis: { int: -1 } }));
};

const writeEmbedding: LayerWriter = (writing) => {
  if (writing.config.flag('mask_zero')) writing.refuse('mask_zero');
  const ids = writing.straight(writing.input());
  const whole = ids.type === 'float' ? writing.op('Cast', [ids.name], { to: { int: 6 } }) : ids.name;
  return writing.plain(writing.op('Gather', [writing.weight('embeddings'), whole], { axis: { int: 0 } }));
};

const writeReshape: LayerWriter = (writing) =>
  writing.plain(writing.op('Reshape', [writing.straight(writing.input()).name, writing.graph.ints([0, ...writing.outputShape])]));

const writePermute: LayerWriter = (writing) => {
  const perm = [0, ...writing.config.integers('dims')];
  return writing.plain(writing.op('Transpose', [writing.straight(writing.input()).name], { perm: { ints: perm } }));
};

/** Steps left out at the beginning and at the end of axis 1. */
const writeCropping: LayerWriter = (writing) => {
  const { graph } = writing;
  const [begin, end] = writing.config.pair('cropping');
  const x = writing.straight(writing.input());
  return writing.plain(writing.op('Slice', [x.name, graph.ints([begin]), graph.ints([(x.shape[0] ?? 0) - end]), graph.ints([1])]));
};

const writeRepeat: LayerWriter = (writing) => {
  const { graph } = writing;
  const one = writing.op('Unsqueeze', [writing.straight(writing.input()).name, graph.ints([1])]);
  return writing.plain(writing.op('Tile', [one, graph.ints([1, writing.config.number('n'), 1])]));
};

/** Draws only where it is called in training mode when the model is used: then fresh numbers in every run. */
const writeGaussianNoise: LayerWriter = (writing) => {
  const x = writing.input();
  if (!writing.layer.alwaysTraining) return x;
  const draws = writing.op('RandomNormalLike', [x.name], { dtype: { int: 1 }, mean: { float: 0 }, scale: { float: writing.config.number('stddev') } });
  return { ...x, name: writing.op('Add', [x.name, draws]) };
};

/** Passes everything while the model is used. */
const writeDropout: LayerWriter = (writing) => (writing.layer.alwaysTraining ? writing.refuse('in training mode') : writing.input());

/** Layers of vectors and of any shape. */
export const plainWriters = {
  Activation: (writing) => writeActivation(writing, writing.config.text('activation'), writing.input()),
  Add: writeMerge('Add'),
  BatchNormalization: writeBatchNorm,
  CategoryEncoding: writeCategoryEncoding,
  Concatenate: writeConcatenate,
  Cropping1D: writeCropping,
  Dense: writeDense,
  Dropout: writeDropout,
  Embedding: writeEmbedding,
  Flatten: (writing) => writing.plain(writing.op('Flatten', [writing.straight(writing.input()).name], { axis: { int: 1 } })),
  GaussianNoise: writeGaussianNoise,
  LayerNormalization: writeLayerNorm,
  Multiply: writeMerge('Mul'),
  Permute: writePermute,
  ReLU: writeRelu,
  RepeatVector: writeRepeat,
  Rescaling: writeRescaling,
  Reshape: writeReshape,
  'ops.log': each('Log'),
  'ops.sqrt': each('Sqrt'),
} satisfies Readonly<Record<string, LayerWriter>>;
