import type { WeightSpec } from './defineNode.ts';
import { flag, number } from './params.ts';
import type { ParamsOf } from './params.ts';

/** Parameters that batch and layer normalisation share; defaults as in Keras 3. */
export const normalisationParams = {
  epsilon: number({
    title: { en: 'ε', zh: 'ε' },
    help: { en: 'Added to the variance, so that nothing is divided by zero.', zh: '加在方差上，避免除以零。' },
    min: 1e-8,
    max: 1,
    default: 1e-3,
  }),
  centre: flag({
    title: { en: 'Learned offset β', zh: '可学习偏移 β' },
    help: { en: 'Adds a learned offset to each feature.', zh: '给每个特征加上可学习的偏移。' },
    default: true,
  }),
  scale: flag({
    title: { en: 'Learned scale γ', zh: '可学习缩放 γ' },
    help: { en: 'Multiplies each feature by a learned scale.', zh: '将每个特征乘以可学习的缩放系数。' },
    default: true,
  }),
} as const;

/** gamma and beta of the last axis, as far as they are wanted: ones and zeros. */
export function affineSpecs(params: ParamsOf<typeof normalisationParams>, features: number): readonly WeightSpec[] {
  const gamma: WeightSpec = { name: 'gamma', shape: [features], initialiser: { name: 'ones' }, trainable: true };
  const beta: WeightSpec = { name: 'beta', shape: [features], initialiser: { name: 'zeros' }, trainable: true };
  return [...(params.scale ? [gamma] : []), ...(params.centre ? [beta] : [])];
}
