import { drawGraph, node } from './drawGraph.ts';
import type { GraphDoc } from '../graph/document.ts';
import type { Template } from './template.ts';

const draw = (name: string, reconstruction: 'bce' | 'mse', features: 'sum' | 'mean'): GraphDoc =>
  drawGraph({
    name,
    goal: 'autoencoder',
    nodes: {
      input: node('input', { shape: [784] }, 'Image'),
      encode: node('dense', { units: 256, activation: 'relu' }, 'Code'),
      decode: node('dense', { units: 784, activation: 'sigmoid' }, 'Pixels'),
      loss: node('loss', { reconstruction, features, kl: false }),
    },
    wires: ['input > encode', 'encode > decode', 'decode > loss', 'input > loss.target'],
    groups: { Encoder: ['encode'], Decoder: ['decode'] },
  });

/** The article's autoencoder with cross-entropy, summed over pixels. */
export const ae3: Template = {
  title: { en: '3 · Autoencoder, cross-entropy', zh: '3 · 自编码器（交叉熵）' },
  summary: { en: '784–256–784; each pixel a probability.', zh: '784–256–784；每个像素是一个概率。' },
  published: false,
  codes: [],
  build: () => draw('Autoencoder, cross-entropy', 'bce', 'sum'),
};

/** The same with squared error. */
export const ae3Mse: Template = {
  title: { en: '3 · Autoencoder, squared error', zh: '3 · 自编码器（平方误差）' },
  summary: { en: '784–256–784; compare with the cross-entropy form.', zh: '784–256–784；可与交叉熵形式比较。' },
  published: false,
  codes: [],
  build: () => draw('Autoencoder, squared error', 'mse', 'sum'),
};

/** As published: nothing is wrong with it; Keras averages the loss over pixels. */
export const ae3Published: Template = {
  title: { en: '3 · Autoencoder (as published)', zh: '3 · 自编码器（原文）' },
  summary: { en: '784–256–784 with the loss averaged over pixels, as Keras has it.', zh: '784–256–784，按 Keras 的方式对像素取平均。' },
  published: true,
  codes: [],
  build: () => draw('Autoencoder (as published)', 'bce', 'mean'),
};
