import { weightName } from './weightForms.ts';
import type { SourceGraph, SourceStep } from './sourceGraph.ts';

/** What one layer becomes with TensorFlow.js: an expression, and the functions of ours that it calls. */
export interface TfjsStep {
  readonly value: string;
  readonly needs: readonly string[];
}

/** Activations: the expression around x, or the name of a function of ours. */
const activations: Readonly<Record<string, string>> = {
  linear: '',
  relu: 'tf.relu',
  leaky_relu: 'leakyRelu',
  elu: 'tf.elu',
  selu: 'tf.selu',
  gelu: 'gelu',
  silu: 'silu',
  tanh: 'tf.tanh',
  sigmoid: 'tf.sigmoid',
  softplus: 'tf.softplus',
  softmax: 'softmax',
  exponential: 'tf.exp',
};

const own = new Set(['leakyRelu', 'gelu', 'silu', 'softmax']);
const numbers = (value: unknown): readonly number[] => (Array.isArray(value) ? value.map(Number) : []);
const list = (values: readonly number[]): string => `[${values.join(', ')}]`;

/** What a step becomes; null for a class or an activation that no writer knows. Weights are `weight('<step>.<name>')`. */
export function tfjsStep(graph: SourceGraph, step: SourceStep): TfjsStep | null {
  const { className, config, inputs, outputShapes, weights } = step.layer;
  const known = (name: unknown): string | null => (typeof name === 'string' && Object.hasOwn(activations, name) ? (activations[name] ?? null) : null);
  const activation = config.activation === undefined ? '' : known(config.activation);
  const gate = config.recurrent_activation === undefined ? '' : known(config.recurrent_activation);
  if (activation === null || gate === null) return null;
  const x = (index = 0): string => graph.nameOf(inputs[index] ?? ['', 0]);
  const shape = outputShapes[0] ?? [];
  const weight = (index: number): string => {
    const found = weights[index];
    return `weight('${step.name}.${found ? weightName(step.layer, found) : ''}')`;
  };
  const named = (name: string): string => {
    const index = weights.findIndex((entry) => entry.name === name);
    return index === -1 ? 'null' : weight(index);
  };
  const bias = (index: number): string => (weights.length > index ? `, ${weight(index)}` : '');
  const needs = [activation, gate].filter((name) => own.has(name));
  const plain = (value: string, ...more: string[]): TfjsStep => ({ value, needs: [...needs, ...more] });
  const activated = (value: string, ...more: string[]): TfjsStep => plain(activation === '' ? value : `${activation}(${value})`, ...more);
  const all = inputs.map((_, index) => x(index)).join(', ');
  const window = `${list(numbers(config.pool_size))}, ${list(numbers(config.strides))}, '${config.padding === 'same' ? 'same' : 'valid'}'`;
  const strides = `${list(numbers(config.strides))}, '${config.padding === 'same' ? 'same' : 'valid'}'`;
  const steps = `{ sequences: ${config.return_sequences === true}, backwards: ${config.go_backwards === true} }`;
  const f = activation === '' ? 'tf.clone' : activation,
    g = gate === '' ? 'tf.clone' : gate;
  switch (className) {
    case 'Dense':
      return activated(`dense(${x()}, ${weight(0)}${bias(1)})`, 'dense');
    case 'Conv2D':
      return activated(`conv2d(${x()}, ${weight(0)}, ${strides}, ${list(numbers(config.dilation_rate))}${bias(1)})`, 'conv2d');
    case 'Conv2DTranspose':
      return activated(`conv2dTranspose(${x()}, ${weight(0)}, ${list(shape)}, ${strides}${bias(1)})`, 'conv2dTranspose');
    case 'MaxPooling2D':
      return plain(`tf.maxPool(${x()} as tf.Tensor4D, ${window})`);
    case 'AveragePooling2D':
      return plain(`tf.avgPool(${x()} as tf.Tensor4D, ${window})`);
    case 'GlobalAveragePooling2D':
      return plain(`tf.mean(${x()}, [1, 2])`);
    case 'BatchNormalization':
      return plain(
        `normalise(${x()}, ${named('movingMean')}, ${named('movingVariance')}, ${Number(config.epsilon)}, ${named('gamma')}, ${named('beta')})`,
        'normalise',
      );
    case 'LayerNormalization':
      return plain(`layerNormalise(${x()}, ${Number(config.epsilon)}, ${named('gamma')}, ${named('beta')})`, 'layerNormalise', 'normalise');
    case 'Embedding':
      return plain(`tf.gather(${weight(0)}, tf.cast(${x()}, 'int32'))`);
    case 'CategoryEncoding':
      return plain(`tf.cast(tf.oneHot(tf.cast(tf.reshape(${x()}, [-1]), 'int32'), ${Number(config.num_tokens)}), 'float32')`);
    case 'Activation':
      return activated(x());
    case 'ReLU':
      return plain(typeof config.max_value === 'number' ? `tf.clipByValue(${x()}, 0, ${config.max_value})` : `tf.relu(${x()})`);
    case 'Rescaling':
      return plain(`tf.add(tf.mul(${x()}, ${Number(config.scale)}), ${Number(config.offset)})`);
    case 'Add':
      return plain(`merge(tf.add, [${all}])`, 'merge');
    case 'Multiply':
      return plain(`merge(tf.mul, [${all}])`, 'merge');
    case 'Concatenate':
      return plain(
        `tf.concat([${all}], ${Number(config.axis) < 0 ? graph.shapeOf(inputs[0] ?? ['', 0]).length + 1 + Number(config.axis) : Number(config.axis)})`,
      );
    case 'Dropout':
      return plain(x());
    case 'GaussianNoise':
      return plain(step.layer.alwaysTraining ? `tf.add(${x()}, tf.randomNormal(${x()}.shape, 0, ${Number(config.stddev)}))` : x());
    case 'Flatten':
    case 'Reshape':
      return plain(`tf.reshape(${x()}, [-1, ${shape.join(', ')}])`);
    case 'Permute':
      return plain(`tf.transpose(${x()}, ${list([0, ...numbers(config.dims)])})`);
    case 'Cropping1D':
      return plain(`tf.slice(${x()}, [0, ${numbers(config.cropping)[0] ?? 0}, 0], [-1, ${shape.join(', ')}])`);
    case 'RepeatVector':
      return plain(`tf.tile(tf.expandDims(${x()}, 1), [1, ${Number(config.n)}, 1])`);
    case 'UpSampling2D': {
      const size = list(shape.slice(0, 2));
      return config.interpolation === 'bilinear'
        ? plain(`tf.image.resizeBilinear(${x()} as tf.Tensor4D, ${size}, false, true)`)
        : plain(`enlarge(${x()}, ${list(numbers(config.size))})`, 'enlarge');
    }
    case 'LSTM':
      return plain(`lstm(${x()}, ${weight(0)}, ${weight(1)}, ${weights.length > 2 ? weight(2) : 'null'}, ${f}, ${g}, ${steps})`, 'lstm', 'walk');
    case 'GRU':
      return plain(
        `gru(${x()}, ${weight(0)}, ${weight(1)}, ${weights.length > 2 ? weight(2) : 'null'}, ${f}, ${g}, ${config.reset_after === true}, ${steps})`,
        'gru',
        'walk',
      );
    case 'SimpleRNN':
      return plain(`simpleRnn(${x()}, ${weight(0)}, ${weight(1)}, ${weights.length > 2 ? weight(2) : 'null'}, ${f}, ${steps})`, 'simpleRnn', 'walk');
    case 'ops.log':
      return plain(`tf.log(${x()})`);
    case 'ops.sqrt':
      return plain(`tf.sqrt(${x()})`);
    case 'Absolute':
      return plain(`tf.abs(${x()})`);
    case 'Clip':
      return plain(`tf.clipByValue(${x()}, ${Number(config.min)}, ${Number(config.max)})`);
    case 'Half': {
      return plain(`half(${x()}, ${Number(config.which)})`, 'half');
    }
    case 'Sample': {
      const epsilon = inputs.length > 2 ? x(2) : `tf.randomNormal(${x()}.shape)`;
      const deviation = config.spread === 'logStd' ? `tf.exp(${x(1)})` : `tf.exp(tf.mul(${x(1)}, 0.5))`;
      return plain(`tf.add(${x()}, tf.mul(${deviation}, ${epsilon}))`);
    }
    default:
      return null;
  }
}

