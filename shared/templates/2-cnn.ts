import { node } from './drawGraph.ts';
import type { Drawing } from './drawGraph.ts';
import { createTemplate } from './template.ts';
import { words } from './words.ts';

const drawing: Omit<Drawing, 'name'> = {
  goal: 'classifier',
  nodes: {
    input: node('input', { shape: [28, 28, 1] }, words.image),
    conv1: node('conv2d', { filters: 32, kernelSize: [3, 3], activation: 'relu' }),
    pool1: node('maxPool2d', { poolSize: [2, 2] }),
    conv2: node('conv2d', { filters: 64, kernelSize: [3, 3], activation: 'relu' }),
    pool2: node('maxPool2d', { poolSize: [2, 2] }),
    conv3: node('conv2d', { filters: 64, kernelSize: [3, 3], activation: 'relu' }),
    flatten: node('flatten'),
    hidden: node('dense', { units: 64, activation: 'relu' }),
    classes: node('dense', { units: 10, activation: 'softmax' }, words.classes),
    labels: node('labels', { classes: 10, encoding: 'integer' }, words.digit),
    loss: node('classificationLoss', { form: 'sparse' }),
  },
  wires: [
    'input > conv1',
    'conv1 > pool1',
    'pool1 > conv2',
    'conv2 > pool2',
    'pool2 > conv3',
    'conv3 > flatten',
    'flatten > hidden',
    'hidden > classes',
    'classes > loss.prediction',
    'labels > loss.labels',
  ],
  rows: { labels: 1 },
  training: { epochs: 5, metrics: ['accuracy'] },
};

const summary = { en: 'Three convolutions and two dense layers tell ten digits apart.', zh: '三个卷积层和两个全连接层识别十个数字。' };

/** The article's convolutional network for digits. */
export const cnn2 = createTemplate({
  title: { en: '2 · Convolutional classifier', zh: '2 · 卷积分类器' },
  summary,
  published: false,
  codes: [],
  drawing,
});

/** As published: nothing is wrong with it. */
export const cnn2Published = createTemplate({
  title: { en: '2 · Convolutional classifier (as published)', zh: '2 · 卷积分类器（原文）' },
  summary,
  published: true,
  codes: [],
  drawing,
});
