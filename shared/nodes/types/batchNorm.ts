import { at, defineNode, inPort, outPort } from '../defineNode.ts';
import type { WeightSpec } from '../defineNode.ts';
import { affineSpecs, normalisationParams } from '../normalisation.ts';
import { number } from '../params.ts';
import { scalarProblems } from '../rank.ts';
import { floats } from '../tensorSpec.ts';

/** Batch normalisation over all axes but the last (Ioffe & Szegedy 2015), as keras.layers.BatchNormalization. */
export const batchNormNode = defineNode({
  kind: 'batchNorm',
  title: { en: 'Batch norm', zh: '批归一化' },
  summary: {
    en: 'Brings each feature to mean 0 and variance 1 over the batch, then scales and shifts it; a remedy for vanishing gradients.',
    zh: '使每个特征在批次上均值为 0、方差为 1，再缩放和平移；可缓解梯度消失。',
  },
  formula: 'y = \\gamma\\,\\frac{x - \\mu_B}{\\sqrt{\\sigma_B^2 + \\epsilon}} + \\beta',
  category: 'regularise',
  params: {
    momentum: number({
      title: { en: 'Momentum', zh: '动量' },
      help: {
        en: 'How slowly the moving mean and variance, which are used outside training, follow the batches.',
        zh: '训练之外所用的滑动均值与方差跟随批次变化的缓慢程度。',
      },
      min: 0,
      max: 0.9999,
      default: 0.99,
    }),
    ...normalisationParams,
  },
  inputs: () => inPort,
  outputs: () => outPort,
  shape: ({ inputs }) => {
    const problems = scalarProblems(inputs);
    return problems.length > 0 ? { problems } : { outputs: { out: floats(at(inputs).shape) } };
  },
  weights: ({ params, inputs }): readonly WeightSpec[] => {
    const features = at(inputs).shape.at(-1) ?? 1;
    return [
      ...affineSpecs(params, features),
      { name: 'movingMean', shape: [features], initialiser: { name: 'zeros' }, trainable: false },
      { name: 'movingVariance', shape: [features], initialiser: { name: 'ones' }, trainable: false },
    ];
  },
});
