import { node } from './drawGraph.ts';
import { createTemplate } from './template.ts';
import { words } from './words.ts';

/** Exactly Keras's example “Variational AutoEncoder” (keras.io/examples/generative/vae): layers, activations, loss, Adam. */
export const vaeConv = createTemplate({
  title: { en: 'VAE, convolutional', zh: '卷积 VAE' },
  summary: {
    en: 'The Keras VAE example, layer by layer: convolutions down to two latent dimensions and back.',
    zh: '逐层对应 Keras 官方 VAE 示例：卷积降到两个潜在维度，再还原。',
  },
  published: false,
  codes: [],
  drawing: {
    goal: 'vae',
    nodes: {
      input: node('input', { shape: [28, 28, 1] }, words.image),
      down1: node('conv2d', { filters: 32, kernelSize: [3, 3], strides: [2, 2], padding: 'same', activation: 'relu' }),
      down2: node('conv2d', { filters: 64, kernelSize: [3, 3], strides: [2, 2], padding: 'same', activation: 'relu' }),
      flatten: node('flatten'),
      encode: node('dense', { units: 16, activation: 'relu' }, words.encode),
      heads: node('split', { mode: 'heads', units: 2 }, words.posterior),
      sample: node('sample', {}, 'z'),
      decode: node('dense', { units: 3136, activation: 'relu' }, words.decode),
      reshape: node('reshape', { shape: [7, 7, 64] }),
      up1: node('conv2dTranspose', { filters: 64, kernelSize: [3, 3], strides: [2, 2], padding: 'same', activation: 'relu' }),
      up2: node('conv2dTranspose', { filters: 32, kernelSize: [3, 3], strides: [2, 2], padding: 'same', activation: 'relu' }),
      pixels: node('conv2dTranspose', { filters: 1, kernelSize: [3, 3], padding: 'same', activation: 'sigmoid' }, words.pixels),
      loss: node('loss', { reconstruction: 'bce', beta: 1 }, words.negativeElbo),
    },
    wires: [
      'input > down1',
      'down1 > down2',
      'down2 > flatten',
      'flatten > encode',
      'encode > heads',
      'heads.mean > sample.mean',
      'heads.spread > sample.spread',
      'sample > decode',
      'decode > reshape',
      'reshape > up1',
      'up1 > up2',
      'up2 > pixels',
      'pixels > loss',
      'input > loss.target',
      'heads.mean > loss.mean',
      'heads.spread > loss.spread',
    ],
    groups: { encoder: ['down1', 'down2', 'flatten', 'encode', 'heads'], decoder: ['decode', 'reshape', 'up1', 'up2', 'pixels'] },
    training: { epochs: 30 },
  },
});
