import { activationRange } from '../activation.ts';
import { defineNode, inPort, outPort } from '../defineNode.ts';
import { productInterval } from '../interval.ts';
import { flag } from '../params.ts';
import { recurrentActivationParam, recurrentParams, recurrentShape, recurrentWeights } from '../recurrent.ts';

/** As keras.layers.LSTM (Hochreiter & Schmidhuber 1997): gates in the order input, forget, cell, output; bias [4·units]. */
export const lstmNode = defineNode({
  kind: 'lstm',
  title: { en: 'LSTM', zh: '长短期记忆（LSTM）' },
  summary: {
    en: 'Reads a sequence step by step, with gates that decide what its memory keeps, forgets and shows.',
    zh: '逐步读取序列，由门控决定记忆保留、遗忘和输出什么。',
  },
  formula: 'c_t = f_t \\odot c_{t-1} + i_t \\odot \\tilde c_t,\\quad h_t = o_t \\odot \\tanh c_t',
  category: 'recurrent',
  params: {
    ...recurrentParams,
    recurrentActivation: recurrentActivationParam,
    unitForgetBias: flag({
      title: { en: 'Forget gate starts open', zh: '遗忘门初始开启' },
      help: { en: 'The bias of the forget gate starts at 1, so that a young network remembers.', zh: '遗忘门的偏置从 1 开始，使训练初期的网络能够记忆。' },
      default: true,
      shownWhen: (params) => params.useBias === true,
    }),
  },
  inputs: () => inPort,
  outputs: () => outPort,
  // h = gate · f(c): the cell itself is unbounded.
  shape: (request) => recurrentShape(request, productInterval(activationRange(request.params.recurrentActivation), activationRange(request.params.activation))),
  weights: (request) =>
    recurrentWeights(request, 4, { shape: [4 * request.params.units], initialiser: { name: request.params.unitForgetBias ? 'lstmBias' : 'zeros' } }),
});
