import { at, defineNode, inPort, outPort } from '../defineNode.ts';
import { affineSpecs, normalisationParams } from '../normalisation.ts';
import { scalarProblems } from '../rank.ts';
import { floats } from '../tensorSpec.ts';

/** Layer normalisation over the last axis (Ba et al. 2016), as keras.layers.LayerNormalization. */
export const layerNormNode = defineNode({
  kind: 'layerNorm',
  title: { en: 'Layer norm', zh: '层归一化' },
  summary: {
    en: 'Brings the features of each example to mean 0 and variance 1, then scales and shifts them; does not depend on the batch.',
    zh: '使每个样本的特征均值为 0、方差为 1，再缩放和平移；与批次无关。',
  },
  formula: 'y = \\gamma\\,\\frac{x - \\mu}{\\sqrt{\\sigma^2 + \\epsilon}} + \\beta',
  category: 'regularise',
  params: normalisationParams,
  inputs: () => inPort,
  outputs: () => outPort,
  shape: ({ inputs }) => {
    const problems = scalarProblems(inputs);
    return problems.length > 0 ? { problems } : { outputs: { out: floats(at(inputs).shape) } };
  },
  weights: ({ params, inputs }) => affineSpecs(params, at(inputs).shape.at(-1) ?? 1),
});
