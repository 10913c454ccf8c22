import { node } from './drawGraph.ts';
import { createTemplate } from './template.ts';
import { words } from './words.ts';

/** Mean and log-standard deviation from two dense layers on the image, KL in the log-std form. */
export const vae1 = createTemplate({
  title: { en: '1 · VAE with log-std', zh: '1 · 使用对数标准差的 VAE' },
  summary: { en: 'Two heads of 256 dimensions read the image directly; σ = exp(s).', zh: '两个 256 维的头直接读取图像；σ = exp(s)。' },
  published: false,
  codes: [],
  drawing: {
    goal: 'vae',
    nodes: {
      input: node('input', { shape: [784] }, words.image),
      mean: node('dense', { units: 256 }, words.mean),
      logStd: node('dense', { units: 256 }, words.logStd),
      sample: node('sample', { spread: 'logStd' }, 'z'),
      decode: node('dense', { units: 784, activation: 'sigmoid' }, words.pixels),
      loss: node('loss', { reconstruction: 'mse', spread: 'logStd' }),
    },
    wires: [
      'input > mean',
      'input > logStd',
      'mean > sample.mean',
      'logStd > sample.spread',
      'sample > decode',
      'decode > loss',
      'input > loss.target',
      'mean > loss.mean',
      'logStd > loss.spread',
    ],
    groups: { encoder: ['mean', 'logStd'], decoder: ['decode'] },
    rows: { logStd: 1 },
  },
});

/** As published: the hidden relu layer serves as the mean, and the loss is the squared error alone. */
export const vae1Published = createTemplate({
  title: { en: '1 · VAE with log-std (as published)', zh: '1 · 使用对数标准差的 VAE（原文）' },
  summary: { en: 'Find the fault: which means can this posterior have, and what holds it?', zh: '找错：这个后验的均值能取哪些值？又受什么约束？' },
  published: true,
  codes: ['mean-head-bounded', 'kl-missing'],
  drawing: {
    goal: 'vae',
    nodes: {
      input: node('input', { shape: [784] }, words.image),
      mean: node('dense', { units: 256, activation: 'relu' }, words.mean),
      logStd: node('dense', { units: 256 }, words.logStd),
      sample: node('sample', { spread: 'logStd' }, 'z'),
      decode: node('dense', { units: 784, activation: 'sigmoid' }, words.pixels),
      loss: node('loss', { reconstruction: 'mse', features: 'mean', kl: false }),
    },
    wires: ['input > mean', 'input > logStd', 'mean > sample.mean', 'logStd > sample.spread', 'sample > decode', 'decode > loss', 'input > loss.target'],
    groups: { encoder: ['mean', 'logStd'], decoder: ['decode'] },
    rows: { logStd: 1 },
    note: {
      en: 'The article makes the log-std layer anew at each call, so in its code that layer never learns.',
      zh: '原文的代码在每次调用时都重新创建对数标准差层，因此该层从未得到训练。',
    },
  },
});
