import { drawGraph, node } from './drawGraph.ts';
import type { GraphDoc } from '../graph/document.ts';
import type { Template } from './template.ts';

const training = { epochs: 100, batchSize: 256 };

/** The article's functional Keras model with its decoder joined on: both heads stay readable as outputs. */
export const vae0: Template = {
  title: { en: '0 · Keras VAE', zh: '0 · Keras VAE' },
  summary: {
    en: 'One dense layer, mean and log-variance, one dense layer back; squared error and KL.',
    zh: '一个全连接层，均值与对数方差，再一个全连接层还原；平方误差加 KL。',
  },
  published: false,
  codes: [],
  build: (): GraphDoc =>
    drawGraph({
      name: 'Keras VAE',
      goal: 'vae',
      nodes: {
        input: node('input', { shape: [784] }, 'Image'),
        encode: node('dense', { units: 32, activation: 'relu' }, 'Encode'),
        heads: node('split', { mode: 'heads', units: 32 }, 'Posterior'),
        mean: node('output', { name: 'mean' }, 'Mean'),
        logVariance: node('output', { name: 'logVariance' }, 'Log-variance'),
        sample: node('sample', {}, 'z'),
        decode: node('dense', { units: 784, activation: 'sigmoid' }, 'Decode'),
        loss: node('loss', { reconstruction: 'mse' }),
      },
      wires: [
        'input > encode',
        'encode > heads',
        'heads.mean > mean',
        'heads.spread > logVariance',
        'heads.mean > sample.mean',
        'heads.spread > sample.spread',
        'sample > decode',
        'decode > loss',
        'input > loss.target',
        'heads.mean > loss.mean',
        'heads.spread > loss.spread',
      ],
      groups: { Encoder: ['encode', 'heads'], Decoder: ['decode'] },
      rows: { mean: -1, logVariance: 1 },
      training,
    }),
};

/** As published: encoder and decoder are two models that never meet, trained on squared error with an accuracy metric. */
export const vae0Published: Template = {
  title: { en: '0 · Keras VAE (as published)', zh: '0 · Keras VAE（原文）' },
  summary: { en: 'Find the fault: what does the decoder read?', zh: '找错：解码器读取的是什么？' },
  published: true,
  codes: ['decoder-disconnected', 'posterior-never-sampled', 'kl-missing', 'metric-meaningless', 'latent-input-without-source'],
  build: (): GraphDoc =>
    drawGraph({
      name: 'Keras VAE (as published)',
      goal: 'vae',
      nodes: {
        input: node('input', { shape: [784] }, 'Image'),
        encode: node('dense', { units: 32, activation: 'relu' }, 'Encode'),
        heads: node('split', { mode: 'heads', units: 32 }, 'Posterior'),
        mean: node('output', { name: 'mean' }, 'Mean'),
        logVariance: node('output', { name: 'logVariance' }, 'Log-variance'),
        latent: node('input', { shape: [32], feed: 'none' }, 'Latent input'),
        decode: node('dense', { units: 784, activation: 'sigmoid' }, 'Decode'),
        loss: node('loss', { reconstruction: 'mse', features: 'mean', kl: false }),
      },
      wires: ['input > encode', 'encode > heads', 'heads.mean > mean', 'heads.spread > logVariance', 'latent > decode', 'decode > loss', 'input > loss.target'],
      groups: { Encoder: ['encode', 'heads'], Decoder: ['latent', 'decode'] },
      rows: { logVariance: 1, latent: 2, decode: 2, loss: 2 },
      training: { ...training, metrics: ['accuracy'] },
    }),
};
