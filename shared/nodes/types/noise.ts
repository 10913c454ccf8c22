import { defineNode, outPort } from '../defineNode.ts';
import { choice, ints, number } from '../params.ts';
import { floats } from '../tensorSpec.ts';

/** Half the width of a uniform distribution around 0 whose standard deviation is `stdDev`: √3·σ. */
export function uniformHalfWidth(stdDev: number): number {
  return Math.sqrt(3) * stdDev;
}

/** Random numbers drawn anew for every example, training and not, from the run's seed. */
export const noiseNode = defineNode({
  kind: 'noise',
  title: { en: 'Noise', zh: '噪声' },
  summary: { en: 'Random numbers with mean 0, drawn anew for every example.', zh: '均值为 0 的随机数，每个样本重新抽取。' },
  formula: '\\varepsilon \\sim \\mathcal N(0, \\sigma^2)',
  category: 'source',
  params: {
    shape: ints({
      title: { en: 'Shape', zh: '形状' },
      help: { en: 'Shape of the noise of one example; for a Sample node, the shape of the mean.', zh: '单个样本的噪声形状；接入采样节点时与均值形状相同。' },
      min: 1,
      max: 1_048_576,
      minLength: 1,
      maxLength: 4,
      default: [2],
    }),
    distribution: choice({
      title: { en: 'Distribution', zh: '分布' },
      help: {
        en: 'Normal: N(0, σ²), as the reparameterisation trick needs. Uniform: evenly between −√3·σ and √3·σ, which has the same standard deviation.',
        zh: '正态：N(0, σ²)，重参数化技巧所需。均匀：在 −√3·σ 与 √3·σ 之间均匀分布，标准差相同。',
      },
      options: { normal: { en: 'Normal', zh: '正态' }, uniform: { en: 'Uniform', zh: '均匀' } },
      default: 'normal',
    }),
    stdDev: number({
      title: { en: 'Standard deviation σ', zh: '标准差 σ' },
      help: { en: 'How far the numbers spread around 0. Keep 1 for a Sample node.', zh: '随机数在 0 附近的离散程度。接入采样节点时保持 1。' },
      min: 0,
      max: 1000,
      default: 1,
    }),
  },
  inputs: () => [],
  outputs: () => outPort,
  shape: ({ params }) => {
    const half = uniformHalfWidth(params.stdDev);
    return { outputs: { out: floats(params.shape, params.distribution === 'uniform' || half === 0 ? [0 - half, half] : undefined) } };
  },
  weights: () => [],
});
