import { defineNode, inPort, outPort } from '../defineNode.ts';
import { poolingParams, poolingShape } from '../pooling.ts';

/** As keras.layers.MaxPooling2D. */
export const maxPool2dNode = defineNode({
  kind: 'maxPool2d',
  title: { en: 'Max pool 2D', zh: '二维最大池化' },
  summary: {
    en: 'Keeps the largest value of each window: a smaller image that still says whether a pattern was there.',
    zh: '保留每个窗口中的最大值：图像变小，仍能表明模式是否出现。',
  },
  category: 'convolution',
  params: poolingParams,
  inputs: () => inPort,
  outputs: () => outPort,
  shape: poolingShape,
  weights: () => [],
});
