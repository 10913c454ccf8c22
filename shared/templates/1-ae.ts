import { node } from './drawGraph.ts';
import type { Drawing } from './drawGraph.ts';
import { createTemplate } from './template.ts';
import { words } from './words.ts';

const draw = (features: 'sum' | 'mean'): Omit<Drawing, 'name'> => ({
  goal: 'autoencoder',
  nodes: {
    input: node('input', { shape: [784] }, words.image),
    encode: node('dense', { units: 256, activation: 'relu' }, words.code),
    decode: node('dense', { units: 784, activation: 'sigmoid' }, words.pixels),
    loss: node('loss', { reconstruction: 'mse', features, kl: false }),
  },
  wires: ['input > encode', 'encode > decode', 'decode > loss', 'input > loss.target'],
  groups: { encoder: ['encode'], decoder: ['decode'] },
  training: { epochs: 100 },
});

const summary = {
  en: '784–256–784 with squared error. Try hidden sizes as a share of the input size.',
  zh: '784–256–784，平方误差。可尝试不同的隐藏层与输入大小之比。',
};

/** The article's autoencoder; squared error summed over pixels. */
export const ae1 = createTemplate({
  title: { en: '1 · Autoencoder', zh: '1 · 自编码器' },
  summary,
  published: false,
  codes: [],
  drawing: draw('sum'),
});

/** As published: nothing is wrong with it; Keras averages the squared error over pixels. */
export const ae1Published = createTemplate({
  title: { en: '1 · Autoencoder (as published)', zh: '1 · 自编码器（原文）' },
  summary,
  published: true,
  codes: [],
  drawing: draw('mean'),
});
