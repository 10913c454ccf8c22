import type { KerasRef } from '../../kinds/kerasEmission.ts';
import { kerasWeightNames } from '../layerWeights.ts';
import type { PortableLayer, PortableModel } from '../portableModel.ts';
import type { TfjsLayer } from './tfjs.ts';

/** Notes what TensorFlow.js cannot say of a layer. */
type Refuse = (layer: PortableLayer, what: string) => void;

/** Keras's activations by TensorFlow.js's names; leaky_relu is a layer of its own there. */
const activations: Readonly<Record<string, string>> = {
  linear: 'linear',
  relu: 'relu',
  elu: 'elu',
  selu: 'selu',
  gelu: 'gelu',
  silu: 'swish',
  tanh: 'tanh',
  sigmoid: 'sigmoid',
  softplus: 'softplus',
  softmax: 'softmax',
};

/** Layers that TensorFlow.js has in the same words. */
const alike: ReadonlySet<string> = new Set([
  'Activation',
  'ReLU',
  'Add',
  'Multiply',
  'Average',
  'Maximum',
  'Minimum',
  'Concatenate',
  'AveragePooling2D',
  'MaxPooling2D',
  'GlobalAveragePooling2D',
  'BatchNormalization',
  'LayerNormalization',
  'Conv2D',
  'Conv2DTranspose',
  'Dense',
  'Dropout',
  'GaussianNoise',
  'Embedding',
  'Flatten',
  'Reshape',
  'Permute',
  'RepeatVector',
  'Rescaling',
  'UpSampling2D',
  'LSTM',
  'GRU',
  'SimpleRNN',
]);

/** A model in the layers of TensorFlow.js 4.22 that compute the same; what it cannot compute goes to `refuse`. */
export function tfjsLayers(model: PortableModel, refuse: Refuse): readonly TfjsLayer[] {
  return model.layers.flatMap((layer) => layersFor(model, layer, refuse));
}

function layersFor(model: PortableModel, layer: PortableLayer, refuse: Refuse): readonly TfjsLayer[] {
  const { name, className, config, inputs } = layer;
  if (layer.alwaysTraining) {
    refuse(layer, `${className} (training)`);
    return [];
  }
  const inputShape = model.layers.find((candidate) => candidate.name === inputs[0]?.[0])?.outputShapes[inputs[0]?.[1] ?? 0] ?? [];
  switch (className) {
    case 'InputLayer':
      return [plain(name, 'InputLayer', { batch_input_shape: columns(config.batch_shape), dtype: config.dtype, sparse: false }, [])];
    case 'CategoryEncoding':
      return oneHot(layer);
    case 'Cropping1D':
      return cropped(layer, inputShape);
    default:
  }
  const fault = faultOf(layer);
  if (fault !== null || !alike.has(className)) {
    refuse(layer, fault ?? className);
    return [];
  }
  if (inputShape.length === 0 && className !== 'Embedding') {
    refuse(layer, `${className} ([])`);
    return [];
  }
  // Its Flatten wants two axes at least.
  if (className === 'Flatten' && inputShape.length === 1)
    return [plain(name, 'Activation', { trainable: true, dtype: 'float32', activation: 'linear' }, inputs)];
  const weights = kerasWeightNames(model, layer).map((weight, at) => ({ name: weight, array: layer.weights[at] ?? lacking(name) }));
  const said = Object.fromEntries(Object.entries(config).flatMap(([key, value]) => saidAs(key, value)));
  // Its Concatenate takes every negative axis for the last.
  if (className === 'Concatenate' && Number(said.axis) < 0) said.axis = inputShape.length + 1 + Number(said.axis);
  if (className === 'Embedding' && inputShape.length === 0)
    return withoutColumn(layer, { name, className, config: said, inputs, weights }, Number(config.output_dim));
  // An activation that is a layer of its own there.
  if (config.activation !== 'leaky_relu') return [{ name, className, config: said, inputs, weights }];
  if (className === 'Activation') return [leaky(name, inputs)];
  const before = `${name}_before`;
  return [{ name: before, className, config: { ...said, activation: 'linear' }, inputs, weights }, leaky(name, [[before, 0]])];
}

/** What of a layer TensorFlow.js computes otherwise or not at all; null where it computes the same. */
function faultOf({ className, config }: PortableLayer): string | null {
  const isRecurrent = className === 'LSTM' || className === 'GRU' || className === 'SimpleRNN';
  for (const key of ['activation', 'recurrent_activation']) {
    const activation = config[key];
    if (activation === undefined) continue;
    const isLeaky = activation === 'leaky_relu' && !isRecurrent;
    if (!isLeaky && !(typeof activation === 'string' && Object.hasOwn(activations, activation)))
      return `${className} (${typeof activation === 'string' ? activation : 'activation'})`;
  }
  if (className === 'GRU' && config.reset_after !== false) return 'GRU (reset_after)';
  if (className === 'UpSampling2D' && config.interpolation !== 'nearest')
    return `UpSampling2D (${typeof config.interpolation === 'string' ? config.interpolation : 'interpolation'})`;
  if (className === 'ReLU' && (config.negative_slope !== 0 || config.threshold !== 0)) return 'ReLU (negative_slope, threshold)';
  return null;
}

