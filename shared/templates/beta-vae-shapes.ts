import { node } from './drawGraph.ts';
import { createTemplate } from './template.ts';
import { words } from './words.ts';

/** Convolutional β-VAE (Higgins et al. 2017; Burgess et al. 2018) on sprites with known factors: the disentanglement setting. */
export const betaVaeShapes = createTemplate({
  title: { en: 'β-VAE on shapes', zh: '形状上的 β-VAE' },
  summary: {
    en: 'β = 4 presses each latent dimension towards one factor: shape, scale, rotation, x, y.',
    zh: 'β = 4 促使每个潜在维度对应一个因素：形状、大小、旋转、x、y。',
  },
  published: false,
  codes: [],
  drawing: {
    goal: 'vae',
    nodes: {
      input: node('input', { shape: [32, 32, 1] }, { en: 'Sprite', zh: '图形' }),
      down1: node('conv2d', { filters: 32, kernelSize: [4, 4], strides: [2, 2], padding: 'same', activation: 'relu' }),
      down2: node('conv2d', { filters: 32, kernelSize: [4, 4], strides: [2, 2], padding: 'same', activation: 'relu' }),
      down3: node('conv2d', { filters: 64, kernelSize: [4, 4], strides: [2, 2], padding: 'same', activation: 'relu' }),
      flatten: node('flatten'),
      encode: node('dense', { units: 256, activation: 'relu' }, words.encode),
      heads: node('split', { mode: 'heads', units: 8 }, words.posterior),
      sample: node('sample', {}, 'z'),
      decode1: node('dense', { units: 256, activation: 'relu' }, words.decode),
      decode2: node('dense', { units: 1024, activation: 'relu' }),
      reshape: node('reshape', { shape: [4, 4, 64] }),
      up1: node('conv2dTranspose', { filters: 32, kernelSize: [4, 4], strides: [2, 2], padding: 'same', activation: 'relu' }),
      up2: node('conv2dTranspose', { filters: 32, kernelSize: [4, 4], strides: [2, 2], padding: 'same', activation: 'relu' }),
      pixels: node('conv2dTranspose', { filters: 1, kernelSize: [4, 4], strides: [2, 2], padding: 'same', activation: 'sigmoid' }, words.pixels),
      loss: node('loss', { reconstruction: 'bce', beta: 4 }, words.betaVaeLoss),
    },
    wires: [
      'input > down1',
      'down1 > down2',
      'down2 > down3',
      'down3 > flatten',
      'flatten > encode',
      'encode > heads',
      'heads.mean > sample.mean',
      'heads.spread > sample.spread',
      'sample > decode1',
      'decode1 > decode2',
      'decode2 > reshape',
      'reshape > up1',
      'up1 > up2',
      'up2 > pixels',
      'pixels > loss',
      'input > loss.target',
      'heads.mean > loss.mean',
      'heads.spread > loss.spread',
    ],
    groups: { encoder: ['down1', 'down2', 'down3', 'flatten', 'encode', 'heads'], decoder: ['decode1', 'decode2', 'reshape', 'up1', 'up2', 'pixels'] },
    data: { kind: 'shapes' },
  },
});
