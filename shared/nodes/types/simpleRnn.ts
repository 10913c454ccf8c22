import { activationRange } from '../activation.ts';
import { defineNode, inPort, outPort } from '../defineNode.ts';
import { recurrentParams, recurrentShape, recurrentWeights } from '../recurrent.ts';

/** As keras.layers.SimpleRNN: weights kernel, recurrentKernel, bias [units]. */
export const simpleRnnNode = defineNode({
  kind: 'simpleRnn',
  title: { en: 'Simple RNN', zh: '简单循环网络' },
  summary: { en: 'Reads a sequence step by step; its output is fed back with the next step.', zh: '逐步读取序列；输出与下一步一起反馈回来。' },
  formula: 'h_t = f(x_t W + h_{t-1} U + b)',
  category: 'recurrent',
  params: recurrentParams,
  inputs: () => inPort,
  outputs: () => outPort,
  shape: (request) => recurrentShape(request, activationRange(request.params.activation)),
  weights: (request) => recurrentWeights(request, 1, { shape: [request.params.units], initialiser: { name: 'zeros' } }),
});
