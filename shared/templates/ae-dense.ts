import { drawGraph, node } from './drawGraph.ts';
import type { GraphDoc } from '../graph/document.ts';
import type { Template } from './template.ts';

/** A plain autoencoder with a code of 32 values. */
export const aeDense: Template = {
  title: { en: 'Autoencoder, dense', zh: '全连接自编码器' },
  summary: { en: 'Compresses each digit to 32 values and draws it again.', zh: '把每个数字压缩为 32 个值，再还原。' },
  published: false,
  codes: [],
  build: (): GraphDoc =>
    drawGraph({
      name: 'Autoencoder, dense',
      goal: 'autoencoder',
      nodes: {
        input: node('input', { shape: [784] }, 'Image'),
        encode: node('dense', { units: 128, activation: 'relu' }, 'Encode'),
        code: node('dense', { units: 32, activation: 'relu' }, 'Code'),
        decode: node('dense', { units: 128, activation: 'relu' }, 'Decode'),
        pixels: node('dense', { units: 784, activation: 'sigmoid' }, 'Pixels'),
        loss: node('loss', { reconstruction: 'bce', kl: false }, 'Reconstruction'),
      },
      wires: ['input > encode', 'encode > code', 'code > decode', 'decode > pixels', 'pixels > loss', 'input > loss.target'],
      groups: { Encoder: ['encode', 'code'], Decoder: ['decode', 'pixels'] },
    }),
};
