import { defineNode, inPort, outPort } from '../defineNode.ts';
import { poolingParams, poolingShape } from '../pooling.ts';

/** As keras.layers.AveragePooling2D. */
export const averagePool2dNode = defineNode({
  kind: 'averagePool2d',
  title: { en: 'Average pool 2D', zh: '二维平均池化' },
  summary: { en: 'Averages each window: a smaller, smoother image.', zh: '对每个窗口取平均：得到更小、更平滑的图像。' },
  category: 'convolution',
  params: poolingParams,
  inputs: () => inPort,
  outputs: () => outPort,
  shape: poolingShape,
  weights: () => [],
});
