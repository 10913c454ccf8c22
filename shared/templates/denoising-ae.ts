import { drawGraph, node } from './drawGraph.ts';
import type { GraphDoc } from '../graph/document.ts';
import type { Template } from './template.ts';

/** Denoising autoencoder (Vincent et al. 2008): noise in, the clean image as target. */
export const denoisingAe: Template = {
  title: { en: 'Denoising autoencoder', zh: '去噪自编码器' },
  summary: { en: 'Sees each digit through strong noise and learns to draw it clean.', zh: '透过强噪声看每个数字，学习画出干净的图像。' },
  published: false,
  codes: [],
  build: (): GraphDoc =>
    drawGraph({
      name: 'Denoising autoencoder',
      goal: 'autoencoder',
      nodes: {
        input: node('input', { shape: [784] }, 'Image'),
        noise: node('gaussianNoise', { stdDev: 0.5 }, 'Noise'),
        encode: node('dense', { units: 256, activation: 'relu' }, 'Encode'),
        code: node('dense', { units: 64, activation: 'relu' }, 'Code'),
        decode: node('dense', { units: 256, activation: 'relu' }, 'Decode'),
        pixels: node('dense', { units: 784, activation: 'sigmoid' }, 'Pixels'),
        loss: node('loss', { reconstruction: 'bce', kl: false }, 'Reconstruction'),
      },
      wires: ['input > noise', 'noise > encode', 'encode > code', 'code > decode', 'decode > pixels', 'pixels > loss', 'input > loss.target'],
      groups: { Encoder: ['encode', 'code'], Decoder: ['decode', 'pixels'] },
      note: 'The noise acts in training only; the target is the image before it.\n噪声只在训练时起作用；目标是加噪之前的图像。',
    }),
};
