import type { ActivationName } from '../../../shared/nodes/activation.ts';
import { tf } from '../tfjs/core.ts';
import { elu, leakyRelu, relu, selu, sigmoid, softplus, tanh } from '../tfjs/layerOps.ts';
import type { Tensor } from '../tfjs/core.ts';
import type { Signal } from './engineKind.ts';

const invSqrt2 = Math.SQRT1_2;

/** Keras 3's activation functions: exact (erf) gelu, leaky relu of slope 0.2, elu α = 1. */
const functions: Record<ActivationName, (x: Tensor) => Tensor> = {
  linear: (x) => x,
  relu,
  leakyRelu: (x) => leakyRelu(x, 0.2),
  elu,
  selu,
  gelu: (x) => tf.mul(tf.mul(x, 0.5), tf.add(tf.erf(tf.mul(x, invSqrt2)), 1)),
  silu: (x) => tf.mul(x, sigmoid(x)),
  tanh,
  sigmoid,
  softplus,
  softmax: (x) => tf.softmax(x),
};

/** Applies an activation to a pre-activation, keeping the logits of a sigmoid or softmax beside its output. */
export function activate(name: ActivationName, preactivation: Tensor): Signal {
  const value = functions[name](preactivation);
  return name === 'sigmoid' || name === 'softmax' ? { value, logits: { of: name, value: preactivation } } : { value };
}

/** Keras's names of our activations. */
export const kerasActivation: Record<ActivationName, string> = {
  linear: 'linear',
  relu: 'relu',
  leakyRelu: 'leaky_relu',
  elu: 'elu',
  selu: 'selu',
  gelu: 'gelu',
  silu: 'silu',
  tanh: 'tanh',
  sigmoid: 'sigmoid',
  softplus: 'softplus',
  softmax: 'softmax',
};
