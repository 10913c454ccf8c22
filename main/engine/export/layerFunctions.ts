import { tf } from '../tfjs/core.ts';
import type { Tensor, Tensor2D, Tensor4D } from '../tfjs/core.ts';
import type { LayerConfig } from './layerConfig.ts';
import { recurrentFunctions } from './recurrentFunctions.ts';

/** One layer with what it reads; all tensors carry the batch axis first. */
export interface LayerCall {
  readonly inputs: readonly [Tensor, ...Tensor[]];
  /** In the order of Keras's get_weights(). */
  readonly weights: readonly Tensor[];
  readonly config: LayerConfig;
  /** Of the output, without the batch axis. */
  readonly outputShape: readonly number[];
  readonly activation: (key: string) => (x: Tensor) => Tensor;
}

/** Keras 3's layers outside training, from their documentation: written apart from main/engine/kinds, so that each can be held to the other. */
export const layerFunctions: Readonly<Record<string, (call: LayerCall) => Tensor>> = {
  Activation: ({ inputs: [x], activation }) => activation('activation')(x),
  ReLU: ({ inputs: [x], config }) => rectify(x, config),
  Rescaling: ({ inputs: [x], config }) => tf.add(tf.mul(x, config.number('scale')), config.number('offset')),
  Add: ({ inputs }) => merge(inputs, (a, b) => tf.add(a, b)),
  Multiply: ({ inputs }) => merge(inputs, (a, b) => tf.mul(a, b)),
  Concatenate: ({ inputs, config }) => {
    const axis = config.number('axis');
    return tf.concat([...inputs], axis < 0 ? inputs[0].rank + axis : axis);
  },
  Dropout: ({ inputs: [x] }) => x,
  Flatten: ({ inputs: [x] }) => tf.reshape(x, [batchOf(x), -1]),
  Reshape: ({ inputs: [x], outputShape }) => tf.reshape(x, [batchOf(x), ...outputShape]),
  Permute: ({ inputs: [x], config }) => tf.transpose(x, [0, ...config.integers('dims')]),
  RepeatVector: ({ inputs: [x], config }) =>
    tf.stack(
      Array.from({ length: config.number('n') }, () => x),
      1,
    ),
  Cropping1D: ({ inputs: [x], config, outputShape }) => tf.slice(x, [0, config.pair('cropping')[0], 0], [-1, ...outputShape]),
  Dense: ({ inputs: [x], weights: [kernel, bias], config, outputShape, activation }) => {
    const rows = tf.reshape(x, [-1, x.shape.at(-1) ?? 1]) as Tensor2D;
    const product = tf.matMul(rows, must(kernel) as Tensor2D);
    const sum = config.flag('use_bias') ? tf.add(product, must(bias)) : product;
    return activation('activation')(tf.reshape(sum, [batchOf(x), ...outputShape]));
  },
  Embedding: ({ inputs: [ids], weights: [table] }) => tf.gather(must(table), tf.cast(ids, 'int32')),
  CategoryEncoding: ({ inputs: [ids], config, outputShape }) =>
    tf.reshape(tf.oneHot(tf.cast(tf.reshape(ids, [-1]), 'int32'), config.number('num_tokens'), 1, 0, 'float32'), [batchOf(ids), ...outputShape]),
  BatchNormalization: ({ inputs: [x], weights, config }) => {
    const given = [...weights];
    const scale = config.flag('scale') ? given.shift() : null,
      offset = config.flag('center') ? given.shift() : null;
    const [mean, variance] = given;
    return affine(tf.div(tf.sub(x, must(mean)), tf.sqrt(tf.add(must(variance), config.number('epsilon')))), scale, offset);
  },
  LayerNormalization: ({ inputs: [x], weights, config }) => {
    const given = [...weights];
    const scale = config.flag('scale') ? given.shift() : null,
      offset = config.flag('center') ? given.shift() : null;
    const { mean, variance } = tf.moments(x, -1, true);
    return affine(tf.div(tf.sub(x, mean), tf.sqrt(tf.add(variance, config.number('epsilon')))), scale, offset);
  },
  Conv2D: ({ inputs: [x], weights: [kernel, bias], config, activation }) => {
    const map = tf.conv2d(x as Tensor4D, must(kernel) as Tensor4D, [...config.pair('strides')], padding(config), 'NHWC', [...config.pair('dilation_rate')]);
    return activation('activation')(config.flag('use_bias') ? tf.add(map, must(bias)) : map);
  },
  Conv2DTranspose: ({ inputs: [x], weights: [kernel, bias], config, outputShape, activation }) => {
    const [rows = 1, columns = 1, filters = 1] = outputShape;
    const map = tf.conv2dTranspose(x as Tensor4D, must(kernel) as Tensor4D, [batchOf(x), rows, columns, filters], [...config.pair('strides')], padding(config));
    return activation('activation')(config.flag('use_bias') ? tf.add(map, must(bias)) : map);
  },
  MaxPooling2D: ({ inputs: [x], config }) => tf.maxPool(x as Tensor4D, [...config.pair('pool_size')], [...config.pair('strides')], padding(config)),
  AveragePooling2D: ({ inputs: [x], config }) => tf.avgPool(x as Tensor4D, [...config.pair('pool_size')], [...config.pair('strides')], padding(config)),
  GlobalAveragePooling2D: ({ inputs: [x], outputShape }) => tf.reshape(tf.mean(x as Tensor4D, [1, 2]), [batchOf(x), ...outputShape]),
  UpSampling2D: ({ inputs: [x], config, outputShape: [rows = 1, columns = 1] }) =>
    config.text('interpolation') === 'nearest'
      ? repeatCells(x as Tensor4D, config.pair('size'))
      : tf.image.resizeBilinear(x as Tensor4D, [rows, columns], false, true),
  'ops.log': ({ inputs: [x] }) => tf.log(x),
  'ops.sqrt': ({ inputs: [x] }) => tf.sqrt(x),
  ...recurrentFunctions,
};

