import { sizeOf } from '../../../../shared/nodes/tensorSpec.ts';
import { randomNormal } from '../../../../shared/random/philox.ts';
import { tf } from '../../tfjs/core.ts';
import type { Tensor } from '../../tfjs/core.ts';
import { axisOf } from './operator.ts';
import type { Operator, OperatorCall } from './operator.ts';

/** A function of each value. */
const each =
  (fn: (x: Tensor, call: OperatorCall) => Tensor): Operator =>
  (call) => [fn(call.tensor(0), call)];

/** Two tensors, broadcast. */
const both =
  (fn: (a: Tensor, b: Tensor) => Tensor): Operator =>
  (call) => {
    const a = call.tensor(0),
      b = call.tensor(1);
    call.room(broadcast(call, a.shape, b.shape));
    return [fn(a, b)];
  };

/** The shape of two broadcast against each other, their ends aligned. */
export function broadcast(call: OperatorCall, a: readonly number[], b: readonly number[]): readonly number[] {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, at) => {
    const from = a[at + a.length - rank] ?? 1,
      to = b[at + b.length - rank] ?? 1;
    return from === to || to === 1 ? from : from === 1 ? to : call.broken(`shapes ${a.join('×')} and ${b.join('×')}`);
  });
}

const matMul: Operator = (call) => {
  const a = call.tensor(0),
    b = call.tensor(1);
  const inner = a.shape.at(-1) ?? 0;
  if (a.rank < 2 || b.rank !== 2 || b.shape[0] !== inner) return call.broken(`shapes ${a.shape.join('×')} and ${b.shape.join('×')}`);
  const shape = [...a.shape.slice(0, -1), b.shape[1] ?? 1];
  call.room(shape);
  call.work(sizeOf(shape) * inner);
  return [tf.reshape(tf.matMul(tf.reshape(a, [-1, inner]), b), shape)];
};

/** exp along any axis, made to sum to 1. */
const softmax: Operator = (call) => {
  const x = call.tensor(0);
  const axis = axisOf(call, call.int('axis', -1), x.rank);
  const raised = tf.exp(tf.sub(x, tf.max(x, axis, true)));
  return [tf.div(raised, tf.sum(raised, axis, true))];
};

/** log(1 + eˣ), without overflow. */
const softplus = (x: Tensor): Tensor => tf.add(tf.relu(x), tf.log1p(tf.exp(tf.neg(tf.abs(x)))));

/** x above 0, α·(eˣ − 1) below. */
const elu = (x: Tensor, alpha: number): Tensor => tf.add(tf.relu(x), tf.mul(alpha, tf.expm1(tf.minimum(x, 0))));

const cast: Operator = (call) => {
  const to = call.int('to', 0);
  const type = to === 1 ? 'float32' : to === 6 || to === 7 ? 'int32' : call.broken(`type ${to}`);
  return [tf.cast(call.tensor(0), type)];
};

const reduceMean: Operator = (call) => {
  const x = call.tensor(0);
  const axes = call.intList('axes', []).map((axis) => axisOf(call, axis, x.rank));
  return [tf.mean(x, axes.length > 0 ? axes : undefined, call.int('keepdims', 1) === 1)];
};

/** A column of one value a channel, to be broadcast against [batch, channels, …]. */
function alongChannels(call: OperatorCall, index: number, rank: number, channels: number): Tensor {
  const values = call.tensor(index);
  if (values.size !== channels) call.broken(`${values.size} values for ${channels} channels`);
  return tf.reshape(values, [1, channels, ...Array.from({ length: rank - 2 }, () => 1)]);
}

const batchNormalization: Operator = (call) => {
  const x = call.tensor(0);
  const [gamma, beta, mean, variance] = [1, 2, 3, 4].map((index) => alongChannels(call, index, x.rank, x.shape[1] ?? 1));
  if (!gamma || !beta || !mean || !variance || call.int('training_mode', 0) !== 0) return call.broken('it learns while it runs');
  return [tf.add(tf.mul(tf.div(tf.sub(x, mean), tf.sqrt(tf.add(variance, call.float('epsilon', 1e-5)))), gamma), beta)];
};

