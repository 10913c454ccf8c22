import type { MathFunction } from '../../../shared/nodes/types/math.ts';
import { tf } from '../tfjs/core.ts';
import type { Tensor } from '../tfjs/core.ts';
import { defineEngineKind } from './engineKind.ts';
import { kerasBase } from './kerasConfig.ts';
import type { KerasLayer, KerasRef } from './kerasEmission.ts';

const functions: Record<MathFunction, (x: Tensor, factor: number) => Tensor> = {
  exp: (x) => tf.exp(x),
  log: (x) => tf.log(x),
  square: (x) => tf.square(x),
  sqrt: (x) => tf.sqrt(x),
  abs: (x) => tf.abs(x),
  negate: (x) => tf.neg(x),
  scale: (x, factor) => tf.mul(x, factor),
};

/** One function of each value. */
export const mathKind = defineEngineKind('math', {
  lower: ({ input, params }) => ({ out: { value: functions[params.fn](input(), params.factor) } }),
  keras: ({ node, params, inputs }) => ({ layers: kerasLayers(node, params, inputs.in ?? []), outputs: { out: [node.id, 0] } }),
});

/** Portable layers where they can say it; log and sqrt are operations of keras.ops, which no plain layer equals. */
function kerasLayers(
  node: { readonly id: string; readonly frozen: boolean },
  params: { readonly fn: MathFunction; readonly factor: number },
  input: readonly KerasRef[],
): readonly KerasLayer[] {
  const layer = (className: string, config: Record<string, unknown>, inputs = input, name = node.id): KerasLayer => ({
    name,
    className,
    config: className.startsWith('ops.') ? config : { ...kerasBase(node, name), ...config },
    inputs,
    weights: [],
  });
  switch (params.fn) {
    case 'exp':
      return [layer('Activation', { activation: 'exponential' })];
    case 'square':
      return [layer('Multiply', {}, [...input, ...input])];
    case 'negate':
      return [layer('Rescaling', { scale: -1, offset: 0 })];
    case 'scale':
      return [layer('Rescaling', { scale: params.factor, offset: 0 })];
    case 'abs': {
      const [above, turned, below] = ['above', 'turned', 'below'].map((part) => `${node.id}_${part}`) as [string, string, string];
      const relu = { max_value: null, negative_slope: 0, threshold: 0 };
      return [
        layer('ReLU', relu, input, above),
        layer('Rescaling', { scale: -1, offset: 0 }, input, turned),
        layer('ReLU', relu, [[turned, 0]], below),
        layer('Add', {}, [
          [above, 0],
          [below, 0],
        ]),
      ];
    }
    case 'log':
    case 'sqrt':
      return [layer(`ops.${params.fn}`, {})];
  }
}
