import { drawGraph, node } from './drawGraph.ts';
import type { GraphDoc } from '../graph/document.ts';
import type { Template } from './template.ts';

const draw = (name: string, features: 'sum' | 'mean'): GraphDoc =>
  drawGraph({
    name,
    goal: 'autoencoder',
    nodes: {
      input: node('input', { shape: [784] }, 'Image'),
      encode: node('dense', { units: 256, activation: 'relu' }, 'Code'),
      decode: node('dense', { units: 784, activation: 'sigmoid' }, 'Pixels'),
      loss: node('loss', { reconstruction: 'mse', features, kl: false }),
    },
    wires: ['input > encode', 'encode > decode', 'decode > loss', 'input > loss.target'],
    groups: { Encoder: ['encode'], Decoder: ['decode'] },
    training: { epochs: 100 },
  });

/** The article's autoencoder; squared error summed over pixels. */
export const ae1: Template = {
  title: { en: '1 · Autoencoder', zh: '1 · 自编码器' },
  summary: {
    en: '784–256–784 with squared error. Try hidden sizes as a share of the input size.',
    zh: '784–256–784，平方误差。可尝试不同的隐藏层与输入大小之比。',
  },
  published: false,
  codes: [],
  build: () => draw('Autoencoder', 'sum'),
};

/** As published: nothing is wrong with it; Keras averages the squared error over pixels. */
export const ae1Published: Template = {
  ...ae1,
  title: { en: '1 · Autoencoder (as published)', zh: '1 · 自编码器（原文）' },
  published: true,
  build: () => draw('Autoencoder (as published)', 'mean'),
};
