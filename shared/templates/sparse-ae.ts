import { node } from './drawGraph.ts';
import { createTemplate } from './template.ts';
import { words } from './words.ts';

/** Sparse autoencoder: an L1 penalty on a wide code, so that few of its units answer to any one image. */
export const sparseAe = createTemplate({
  title: { en: 'Sparse autoencoder', zh: '稀疏自编码器' },
  summary: { en: 'A wide code of which only a few units may speak at a time.', zh: '编码很宽，但每次只允许少数单元活跃。' },
  published: false,
  codes: [],
  drawing: {
    goal: 'autoencoder',
    nodes: {
      input: node('input', { shape: [784] }, words.image),
      code: node('dense', { units: 256, activation: 'relu', activityL1: 0.02 }, words.sparseCode),
      pixels: node('dense', { units: 784, activation: 'sigmoid' }, words.pixels),
      loss: node('loss', { reconstruction: 'bce', kl: false }, words.reconstruction),
    },
    wires: ['input > code', 'code > pixels', 'pixels > loss', 'input > loss.target'],
    groups: { encoder: ['code'], decoder: ['pixels'] },
  },
});
