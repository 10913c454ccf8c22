import { drawGraph, node } from './drawGraph.ts';
import type { GraphDoc } from '../graph/document.ts';
import type { Template } from './template.ts';

const build = (): GraphDoc =>
  drawGraph({
    name: 'Convolutional classifier',
    goal: 'classifier',
    nodes: {
      input: node('input', { shape: [28, 28, 1] }, 'Image'),
      conv1: node('conv2d', { filters: 32, kernelSize: [3, 3], activation: 'relu' }),
      pool1: node('maxPool2d', { poolSize: [2, 2] }),
      conv2: node('conv2d', { filters: 64, kernelSize: [3, 3], activation: 'relu' }),
      pool2: node('maxPool2d', { poolSize: [2, 2] }),
      conv3: node('conv2d', { filters: 64, kernelSize: [3, 3], activation: 'relu' }),
      flatten: node('flatten'),
      hidden: node('dense', { units: 64, activation: 'relu' }),
      classes: node('dense', { units: 10, activation: 'softmax' }, 'Classes'),
      labels: node('labels', { classes: 10, encoding: 'integer' }, 'Digit'),
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
  });

/** The article's convolutional network for digits. */
export const cnn2: Template = {
  title: { en: '2 · Convolutional classifier', zh: '2 · 卷积分类器' },
  summary: { en: 'Three convolutions and two dense layers tell ten digits apart.', zh: '三个卷积层和两个全连接层识别十个数字。' },
  published: false,
  codes: [],
  build,
};

/** As published: nothing is wrong with it. */
export const cnn2Published: Template = { ...cnn2, title: { en: '2 · Convolutional classifier (as published)', zh: '2 · 卷积分类器（原文）' }, published: true };
