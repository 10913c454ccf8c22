import { drawGraph, node } from './drawGraph.ts';
import type { GraphDoc } from '../graph/document.ts';
import type { Template } from './template.ts';

/** Conditional VAE (Sohn et al. 2015): the class beside the image and beside z. */
export const cvaeDense: Template = {
  title: { en: 'Conditional VAE', zh: '条件 VAE' },
  summary: {
    en: 'Encoder and decoder are told which digit it is, so that z need only hold its style.',
    zh: '编码器和解码器都知道是哪个数字，z 只需表示书写风格。',
  },
  published: false,
  codes: [],
  build: (): GraphDoc =>
    drawGraph({
      name: 'Conditional VAE',
      goal: 'vae',
      nodes: {
        input: node('input', { shape: [784] }, 'Image'),
        labels: node('labels', { classes: 10, encoding: 'oneHot' }, 'Digit'),
        seen: node('concatenate', {}, 'Image and digit'),
        encode: node('dense', { units: 512, activation: 'relu' }, 'Encode'),
        heads: node('split', { mode: 'heads', units: 2 }, 'Posterior'),
        sample: node('sample', {}, 'z'),
        told: node('concatenate', {}, 'z and digit'),
        decode: node('dense', { units: 512, activation: 'relu' }, 'Decode'),
        pixels: node('dense', { units: 784, activation: 'sigmoid' }, 'Pixels'),
        loss: node('loss', { reconstruction: 'bce' }, 'Negative ELBO'),
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
      groups: { Encoder: ['seen', 'encode', 'heads'], Decoder: ['told', 'decode', 'pixels'] },
      rows: { labels: 1 },
    }),
};
