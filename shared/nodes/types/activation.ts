import { activationParam, activationRange } from '../activation.ts';
import { at, defineNode, inPort, outPort } from '../defineNode.ts';
import { scalarProblems } from '../rank.ts';
import { floats } from '../tensorSpec.ts';

/** An activation function as a node of its own, as keras.layers.Activation. */
export const activationNode = defineNode({
  kind: 'activation',
  title: { en: 'Activation', zh: '激活' },
  summary: {
    en: 'Bends each value through an activation function; softmax turns the last axis into probabilities.',
    zh: '对每个值应用激活函数；softmax 将最后一个轴变为概率。',
  },
  formula: 'y = f(x)',
  category: 'elementwise',
  params: { activation: activationParam('relu') },
  inputs: () => inPort,
  outputs: () => outPort,
  shape: ({ params, inputs }) => {
    const problems = params.activation === 'softmax' ? scalarProblems(inputs) : [];
    if (problems.length > 0) return { problems };
    const { shape, range } = at(inputs);
    return { outputs: { out: floats(shape, activationRange(params.activation, range)) } };
  },
  weights: () => [],
});
