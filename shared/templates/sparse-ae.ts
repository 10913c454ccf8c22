import { drawGraph, node } from './drawGraph.ts';
import type { GraphDoc } from '../graph/document.ts';
import type { Template } from './template.ts';

/** Sparse autoencoder: an L1 penalty on a wide code, so that few of its units answer to any one image. */
export const sparseAe: Template = {
  title: { en: 'Sparse autoencoder', zh: '稀疏自编码器' },
  summary: { en: 'A wide code of which only a few units may speak at a time.', zh: '编码很宽，但每次只允许少数单元活跃。' },
  published: false,
  codes: [],
  build: (): GraphDoc =>
    drawGraph({
      name: 'Sparse autoencoder',
      goal: 'autoencoder',
      nodes: {
        input: node('input', { shape: [784] }, 'Image'),
        code: node('dense', { units: 256, activation: 'relu', activityL1: 0.02 }, 'Sparse code'),
        pixels: node('dense', { units: 784, activation: 'sigmoid' }, 'Pixels'),
        loss: node('loss', { reconstruction: 'bce', kl: false }, 'Reconstruction'),
      },
      wires: ['input > code', 'code > pixels', 'pixels > loss', 'input > loss.target'],
      groups: { Encoder: ['code'], Decoder: ['pixels'] },
    }),
};