/** Functions of ours, by the name under which they are needed. */
export const tfjsFunctions: Readonly<Record<string, string>> = {
  leakyRelu: `function leakyRelu(x: tf.Tensor): tf.Tensor {
  return tf.leakyRelu(x, 0.2);
}`,
  gelu: `/** x·Φ(x), exact. */
function gelu(x: tf.Tensor): tf.Tensor {
  return tf.mul(tf.mul(x, 0.5), tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1));
}`,
  silu: `function silu(x: tf.Tensor): tf.Tensor {
  return tf.mul(x, tf.sigmoid(x));
}`,
  softmax: `/** Along the last axis. */
function softmax(x: tf.Tensor): tf.Tensor {
  return tf.softmax(x);
}`,
  dense: `/** x·W + b on the last axis. */
function dense(x: tf.Tensor, kernel: tf.Tensor, bias?: tf.Tensor): tf.Tensor {
  const rows = tf.reshape(x, [-1, kernel.shape[0]!]);
  const product = tf.reshape(tf.matMul(rows, kernel), [...x.shape.slice(0, -1), kernel.shape[1]!]);
  return bias ? tf.add(product, bias) : product;
}`,
  conv2d: `/** Pictures [batch, rows, columns, channels]; the kernel is [rows, columns, in, out]. */
function conv2d(
  x: tf.Tensor,
  kernel: tf.Tensor,
  strides: [number, number],
  padding: 'same' | 'valid',
  dilation: [number, number],
  bias?: tf.Tensor,
): tf.Tensor {
  const map = tf.conv2d(x as tf.Tensor4D, kernel as tf.Tensor4D, strides, padding, 'NHWC', dilation);
  return bias ? tf.add(map, bias) : map;
}`,
  conv2dTranspose: `/** \`shape\`: rows, columns and channels of the result; the kernel is [rows, columns, out, in]. */
function conv2dTranspose(
  x: tf.Tensor,
  kernel: tf.Tensor,
  shape: [number, number, number],
  strides: [number, number],
  padding: 'same' | 'valid',
  bias?: tf.Tensor,
): tf.Tensor {
  const map = tf.conv2dTranspose(x as tf.Tensor4D, kernel as tf.Tensor4D, [x.shape[0]!, ...shape], strides, padding);
  return bias ? tf.add(map, bias) : map;
}`,
  normalise: `/** To mean 0 and variance 1, then gamma and beta as far as there are any. */
function normalise(
  x: tf.Tensor,
  mean: tf.Tensor,
  variance: tf.Tensor,
  epsilon: number,
  gamma: tf.Tensor | null,
  beta: tf.Tensor | null,
): tf.Tensor {
  const standard = tf.div(tf.sub(x, mean), tf.sqrt(tf.add(variance, epsilon)));
  const scaled = gamma ? tf.mul(standard, gamma) : standard;
  return beta ? tf.add(scaled, beta) : scaled;
}`,
  layerNormalise: `/** Each position by its own mean and variance. */
function layerNormalise(
  x: tf.Tensor,
  epsilon: number,
  gamma: tf.Tensor | null,
  beta: tf.Tensor | null,
): tf.Tensor {
  const { mean, variance } = tf.moments(x, -1, true);
  return normalise(x, mean, variance, epsilon, gamma, beta);
}`,
  merge: `/** Value by value; tensors of fewer axes get axes of 1 behind the batch. */
function merge(fold: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor, tensors: tf.Tensor[]): tf.Tensor {
  const rank = Math.max(...tensors.map((tensor) => tensor.rank));
  const lift = (tensor: tf.Tensor): tf.Tensor => (tensor.rank < rank ? lift(tf.expandDims(tensor, 1)) : tensor);
  return tensors.map(lift).reduce((a, b) => fold(a, b));
}`,
  enlarge: `/** Each pixel \`down\` × \`across\` times. */
function enlarge(x: tf.Tensor, [down, across]: [number, number]): tf.Tensor {
  const [batch, rows, columns, channels] = x.shape as [number, number, number, number];
  const cells = tf.tile(tf.reshape(x, [batch * rows, 1, columns, 1, channels]), [1, down, 1, across, 1]);
  return tf.reshape(cells, [batch, rows * down, columns * across, channels]);
}`,
  half: `/** The first or the second half of the last axis. */
function half(x: tf.Tensor, which: 0 | 1): tf.Tensor {
  return tf.split(x, 2, -1)[which]!;
}`,
  walk: `interface Steps {
  /** Whether the state of every step is given, or the last alone. */
  sequences: boolean;
  backwards: boolean;
}

/** Runs a cell over [batch, time, features]: the projected input and the states before it to the states after it. */
function walk(
  projected: tf.Tensor,
  units: number,
  count: number,
  cell: (x: tf.Tensor, states: tf.Tensor[]) => tf.Tensor[],
  { sequences, backwards }: Steps,
): tf.Tensor {
  const inOrder = tf.unstack(projected, 1);
  let states: tf.Tensor[] = Array.from({ length: count }, () => tf.zeros([projected.shape[0]!, units]));
  const shown: tf.Tensor[] = [];
  for (const x of backwards ? inOrder.reverse() : inOrder) {
    states = cell(x, states);
    shown.push(states[0]!);
  }
  return sequences ? tf.stack(shown, 1) : states[0]!;
}

/** x·W + b for every step at once. */
function project(x: tf.Tensor, kernel: tf.Tensor, bias: tf.Tensor | null): tf.Tensor {
  const rows = tf.matMul(tf.reshape(x, [-1, kernel.shape[0]!]), kernel);
  const product = tf.reshape(rows, [x.shape[0]!, x.shape[1]!, kernel.shape[1]!]);
  return bias ? tf.add(product, bias) : product;
}

type Activation = (x: tf.Tensor) => tf.Tensor;`,
  simpleRnn: `/** h = f(x·W + h·U + b) */
function simpleRnn(
  x: tf.Tensor,
  kernel: tf.Tensor,
  recurrent: tf.Tensor,
  bias: tf.Tensor | null,
  f: Activation,
  steps: Steps,
): tf.Tensor {
  const cell = (step: tf.Tensor, states: tf.Tensor[]) => [f(tf.add(step, tf.matMul(states[0]!, recurrent)))];
  return walk(project(x, kernel, bias), recurrent.shape[0]!, 1, cell, steps);
}`,
  lstm: `/** The gates lie in the order input, forget, candidate, output. */
function lstm(
  x: tf.Tensor,
  kernel: tf.Tensor,
  recurrent: tf.Tensor,
  bias: tf.Tensor | null,
  f: Activation,
  gate: Activation,
  steps: Steps,
): tf.Tensor {
  const cell = (step: tf.Tensor, states: tf.Tensor[]) => {
    const sums = tf.add(step, tf.matMul(states[0]!, recurrent));
    const [enter, keep, candidate, show] = tf.split(sums, 4, 1) as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
    const memory = tf.add(tf.mul(gate(keep), states[1]!), tf.mul(gate(enter), f(candidate)));
    return [tf.mul(gate(show), f(memory)), memory];
  };
  return walk(project(x, kernel, bias), recurrent.shape[0]!, 2, cell, steps);
}`,
  gru: `/** The gates lie in the order update, reset, candidate; with \`after\`, reset acts behind the recurrent product. */
function gru(
  x: tf.Tensor,
  kernel: tf.Tensor,
  recurrent: tf.Tensor,
  bias: tf.Tensor | null,
  f: Activation,
  gate: Activation,
  after: boolean,
  steps: Steps,
): tf.Tensor {
  const units = recurrent.shape[0]!;
  const [inner, outer] = bias && after ? tf.unstack(bias) : [bias, null];
  const cell = (step: tf.Tensor, states: tf.Tensor[]) => {
    const state = states[0]!;
    const gates = tf.slice(recurrent, [0, 0], [-1, 2 * units]);
    const last = tf.slice(recurrent, [0, 2 * units], [-1, units]);
    const [updateIn, resetIn, candidateIn] = tf.split(step, 3, 1) as [tf.Tensor, tf.Tensor, tf.Tensor];
    const outerGates = outer ? tf.slice(outer, [0], [2 * units]) : tf.scalar(0);
    const outerLast = outer ? tf.slice(outer, [2 * units], [units]) : tf.scalar(0);
    const backward = tf.add(tf.matMul(state, gates), outerGates);
    const [updateBack, resetBack] = tf.split(backward, 2, 1) as [tf.Tensor, tf.Tensor];
    const update = gate(tf.add(updateIn, updateBack));
    const reset = gate(tf.add(resetIn, resetBack));
    const back = after
      ? tf.mul(reset, tf.add(tf.matMul(state, last), outerLast))
      : tf.matMul(tf.mul(reset, state), last);
    const candidate = f(tf.add(candidateIn, back));
    return [tf.add(candidate, tf.mul(update, tf.sub(state, candidate)))];
  };
  return walk(project(x, kernel, inner ?? null), units, 1, cell, steps);
}`,
};
