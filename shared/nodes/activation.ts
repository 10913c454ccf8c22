import { risingInterval } from './interval.ts';
import { sameText } from '../messages/language.ts';
import type { Text } from '../messages/language.ts';
import type { Interval } from './interval.ts';
import { choice } from './params.ts';
import type { ChoiceParam } from './params.ts';
import { unbounded } from './tensorSpec.ts';

/** Activation functions, with Keras 3's names and defaults (leakyRelu: negative slope 0.2 as keras.activations.leaky_relu; elu α 1; gelu exact). */
export const activationNames = ['linear', 'relu', 'leakyRelu', 'elu', 'selu', 'gelu', 'silu', 'tanh', 'sigmoid', 'softplus', 'softmax'] as const;
export type ActivationName = (typeof activationNames)[number];

const activationTitles: Readonly<Record<ActivationName, Text>> = {
  linear: { en: 'Linear', zh: '线性' },
  relu: sameText('ReLU'),
  leakyRelu: sameText('Leaky ReLU'),
  elu: sameText('ELU'),
  selu: sameText('SELU'),
  gelu: sameText('GELU'),
  silu: sameText('SiLU'),
  tanh: sameText('Tanh'),
  sigmoid: sameText('Sigmoid'),
  softplus: sameText('Softplus'),
  softmax: sameText('Softmax'),
};

/** The `activation` parameter of weighted kinds. */
export function activationParam(initial: ActivationName = 'linear'): ChoiceParam<ActivationName> {
  return choice({
    title: { en: 'Activation', zh: '激活函数' },
    help: {
      en: 'Applied to each output value. A mean or log-variance head and a regression output stay linear; pixels in [0, 1] want sigmoid.',
      zh: '作用于每个输出值。均值头、对数方差头和回归输出应保持线性；取值在 [0, 1] 的像素应使用 Sigmoid。',
    },
    options: activationTitles,
    default: initial,
  });
}

const seluScale = 1.0507009873554805;
const seluAlpha = 1.6732632423543772;
const elu = (x: number): number => (x < 0 ? Math.expm1(x) : x);
const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
/** log(1 + eˣ) without overflow. */
const softplus = (x: number): number => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));

/** Bounds of f(x) for x in `range`: exact where f never falls, over-estimated for gelu and silu, which dip to −0.16997… and −0.27846…. */
export function activationRange(name: ActivationName, range: Interval = unbounded): Interval {
  switch (name) {
    case 'linear':
      return range;
    case 'relu':
      return risingInterval(range, (x) => Math.max(0, x));
    case 'leakyRelu':
      return risingInterval(range, (x) => (x < 0 ? 0.2 * x : x));
    case 'elu':
      return risingInterval(range, elu);
    case 'selu':
      return risingInterval(range, (x) => seluScale * (x < 0 ? seluAlpha * elu(x) : x));
    case 'gelu':
      return [range[0] >= 0 ? 0 : -0.17, Math.max(0, range[1])];
    case 'silu':
      return [range[0] >= 0 ? 0 : -0.2785, Math.max(0, range[1])];
    case 'tanh':
      return risingInterval(range, Math.tanh);
    case 'sigmoid':
      return risingInterval(range, sigmoid);
    case 'softmax':
      return [0, 1];
    case 'softplus':
      return risingInterval(range, softplus);
  }
}
