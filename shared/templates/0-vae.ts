import { node } from './drawGraph.ts';
import { createTemplate } from './template.ts';
import { words } from './words.ts';

const training = { epochs: 100, batchSize: 256 };

/** The article's functional Keras model with its decoder joined on: both heads stay readable as outputs. */
export const vae0 = createTemplate({
  title: { en: '0 · Keras VAE', zh: '0 · Keras VAE' },
  summary: {
    en: 'One dense layer, mean and log-variance, one dense layer back; squared error and KL.',
    zh: '一个全连接层，均值与对数方差，再一个全连接层还原；平方误差加 KL。',
  },
  published: false,
  codes: [],
  drawing: {
    goal: 'vae',
    nodes: {
      input: node('input', { shape: [784] }, words.image),
      encode: node('dense', { units: 32, activation: 'relu' }, words.encode),
      heads: node('split', { mode: 'heads', units: 32 }, words.posterior),
      mean: node('output', { name: 'mean' }, words.mean),
      logVariance: node('output', { name: 'logVariance' }, words.logVariance),
      sample: node('sample', {}, 'z'),
      decode: node('dense', { units: 784, activation: 'sigmoid' }, words.decode),
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
    groups: { encoder: ['encode', 'heads'], decoder: ['decode'] },
    rows: { mean: -1, logVariance: 1 },
    training,
  },
});

/** As published: encoder and decoder are two models that never meet, trained on squared error with an accuracy metric. */
export const vae0Published = createTemplate({
  title: { en: '0 · Keras VAE (as published)', zh: '0 · Keras VAE（原文）' },
  summary: { en: 'Find the fault: what does the decoder read?', zh: '找错：解码器读取的是什么？' },
  published: true,
  codes: ['decoder-disconnected', 'posterior-never-sampled', 'kl-missing', 'metric-meaningless', 'latent-input-without-source'],
  drawing: {
    goal: 'vae',
    nodes: {
      input: node('input', { shape: [784] }, words.image),
      encode: node('dense', { units: 32, activation: 'relu' }, words.encode),
      heads: node('split', { mode: 'heads', units: 32 }, words.posterior),
      mean: node('output', { name: 'mean' }, words.mean),
      logVariance: node('output', { name: 'logVariance' }, words.logVariance),
      latent: node('input', { shape: [32], feed: 'none' }, { en: 'Latent input', zh: '潜变量输入' }),
      decode: node('dense', { units: 784, activation: 'sigmoid' }, words.decode),
      loss: node('loss', { reconstruction: 'mse', features: 'mean', kl: false }),
    },
    wires: ['input > encode', 'encode > heads', 'heads.mean > mean', 'heads.spread > logVariance', 'latent > decode', 'decode > loss', 'input > loss.target'],
    groups: { encoder: ['encode', 'heads'], decoder: ['latent', 'decode'] },
    rows: { logVariance: 1, latent: 2, decode: 2, loss: 2 },
    training: { ...training, metrics: ['accuracy'] },
  },
});
