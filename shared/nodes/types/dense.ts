import { activationParam, activationRange } from '../activation.ts';
import { at, defineNode, inPort, outPort } from '../defineNode.ts';
import { int } from '../params.ts';
import { scalarProblems } from '../rank.ts';
import { floats } from '../tensorSpec.ts';
import { biasSpec, kernelSpec, weightedParams } from '../weighted.ts';

/** Fully connected layer on the last axis, as keras.layers.Dense. */
export const denseNode = defineNode({
  kind: 'dense',
  title: { en: 'Dense', zh: '全连接' },
  summary: {
    en: 'Every output is a weighted sum of every input, plus a bias, through the activation.',
    zh: '每个输出是所有输入的加权和加偏置，再经过激活函数。',
  },
  formula: 'y = f(xW + b)',
  category: 'dense',
  params: {
    units: int({ title: { en: 'Units', zh: '单元数' }, help: { en: 'Number of outputs.', zh: '输出的个数。' }, min: 1, max: 1_048_576, default: 64 }),
    activation: activationParam('linear'),
    ...weightedParams,
  },
  inputs: () => inPort,
  outputs: () => outPort,
  shape: ({ params, inputs }) => {
    const problems = scalarProblems(inputs);
    return problems.length > 0
      ? { problems }
      : { outputs: { out: floats([...at(inputs).shape.slice(0, -1), params.units], activationRange(params.activation)) } };
  },
  weights: ({ params, inputs }) => [kernelSpec(params, [at(inputs).shape.at(-1) ?? 1, params.units]), ...biasSpec(params, params.units)],
});
