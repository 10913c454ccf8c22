import { drawGraph, node } from './drawGraph.ts';
import type { GraphDoc } from '../graph/document.ts';
import type { Template } from './template.ts';

/** The default: 784–512–2–512–784, negative ELBO (Kingma & Welling 2013). */
export const vaeDense: Template = {
  title: { en: 'VAE, dense', zh: '全连接 VAE' },
  summary: {
    en: 'Digits through two latent dimensions that can be drawn as a map. The place to start.',
    zh: '手写数字经过两个潜在维度，可画成平面图。适合入门。',
  },
  published: false,
  codes: [],
  build: (): GraphDoc =>
    drawGraph({
      name: 'VAE, dense',
      goal: 'vae',
      nodes: {
        input: node('input', { shape: [784] }, 'Image'),
        encode: node('dense', { units: 512, activation: 'relu' }, 'Encode'),
        heads: node('split', { mode: 'heads', units: 2 }, 'Posterior'),
        sample: node('sample', {}, 'z'),
        decode: node('dense', { units: 512, activation: 'relu' }, 'Decode'),
        pixels: node('dense', { units: 784, activation: 'sigmoid' }, 'Pixels'),
        loss: node('loss', { reconstruction: 'bce', beta: 1 }, 'Negative ELBO'),
      },
      wires: [
        'input > encode',
        'encode > heads',
        'heads.mean > sample.mean',
        'heads.spread > sample.spread',
        'sample > decode',
        'decode > pixels',
        'pixels > loss',
        'input > loss.target',
        'heads.mean > loss.mean',
        'heads.spread > loss.spread',
      ],
      groups: { Encoder: ['encode', 'heads'], Decoder: ['decode', 'pixels'] },
      note: 'Wide, narrow, wide: the encoder names a mean and a log-variance for each image, z is drawn from them, the decoder draws the image again.',
    }),
};