const layerNormalization: Operator = (call) => {
  const x = call.tensor(0);
  if (axisOf(call, call.int('axis', -1), x.rank) !== x.rank - 1) return call.broken('over more than the last axis');
  const { mean, variance } = tf.moments(x, -1, true);
  const scaled = tf.mul(tf.div(tf.sub(x, mean), tf.sqrt(tf.add(variance, call.float('epsilon', 1e-5)))), call.tensor(1));
  const bias = call.optional(2);
  const made: Tensor = bias ? tf.add(scaled, bias) : scaled;
  return made.size === x.size ? [made] : call.broken('its scale has another shape');
};

const randomNormalLike: Operator = (call) => {
  const { shape } = call.tensor(0);
  call.room(shape);
  const draws = tf.tensor(randomNormal(call.draw(), sizeOf(shape)), shape, 'float32');
  return [tf.add(tf.mul(draws, call.float('scale', 1)), call.float('mean', 0))];
};

const oneHot: Operator = (call) => {
  const ids = call.tensor(0);
  const [depth = 0] = call.ints(1);
  const { 0: off = 0, 1: on = 1 } = call.floats(2);
  if (call.int('axis', -1) !== -1 || !Number.isInteger(depth)) return call.broken('not along a new last axis');
  call.room([...ids.shape, depth]);
  const counted = tf.cast(ids, 'int32');
  // Numbers below zero count from the end.
  const wrapped = tf.add(counted, tf.mul(tf.cast(tf.less(counted, 0), 'int32'), depth));
  return [tf.oneHot(tf.cast(wrapped, 'int32'), depth, on, off, 'float32')];
};

const gather: Operator = (call) => {
  const table = call.tensor(0),
    ids = call.tensor(1);
  const axis = axisOf(call, call.int('axis', 0), table.rank);
  const extent = table.shape[axis] ?? 1;
  call.room([...table.shape.slice(0, axis), ...ids.shape, ...table.shape.slice(axis + 1)]);
  const whole = [...ids.dataSync()];
  if (!whole.every((id) => Number.isInteger(id) && id >= -extent && id < extent)) return call.broken(`a row that is not among the ${extent}`);
  const rows = tf.tensor(
    whole.map((id) => (id < 0 ? id + extent : id)),
    ids.shape,
    'int32',
  );
  return [tf.gather(table, rows, axis)];
};

/** Operators that compute values: by axis, by value, or drawn. */
export const valueOperators = {
  Add: both((a, b) => tf.add(a, b)),
  BatchNormalization: batchNormalization,
  Cast: cast,
  Clip: (call) => [tf.minimum(tf.maximum(call.tensor(0), call.scalar(1)), call.scalar(2))],
  Elu: each((x, call) => elu(x, call.float('alpha', 1))),
  Erf: each((x) => tf.erf(x)),
  Exp: each((x) => tf.exp(x)),
  Gather: gather,
  LayerNormalization: layerNormalization,
  LeakyRelu: each((x, call) => tf.sub(tf.relu(x), tf.mul(call.float('alpha', 0.01), tf.relu(tf.neg(x))))),
  Log: each((x) => tf.log(x)),
  MatMul: matMul,
  Mul: both((a, b) => tf.mul(a, b)),
  OneHot: oneHot,
  RandomNormalLike: randomNormalLike,
  ReduceMean: reduceMean,
  Relu: each((x) => tf.relu(x)),
  Selu: each((x, call) => tf.mul(call.float('gamma', 1.050_701), elu(x, call.float('alpha', 1.673_263_2)))),
  Sigmoid: each((x) => tf.sigmoid(x)),
  Softmax: softmax,
  Softplus: each(softplus),
  Sqrt: each((x) => tf.sqrt(x)),
  Sub: both((a, b) => tf.sub(a, b)),
  Tanh: each((x) => tf.tanh(x)),
} satisfies Readonly<Record<string, Operator>>;
