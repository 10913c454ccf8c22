import { node } from './drawGraph.ts';
import { createTemplate } from './template.ts';
import { words } from './words.ts';

/** A plain autoencoder with a code of 32 values. */
export const aeDense = createTemplate({
  title: { en: 'Autoencoder, dense', zh: '全连接自编码器' },
  summary: { en: 'Compresses each digit to 32 values and draws it again.', zh: '把每个数字压缩为 32 个值，再还原。' },
  published: false,
  codes: [],
  drawing: {
    goal: 'autoencoder',
    nodes: {
      input: node('input', { shape: [784] }, words.image),
      encode: node('dense', { units: 128, activation: 'relu' }, words.encode),
      code: node('dense', { units: 32, activation: 'relu' }, words.code),
      decode: node('dense', { units: 128, activation: 'relu' }, words.decode),
      pixels: node('dense', { units: 784, activation: 'sigmoid' }, words.pixels),
      loss: node('loss', { reconstruction: 'bce', kl: false }, words.reconstruction),
    },
    wires: ['input > encode', 'encode > code', 'code > decode', 'decode > pixels', 'pixels > loss', 'input > loss.target'],
    groups: { encoder: ['encode', 'code'], decoder: ['decode', 'pixels'] },
  },
});
