import { node } from './drawGraph.ts';
import { createTemplate } from './template.ts';
import { words } from './words.ts';

/** The default: 784–512–2–512–784, negative ELBO (Kingma & Welling 2013). */
export const vaeDense = createTemplate({
  title: { en: 'VAE, dense', zh: '全连接 VAE' },
  summary: {
    en: 'Digits through two latent dimensions that can be drawn as a map. The place to start.',
    zh: '手写数字经过两个潜在维度，可画成平面图。适合入门。',
  },
  published: false,
  codes: [],
  drawing: {
    goal: 'vae',
    nodes: {
      input: node('input', { shape: [784] }, words.image),
      encode: node('dense', { units: 512, activation: 'relu' }, words.encode),
      heads: node('split', { mode: 'heads', units: 2 }, words.posterior),
      sample: node('sample', {}, 'z'),
      decode: node('dense', { units: 512, activation: 'relu' }, words.decode),
      pixels: node('dense', { units: 784, activation: 'sigmoid' }, words.pixels),
      loss: node('loss', { reconstruction: 'bce', beta: 1 }, words.negativeElbo),
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
    groups: { encoder: ['encode', 'heads'], decoder: ['decode', 'pixels'] },
    note: {
      en: 'Wide, narrow, wide: the encoder names a mean and a log-variance for each image, z is drawn from them, the decoder draws the image again.',
      zh: '宽、窄、宽：编码器为每幅图像给出均值和对数方差，由它们采样得到潜变量 z（重参数化），解码器再把图像还原出来。',
    },
  },
});
