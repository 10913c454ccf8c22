import { node } from './drawGraph.ts';
import { createTemplate } from './template.ts';
import { words } from './words.ts';

/** Denoising autoencoder (Vincent et al. 2008): noise in, the clean image as target. */
export const denoisingAe = createTemplate({
  title: { en: 'Denoising autoencoder', zh: '去噪自编码器' },
  summary: { en: 'Sees each digit through strong noise and learns to draw it clean.', zh: '透过强噪声看每个数字，学习画出干净的图像。' },
  published: false,
  codes: [],
  drawing: {
    goal: 'autoencoder',
    nodes: {
      input: node('input', { shape: [784] }, words.image),
      noise: node('gaussianNoise', { stdDev: 0.5 }, words.noise),
      encode: node('dense', { units: 256, activation: 'relu' }, words.encode),
      code: node('dense', { units: 64, activation: 'relu' }, words.code),
      decode: node('dense', { units: 256, activation: 'relu' }, words.decode),
      pixels: node('dense', { units: 784, activation: 'sigmoid' }, words.pixels),
      loss: node('loss', { reconstruction: 'bce', kl: false }, words.reconstruction),
    },
    wires: ['input > noise', 'noise > encode', 'encode > code', 'code > decode', 'decode > pixels', 'pixels > loss', 'input > loss.target'],
    groups: { encoder: ['encode', 'code'], decoder: ['decode', 'pixels'] },
    note: {
      en: 'The noise acts in training only; the target is the image before it.',
      zh: '噪声只在训练时起作用；目标是加噪之前的图像。',
    },
  },
});
