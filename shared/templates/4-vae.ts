import { node } from './drawGraph.ts';
import { createTemplate } from './template.ts';
import { words } from './words.ts';

/** β-VAE (Higgins et al. 2017) with the KL as −½ Σ(…); latent size, learning rate and β are there to be chosen. */
export const vae4 = createTemplate({
  title: { en: '4 · β-VAE', zh: '4 · β-VAE' },
  summary: {
    en: 'Squared error plus β times the KL divergence. Choose β and the latent size by validation.',
    zh: '平方误差加 β 倍的 KL 散度。用验证集选择 β 与潜在维数。',
  },
  published: false,
  codes: [],
  drawing: {
    goal: 'vae',
    nodes: {
      input: node('input', { shape: [784] }, words.image),
      encode: node('dense', { units: 32, activation: 'relu' }, words.encode),
      heads: node('split', { mode: 'heads', units: 32 }, words.posterior),
      sample: node('sample', {}, 'z'),
      decode: node('dense', { units: 784, activation: 'relu' }, words.decode),
      pixels: node('dense', { units: 784, activation: 'sigmoid' }, words.pixels),
      loss: node('loss', { reconstruction: 'mse' }),
    },
    wires: [
      'input > encode',
      'encode > heads',
      'heads.mean > sample.mean',
      'heads.spread > sample.spread',
      'sample > decode',
      'decode > pixels',
      'pixels > loss',
      'input > loss.target',
      'heads.mean > loss.mean',
      'heads.spread > loss.spread',
    ],
    groups: { encoder: ['encode', 'heads'], decoder: ['decode', 'pixels'] },
  },
});

/** As published: one output unpacked as two, a KL term with its sign turned and its own reductions. */
export const vae4Published = createTemplate({
  title: { en: '4 · β-VAE (as published)', zh: '4 · β-VAE（原文）' },
  summary: { en: 'Find the fault: count the heads, then read the loss.', zh: '找错：先数一数有几个头，再读损失。' },
  published: true,
  codes: ['variance-head-missing', 'mean-head-bounded', 'posterior-never-sampled', 'kl-sign-flipped', 'kl-not-averaged', 'reduction-mismatch'],
  drawing: {
    goal: 'vae',
    nodes: {
      input: node('input', { shape: [784] }, words.image),
      encode: node('dense', { units: 32, activation: 'relu' }, words.encode),
      head: node('dense', { units: 784, activation: 'sigmoid' }, { en: 'Mean, log-var', zh: '均值与对数方差' }),
      decode: node('dense', { units: 784, activation: 'relu' }, words.decode),
      pixels: node('dense', { units: 784, activation: 'sigmoid' }, words.pixels),
      loss: node('loss', { reconstruction: 'mse', features: 'mean', klSign: 'plusHalf', klBatch: 'sum' }),
    },
    wires: [
      'input > encode',
      'encode > head',
      'head > decode',
      'decode > pixels',
      'pixels > loss',
      'input > loss.target',
      'head > loss.mean',
      'head > loss.spread',
    ],
    groups: { encoder: ['encode', 'head'], decoder: ['decode', 'pixels'] },
  },
});
