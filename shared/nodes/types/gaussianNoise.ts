import { at, defineNode, inPort, outPort } from '../defineNode.ts';
import { number } from '../params.ts';
import { floats, unbounded } from '../tensorSpec.ts';

/** Additive normal noise, as keras.layers.GaussianNoise: active in training only. */
export const gaussianNoiseNode = defineNode({
  kind: 'gaussianNoise',
  title: { en: 'Gaussian noise', zh: '高斯噪声' },
  summary: {
    en: 'In training, adds normal noise to each value; in front of an encoder it makes a denoising autoencoder.',
    zh: '训练时给每个值加上正态噪声；放在编码器之前即为去噪自编码器。',
  },
  formula: 'y = x + \\sigma\\varepsilon,\\quad \\varepsilon \\sim \\mathcal N(0, I)',
  category: 'regularise',
  params: {
    stdDev: number({
      title: { en: 'Standard deviation σ', zh: '标准差 σ' },
      help: { en: 'Size of the noise; for pixels in [0, 1], 0.1 is light and 0.5 strong.', zh: '噪声的大小；对取值 [0, 1] 的像素，0.1 较轻，0.5 较强。' },
      min: 0,
      max: 1,
      default: 0.1,
    }),
  },
  inputs: () => inPort,
  outputs: () => outPort,
  shape: ({ params, inputs }) => {
    const { shape, range } = at(inputs);
    return { outputs: { out: floats(shape, params.stdDev === 0 ? range : unbounded) } };
  },
  weights: () => [],
});
