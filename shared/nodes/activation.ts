import { choice } from './params.ts';
import type { ChoiceParam } from './params.ts';
import { unbounded } from './tensorSpec.ts';

/** Activation functions, with Keras 3's names and defaults (leakyRelu: negative slope 0.2 as keras.activations.leaky_relu; elu α 1; gelu exact). */
export const activationNames = ['linear', 'relu', 'leakyRelu', 'elu', 'selu', 'gelu', 'silu', 'tanh', 'sigmoid', 'softplus', 'softmax'] as const;
export type ActivationName = (typeof activationNames)[number];

/** The `activation` parameter of weighted kinds. */
export function activationParam(initial: ActivationName = 'linear'): ChoiceParam<ActivationName> {
  return choice({
    title: { en: 'Activation', zh: '激活函数' },
    help: { en: 'Applied to each output value. A mean or log-variance head and a regression output stay linear; pixels in [0, 1] want sigmoid.',
      zh: '作用于每个输出值。均值头、对数方差头和回归输出应保持 linear；取值在 [0, 1] 的像素应使用 sigmoid。' },
    options: activationNames, default: initial,
  });
}

/** Bounds of f(x) for x in `range`, over-estimated where f is not monotonic. */
export function activationRange(name: ActivationName, range: readonly [number, number] = unbounded): readonly [number, number] {
  const [low, high] = range;
  switch (name) {
    case 'linear': return range;
    case 'relu': return [Math.max(0, low), Math.max(0, high)];
    case 'leakyRelu': return [low < 0 ? 0.2 * low : low, high < 0 ? 0.2 * high : high];
    case 'elu': return [Math.max(-1, low), high];
    case 'selu': return [Math.max(-1.7580993408473766, low * 1.7580993408473768), high * 1.0507009873554805];
    case 'gelu': return [-0.17, Math.max(0, high)];
    case 'silu': return [-0.2785, Math.max(0, high)];
    case 'tanh': return [-1, 1];
    case 'sigmoid': case 'softmax': return [0, 1];
    case 'softplus': return [0, high === Infinity ? Infinity : Math.log1p(Math.exp(high))];
  }
}
