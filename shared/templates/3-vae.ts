import { node } from './drawGraph.ts';
import { createTemplate } from './template.ts';
import { words } from './words.ts';

/** The noise is a node of the latent's size, wired into the sampling step. */
export const vae3 = createTemplate({
  title: { en: '3 · VAE with a noise input', zh: '3 · 带噪声输入的 VAE' },
  summary: { en: 'ε is drawn as a node of its own and enters at Sample: z = μ + σ·ε.', zh: 'ε 画成单独的节点，从采样处进入：z = μ + σ·ε。' },
  published: false,
  codes: [],
  drawing: {
    goal: 'vae',
    nodes: {
      input: node('input', { shape: [784] }, words.image),
      noise: node('noise', { shape: [100] }, words.noise),
      encode: node('dense', { units: 256, activation: 'relu' }, words.encode),
      heads: node('split', { mode: 'heads', units: 100 }, words.posterior),
      sample: node('sample', {}, 'z'),
      decode: node('dense', { units: 784, activation: 'sigmoid' }, words.pixels),
      loss: node('loss', { reconstruction: 'bce' }),
    },
    wires: [
      'input > encode',
      'encode > heads',
      'heads.mean > sample.mean',
      'heads.spread > sample.spread',
      'noise > sample.noise',
      'sample > decode',
      'decode > loss',
      'input > loss.target',
      'heads.mean > loss.mean',
      'heads.spread > loss.spread',
    ],
    groups: { encoder: ['encode', 'heads'], decoder: ['decode'] },
    rows: { noise: 1 },
  },
});

/** As published: an autoencoder beside an input called noise that nothing reads. */
export const vae3Published = createTemplate({
  title: { en: '3 · VAE with a noise input (as published)', zh: '3 · 带噪声输入的 VAE（原文）' },
  summary: { en: 'Find the fault: what makes this a VAE?', zh: '找错：它凭什么算 VAE？' },
  published: true,
  codes: ['input-unused', 'variance-head-missing', 'kl-missing'],
  drawing: {
    goal: 'vae',
    nodes: {
      input: node('input', { shape: [784] }, words.image),
      noise: node('input', { shape: [100], feed: 'none' }, words.noise),
      encode: node('dense', { units: 256, activation: 'relu' }, words.encode),
      decode: node('dense', { units: 784, activation: 'sigmoid' }, words.pixels),
      loss: node('loss', { reconstruction: 'bce', features: 'mean', kl: false }),
    },
    wires: ['input > encode', 'encode > decode', 'decode > loss', 'input > loss.target'],
    groups: { encoder: ['encode'], decoder: ['decode'] },
    rows: { noise: 1 },
  },
});