/** A setting in TensorFlow.js's words. Initialisers are left to zeros, as every weight is in the file: an orthogonal one would be computed at each load. */
function saidAs(key: string, value: unknown): readonly (readonly [string, unknown])[] {
  if (key.endsWith('_initializer')) return [[key, { class_name: 'Zeros', config: {} }]];
  if (key === 'activation' || key === 'recurrent_activation') return [[key, Object.hasOwn(activations, String(value)) ? activations[String(value)] : value]];
  if (key === 'unit_forget_bias') return [[key, false]];
  // It refuses any layer that has one; only training would know.
  if (key === 'activity_regularizer') return [];
  return notThere.has(key) ? [] : [[key, value]];
}

/** Settings that TensorFlow.js does not have, each at the value that it stands for. */
const notThere: ReadonlySet<string> = new Set([
  'reset_after',
  'zero_output_for_mask',
  'synchronized',
  'output_padding',
  'groups',
  'seed',
  'negative_slope',
  'threshold',
  'sparse',
]);

/** Single numbers are columns of one there: its predict turns [batch] into [batch, 1]. */
function columns(shape: unknown): unknown {
  return Array.isArray(shape) && shape.length === 1 ? [null, 1] : shape;
}

/** One-hot rows by a table: its CategoryEncoding drops the batch axis of a batch of one. */
function oneHot(layer: PortableLayer): readonly TfjsLayer[] {
  const { name, config, inputs } = layer;
  const classes = Number(config.num_tokens);
  const values = Float32Array.from({ length: classes * classes }, (_, at) => (at % (classes + 1) === 0 ? 1 : 0));
  const table = { input_dim: classes, output_dim: classes, embeddings_initializer: { class_name: 'Zeros', config: {} }, mask_zero: false, input_length: null };
  const weights = [{ name: 'embeddings', array: { shape: [classes, classes], values } }];
  const rows: TfjsLayer = { name, className: 'Embedding', config: { trainable: false, dtype: 'float32', ...table }, inputs, weights };
  return withoutColumn(layer, rows, classes);
}

/** A table's rows [batch, 1, width] as [batch, width]; the last layer bears the name. */
function withoutColumn({ name }: PortableLayer, rows: TfjsLayer, width: number): readonly TfjsLayer[] {
  const table = `${name}_rows`;
  return [{ ...rows, name: table }, plain(name, 'Reshape', { trainable: true, dtype: 'float32', target_shape: [width] }, [[table, 0]])];
}

/** Steps cut off at both ends, which it has no layer for: turned, each kept step times one, turned back. */
function cropped({ name, config, inputs, outputShapes }: PortableLayer, [steps = 1]: readonly number[]): readonly TfjsLayer[] {
  const first = Array.isArray(config.cropping) ? Number(config.cropping[0]) : 0;
  const kept = outputShapes[0]?.[0] ?? 1;
  const values = new Float32Array(steps * kept);
  for (let at = 0; at < kept; at++) values[(first + at) * kept + at] = 1;
  const [turned, chosen] = [`${name}_turned`, `${name}_chosen`];
  const dense = { trainable: false, dtype: 'float32', units: kept, activation: 'linear', use_bias: false };
  const zeros = { kernel_initializer: { class_name: 'Zeros', config: {} }, bias_initializer: { class_name: 'Zeros', config: {} } };
  return [
    plain(turned, 'Permute', { trainable: true, dtype: 'float32', dims: [2, 1] }, inputs),
    { ...plain(chosen, 'Dense', { ...dense, ...zeros }, [[turned, 0]]), weights: [{ name: 'kernel', array: { shape: [steps, kept], values } }] },
    plain(name, 'Permute', { trainable: true, dtype: 'float32', dims: [2, 1] }, [[chosen, 0]]),
  ];
}

/** Keras's leaky_relu has a slope of 0.2. */
function leaky(name: string, inputs: readonly KerasRef[]): TfjsLayer {
  return plain(name, 'LeakyReLU', { trainable: true, dtype: 'float32', alpha: 0.2 }, inputs);
}

function plain(name: string, className: string, config: Readonly<Record<string, unknown>>, inputs: readonly KerasRef[]): TfjsLayer {
  return { name, className, config, inputs, weights: [] };
}

function lacking(name: string): never {
  throw new Error(`layer '${name}' lacks a weight`);
}
