import { defineNode, outPort } from '../defineNode.ts';
import { productInterval } from '../interval.ts';
import { manyPort, mergedShape } from '../merge.ts';

/** As keras.layers.Multiply: axes of 1 and missing leading axes stretch. */
export const multiplyNode = defineNode({
  kind: 'multiply',
  title: { en: 'Multiply', zh: '相乘' },
  summary: { en: 'Multiplies its inputs value by value.', zh: '将各输入逐值相乘。' },
  formula: 'y = x_1 \\odot x_2 \\odot \\dots',
  category: 'merge',
  params: {},
  inputs: () => manyPort,
  outputs: () => outPort,
  shape: ({ inputs }) => mergedShape(inputs, productInterval),
  weights: () => [],
});
