import { node } from './drawGraph.ts';
import { createTemplate } from './template.ts';
import { words } from './words.ts';

/** Conditional VAE (Sohn et al. 2015): the class beside the image and beside z. */
export const cvaeDense = createTemplate({
  title: { en: 'Conditional VAE', zh: '条件 VAE' },
  summary: {
    en: 'Encoder and decoder are told which digit it is, so that z need only hold its style.',
    zh: '编码器和解码器都知道是哪个数字，z 只需表示书写风格。',
  },
  published: false,
  codes: [],
  drawing: {
    goal: 'vae',
    nodes: {
      input: node('input', { shape: [784] }, words.image),
      labels: node('labels', { classes: 10, encoding: 'oneHot' }, words.digit),
      seen: node('concatenate', {}, { en: 'Image and digit', zh: '图像与数字' }),
      encode: node('dense', { units: 512, activation: 'relu' }, words.encode),
      heads: node('split', { mode: 'heads', units: 2 }, words.posterior),
      sample: node('sample', {}, 'z'),
      told: node('concatenate', {}, { en: 'z and digit', zh: 'z 与数字' }),
      decode: node('dense', { units: 512, activation: 'relu' }, words.decode),
      pixels: node('dense', { units: 784, activation: 'sigmoid' }, words.pixels),
      loss: node('loss', { reconstruction: 'bce' }, words.negativeElbo),
    },
    wires: [
      'input > seen',
      'labels > seen',
      'seen > encode',
      'encode > heads',
      'heads.mean > sample.mean',
      'heads.spread > sample.spread',
      'sample > told',
      'labels > told',
      'told > decode',
      'decode > pixels',
      'pixels > loss',
      'input > loss.target',
      'heads.mean > loss.mean',
      'heads.spread > loss.spread',
    ],
    groups: { encoder: ['seen', 'encode', 'heads'], decoder: ['told', 'decode', 'pixels'] },
    rows: { labels: 1 },
  },
});
