import { node } from './drawGraph.ts';
import { createTemplate } from './template.ts';
import { words } from './words.ts';

/** Recurrent VAE on sequences: an LSTM reads a wave into z, another writes it out step by step. */
export const vaeLstmWaves = createTemplate({
  title: { en: 'LSTM VAE on waves', zh: '波形上的 LSTM VAE' },
  summary: { en: 'Sequences instead of images: one LSTM reads, another writes.', zh: '用序列代替图像：一个 LSTM 读取，另一个写出。' },
  published: false,
  codes: [],
  drawing: {
    goal: 'vae',
    nodes: {
      input: node('input', { shape: [32, 1] }, { en: 'Wave', zh: '波形' }),
      read: node('lstm', { units: 64 }, { en: 'Read', zh: '读取' }),
      heads: node('split', { mode: 'heads', units: 4 }, words.posterior),
      sample: node('sample', {}, 'z'),
      repeat: node('repeatVector', { times: 32 }),
      write: node('lstm', { units: 64, returnSequences: true }, { en: 'Write', zh: '写出' }),
      value: node('dense', { units: 1 }, { en: 'Value at each step', zh: '每一步的值' }),
      // A summed squared error is a Gaussian of variance ½, far wider than these waves: at β = 1 the code says nothing (the posterior collapses). β = 0.1 is variance 1/20.
      loss: node('loss', { reconstruction: 'mse', beta: 0.1 }, words.betaVaeLoss),
    },
    wires: [
      'input > read',
      'read > heads',
      'heads.mean > sample.mean',
      'heads.spread > sample.spread',
      'sample > repeat',
      'repeat > write',
      'write > value',
      'value > loss',
      'input > loss.target',
      'heads.mean > loss.mean',
      'heads.spread > loss.spread',
    ],
    groups: { encoder: ['read', 'heads'], decoder: ['repeat', 'write', 'value'] },
    training: { epochs: 20, batchSize: 64, optimiser: { learningRate: 0.003 } },
    data: { kind: 'waves', normalise: 'signed' },
  },
});
