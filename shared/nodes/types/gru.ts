import { activationRange } from '../activation.ts';
import type { ActivationName } from '../activation.ts';
import { defineNode, inPort, outPort } from '../defineNode.ts';
import { hullInterval } from '../interval.ts';
import type { Interval } from '../interval.ts';
import { flag } from '../params.ts';
import { recurrentActivationParam, recurrentParams, recurrentShape, recurrentWeights } from '../recurrent.ts';
import { unbounded } from '../tensorSpec.ts';

/** Bounds of h = z·h' + (1 − z)·f(…): with z in [0, 1] a mean of the starting zeros and of values of f. */
function stateRange(activation: ActivationName, gate: ActivationName): Interval {
  const [low, high] = activationRange(gate);
  return low >= 0 && high <= 1 ? hullInterval([[0, 0], activationRange(activation)]) : unbounded;
}

/** As keras.layers.GRU (Cho et al. 2014): gates in the order update z, reset r, candidate h; bias [2, 3·units] (input, recurrent) with resetAfter, else [3·units]. */
export const gruNode = defineNode({
  kind: 'gru',
  title: { en: 'GRU', zh: '门控循环单元（GRU）' },
  summary: {
    en: 'Reads a sequence step by step, with one gate that keeps the state and one that resets it: a lighter LSTM.',
    zh: '逐步读取序列，一个门保持状态，一个门重置状态：更轻的 LSTM。',
  },
  formula: 'h_t = z_t \\odot h_{t-1} + (1 - z_t) \\odot \\tilde h_t',
  category: 'recurrent',
  params: {
    ...recurrentParams,
    recurrentActivation: recurrentActivationParam,
    resetAfter: flag({
      title: { en: 'Reset after', zh: '先乘后重置' },
      help: {
        en: "On: the reset gate acts after the recurrent kernel (Keras's default). Off: before it, as first published.",
        zh: '开：重置门作用于循环核之后（Keras 默认）。关：作用于其之前，与最初发表的形式一致。',
      },
      default: true,
    }),
  },
  inputs: () => inPort,
  outputs: () => outPort,
  shape: (request) => recurrentShape(request, stateRange(request.params.activation, request.params.recurrentActivation)),
  weights: (request) => {
    const width = 3 * request.params.units;
    return recurrentWeights(request, 3, { shape: request.params.resetAfter ? [2, width] : [width], initialiser: { name: 'zeros' } });
  },
});
