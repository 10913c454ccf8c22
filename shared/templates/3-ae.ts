import { node } from './drawGraph.ts';
import type { Drawing } from './drawGraph.ts';
import { createTemplate } from './template.ts';
import { words } from './words.ts';

const draw = (reconstruction: 'bce' | 'mse', features: 'sum' | 'mean'): Omit<Drawing, 'name'> => ({
  goal: 'autoencoder',
  nodes: {
    input: node('input', { shape: [784] }, words.image),
    encode: node('dense', { units: 256, activation: 'relu' }, words.code),
    decode: node('dense', { units: 784, activation: 'sigmoid' }, words.pixels),
    loss: node('loss', { reconstruction, features, kl: false }),
  },
  wires: ['input > encode', 'encode > decode', 'decode > loss', 'input > loss.target'],
  groups: { encoder: ['encode'], decoder: ['decode'] },
});

/** The article's autoencoder with cross-entropy, summed over pixels. */
export const ae3 = createTemplate({
  title: { en: '3 · Autoencoder, cross-entropy', zh: '3 · 自编码器（交叉熵）' },
  summary: { en: '784–256–784; each pixel a probability.', zh: '784–256–784；每个像素是一个概率。' },
  published: false,
  codes: [],
  drawing: draw('bce', 'sum'),
});

/** The same with squared error. */
export const ae3Mse = createTemplate({
  title: { en: '3 · Autoencoder, squared error', zh: '3 · 自编码器（平方误差）' },
  summary: { en: '784–256–784; compare with the cross-entropy form.', zh: '784–256–784；可与交叉熵形式比较。' },
  published: false,
  codes: [],
  drawing: draw('mse', 'sum'),
});

/** As published: nothing is wrong with it; Keras averages the loss over pixels. */
export const ae3Published = createTemplate({
  title: { en: '3 · Autoencoder (as published)', zh: '3 · 自编码器（原文）' },
  summary: { en: '784–256–784 with the loss averaged over pixels, as Keras has it.', zh: '784–256–784，按 Keras 的方式对像素取平均。' },
  published: true,
  codes: [],
  drawing: draw('bce', 'mean'),
});
