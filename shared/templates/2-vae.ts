import { drawGraph, node } from './drawGraph.ts';
import type { GraphDoc } from '../graph/document.ts';
import type { Template } from './template.ts';

/** Deep VAE down to two dimensions; the log-variance is held within ±5, so that exp never overflows. */
export const vae2: Template = {
  title: { en: '2 · Deep VAE', zh: '2 · 深层 VAE' },
  summary: { en: '784–64–32–2–64–256–784 with a clamp on the log-variance.', zh: '784–64–32–2–64–256–784，并对对数方差限幅。' },
  published: false,
  codes: [],
  build: (): GraphDoc =>
    drawGraph({
      name: 'Deep VAE',
      goal: 'vae',
      nodes: {
        input: node('input', { shape: [784] }, 'Image'),
        encode1: node('dense', { units: 64, activation: 'relu' }),
        encode2: node('dense', { units: 32, activation: 'relu' }),
        heads: node('split', { mode: 'heads', units: 2, clip: 5 }, 'Posterior'),
        sample: node('sample', {}, 'z'),
        decode1: node('dense', { units: 64, activation: 'relu' }),
        decode2: node('dense', { units: 256, activation: 'relu' }),
        pixels: node('dense', { units: 784, activation: 'sigmoid' }, 'Pixels'),
        image: node('reshape', { shape: [28, 28, 1] }),
        target: node('reshape', { shape: [28, 28, 1] }, 'Target'),
        loss: node('loss', { reconstruction: 'mse' }),
      },
      wires: [
        'input > encode1',
        'encode1 > encode2',
        'encode2 > heads',
        'heads.mean > sample.mean',
        'heads.spread > sample.spread',
        'sample > decode1',
        'decode1 > decode2',
        'decode2 > pixels',
        'pixels > image',
        'image > loss',
        'input > target',
        'target > loss.target',
        'heads.mean > loss.mean',
        'heads.spread > loss.spread',
      ],
      groups: { Encoder: ['encode1', 'encode2', 'heads'], Decoder: ['decode1', 'decode2', 'pixels', 'image'] },
      rows: { target: 1 },
    }),
};

/** As published: z = ε·√exp(mean²), written out in arithmetic. */
export const vae2Published: Template = {
  title: { en: '2 · Deep VAE (as published)', zh: '2 · 深层 VAE（原文）' },
  summary: { en: 'Find the fault: follow the arithmetic from the head to z.', zh: '找错：沿着运算从头部一直看到 z。' },
  published: true,
  codes: ['variance-head-missing', 'sample-ignores-mean', 'mean-head-bounded', 'kl-missing', 'target-shape-mismatch'],
  build: (): GraphDoc =>
    drawGraph({
      name: 'Deep VAE (as published)',
      goal: 'vae',
      nodes: {
        input: node('input', { shape: [784] }, 'Image'),
        encode1: node('dense', { units: 64, activation: 'relu' }),
        encode2: node('dense', { units: 32, activation: 'relu' }),
        mean: node('dense', { units: 2, activation: 'tanh' }, 'Mean'),
        square: node('math', { fn: 'square' }, 'Square'),
        exp: node('math', { fn: 'exp' }, 'Exp'),
        root: node('math', { fn: 'sqrt' }, 'Root'),
        noise: node('noise', { shape: [2] }, 'ε'),
        product: node('multiply', {}, 'z'),
        clip: node('clip', { min: -5, max: 5 }),
        decode1: node('dense', { units: 256, activation: 'relu' }),
        decode2: node('dense', { units: 64, activation: 'relu' }),
        pixels: node('dense', { units: 784, activation: 'sigmoid' }, 'Pixels'),
        image: node('reshape', { shape: [28, 28, 1] }),
        loss: node('loss', { reconstruction: 'mse', features: 'mean', kl: false }),
      },
      wires: [
        'input > encode1',
        'encode1 > encode2',
        'encode2 > mean',
        'mean > square',
        'square > exp',
        'exp > root',
        'noise > product',
        'root > product',
        'product > clip',
        'clip > decode1',
        'decode1 > decode2',
        'decode2 > pixels',
        'pixels > image',
        'image > loss',
        'input > loss.target',
      ],
      groups: { Encoder: ['encode1', 'encode2', 'mean'], Decoder: ['decode1', 'decode2', 'pixels', 'image'] },
      rows: { noise: 1 },
      note: 'The article also reshapes z by the batch size, which no graph can say.\n原文还按批次大小对 z 做变形，这在图中无法表达。',
    }),
};