/** keras.activations by name. */
export const activationFunctions: Readonly<Record<string, (x: Tensor) => Tensor>> = {
  linear: (x) => x,
  relu: (x) => tf.relu(x),
  leaky_relu: (x) => tf.leakyRelu(x, 0.2),
  elu: (x) => tf.elu(x),
  selu: (x) => tf.selu(x),
  gelu: (x) => tf.mul(tf.mul(0.5, x), tf.add(1, tf.erf(tf.div(x, Math.SQRT2)))),
  silu: (x) => tf.mul(x, tf.sigmoid(x)),
  tanh: (x) => tf.tanh(x),
  sigmoid: (x) => tf.sigmoid(x),
  softplus: (x) => tf.softplus(x),
  softmax: (x) => tf.softmax(x),
  exponential: (x) => tf.exp(x),
};

export const batchOf = (x: Tensor): number => x.shape[0] ?? 1;

export function must(tensor: Tensor | null | undefined): Tensor {
  if (!tensor) throw new Error('a layer lacks a tensor that its configuration promises');
  return tensor;
}

function padding(config: LayerConfig): 'same' | 'valid' {
  return config.text('padding') === 'same' ? 'same' : 'valid';
}

/** Folds over inputs whose shapes are aligned at their ends, behind the batch axis. */
function merge(inputs: readonly [Tensor, ...Tensor[]], fold: (a: Tensor, b: Tensor) => Tensor): Tensor {
  const rank = Math.max(...inputs.map((input) => input.rank));
  const [first, ...rest] = inputs.map((input) => {
    let lifted = input;
    while (lifted.rank < rank) lifted = tf.expandDims(lifted, 1);
    return lifted;
  });
  return rest.reduce(fold, must(first));
}

/** keras.layers.ReLU: f(x) = max_value above it, x from the threshold on, slope·(x − threshold) below. */
function rectify(x: Tensor, config: LayerConfig): Tensor {
  const threshold = config.number('threshold'),
    slope = config.number('negative_slope'),
    most = config.numberOrNull('max_value');
  const passed = tf.where(tf.greaterEqual(x, threshold), x, tf.mul(slope, tf.sub(x, threshold)));
  return most === null ? passed : tf.minimum(passed, most);
}

function affine(standard: Tensor, scale: Tensor | null | undefined, offset: Tensor | null | undefined): Tensor {
  const scaled = scale ? tf.mul(standard, scale) : standard;
  return offset ? tf.add(scaled, offset) : scaled;
}

function repeatCells(x: Tensor4D, [down, across]: readonly [number, number]): Tensor {
  const [batch, rows, columns, channels] = x.shape;
  const cells = tf.reshape(x, [batch * rows, 1, columns, 1, channels]);
  return tf.reshape(tf.tile(cells, [1, down, 1, across, 1]), [batch, rows * down, columns * across, channels]);
}
