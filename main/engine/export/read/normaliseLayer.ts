import { refuse } from '../../../../shared/check/issue.ts';
import { isRecord } from '../../../../shared/graph/plainJson.ts';

interface Head {
  readonly name: string;
  readonly className: string;
  readonly config: Readonly<Record<string, unknown>>;
}

/** Classes of keras.ops as functional models hold them. */
const operations = new Map([
  ['Log', 'ops.log'],
  ['Sqrt', 'ops.sqrt'],
]);

/** Names of activations in other spellings, to Keras 3's. */
const activationNames = new Map([
  ['swish', 'silu'],
  ['leakyRelu', 'leaky_relu'],
]);

/** Layers that are an activation, where their settings are that activation's. */
const activationLayers: Readonly<
  Record<string, { readonly activation: string; fits(config: Readonly<Record<string, unknown>>): boolean; readonly setting: string }>
> = {
  Softmax: { activation: 'softmax', setting: 'axis', fits: ({ axis }) => axis === undefined || axis === -1 },
  ELU: { activation: 'elu', setting: 'alpha', fits: ({ alpha }) => alpha === undefined || alpha === 1 },
  LeakyReLU: {
    activation: 'leaky_relu',
    setting: 'negative_slope',
    fits: ({ negative_slope: slope, alpha }) => Math.abs(Number(slope ?? alpha ?? 0.3) - 0.2) < 1e-6,
  },
};

/** Settings that other writers leave out, as Keras's own defaults have them. */
const defaults: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  Dense: { activation: 'linear', use_bias: true },
  Conv2D: { strides: [1, 1], padding: 'valid', data_format: 'channels_last', dilation_rate: [1, 1], groups: 1, activation: 'linear', use_bias: true },
  Conv2DTranspose: {
    strides: [1, 1],
    padding: 'valid',
    output_padding: null,
    data_format: 'channels_last',
    dilation_rate: [1, 1],
    activation: 'linear',
    use_bias: true,
  },
  MaxPooling2D: { pool_size: [2, 2], strides: null, padding: 'valid', data_format: 'channels_last' },
  AveragePooling2D: { pool_size: [2, 2], strides: null, padding: 'valid', data_format: 'channels_last' },
  GlobalAveragePooling2D: { data_format: 'channels_last', keepdims: false },
  UpSampling2D: { size: [2, 2], interpolation: 'nearest', data_format: 'channels_last' },
  BatchNormalization: { axis: -1, momentum: 0.99, epsilon: 1e-3, center: true, scale: true },
  LayerNormalization: { axis: -1, epsilon: 1e-3, center: true, scale: true },
  Flatten: { data_format: 'channels_last' },
  Concatenate: { axis: -1 },
  ReLU: { max_value: null, negative_slope: 0, threshold: 0 },
  Rescaling: { offset: 0 },
  Cropping1D: { cropping: [1, 1] },
  LSTM: recurrent({ recurrent_activation: 'sigmoid' }),
  GRU: recurrent({ recurrent_activation: 'sigmoid', reset_after: true }),
  SimpleRNN: recurrent({}),
  Dropout: { seed: null, noise_shape: null },
  GaussianNoise: { seed: null },
};

/** Where TensorFlow.js leaves out what Keras 3 would read otherwise. */
const tfjsDefaults: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  LSTM: { recurrent_activation: 'hard_sigmoid' },
  GRU: { recurrent_activation: 'hard_sigmoid', reset_after: false },
};

/** Whose words a file is in. */
export type Dialect = 'keras' | 'tfjs';

function recurrent(more: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return { activation: 'tanh', use_bias: true, return_sequences: false, return_state: false, go_backwards: false, stateful: false, ...more };
}

/** Settings with one value that all of this can compute; another is refused. */
const only: Readonly<Record<string, readonly unknown[]>> = {
  data_format: ['channels_last', null],
  groups: [1],
  return_state: [false],
  stateful: [false],
  mask_zero: [false],
  output_padding: [null],
  renorm: [false],
  rms_scaling: [false],
  keepdims: [false],
};

const pairs: ReadonlySet<string> = new Set(['kernel_size', 'strides', 'dilation_rate', 'pool_size', 'size', 'cropping']);

/** A layer of a file in the words that the export writes. Throws IssueError `import-layer-setting` where they cannot say it. */
export function normaliseLayer({ name, className: said, config: own }: Head, file: string, dialect: Dialect): Head {
  const refused = (setting: string, value: unknown): never =>
    refuse('import-layer-setting', { file }, { layer: name, className: said, setting, value: (JSON.stringify(value) ?? '').slice(0, 100) });
  const activation = Object.hasOwn(activationLayers, said) ? activationLayers[said] : undefined;
  if (activation) {
    if (!activation.fits(own)) return refused(activation.setting, own[activation.setting] ?? own.alpha);
    return { name, className: 'Activation', config: { name, activation: activation.activation } };
  }
  const className = operations.get(said) ?? said;
  const config: Record<string, unknown> = { ...(Object.hasOwn(defaults, className) ? defaults[className] : {}) };
  if (dialect === 'tfjs' && Object.hasOwn(tfjsDefaults, className)) Object.assign(config, tfjsDefaults[className]);
  for (const [key, value] of Object.entries(own)) {
    if (key === 'batch_input_shape') config.batch_shape = value;
    else if (key === 'activation' || key === 'recurrent_activation') config[key] = activationOf(value) ?? refused(key, value);
    else if (pairs.has(key) && typeof value === 'number' && className !== 'Cropping1D') config[key] = [value, value];
    else if (key === 'axis' && Array.isArray(value) && value.length === 1) config[key] = value[0];
    else config[key] = value;
    const allowed = Object.hasOwn(only, key) ? only[key] : undefined;
    if (allowed && !allowed.some((one) => one === value)) return refused(key, value);
  }
  if (className.endsWith('Pooling2D') && className !== 'GlobalAveragePooling2D') config.strides ??= config.pool_size;
  if (className === 'InputLayer') {
    const { batch_shape: shape } = config;
    if (!Array.isArray(shape) || !shape.slice(1).every((extent) => Number.isSafeInteger(extent) && Number(extent) >= 1)) return refused('batch_shape', shape);
    config.batch_shape = [null, ...shape.slice(1)];
    config.dtype = config.dtype === 'int32' || config.dtype === 'int64' ? 'int32' : 'float32';
  }
  config.name = name;
  return { name, className, config };
}

function activationOf(value: unknown): string | null {
  const name = isRecord(value) ? (isRecord(value.config) ? value.class_name : value.config) : (value ?? 'linear');
  return typeof name === 'string' ? (activationNames.get(name) ?? name) : null;
}
