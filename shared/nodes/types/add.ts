import { defineNode, outPort } from '../defineNode.ts';
import { sumInterval } from '../interval.ts';
import { manyPort, mergedShape } from '../merge.ts';

/** As keras.layers.Add: axes of 1 and missing leading axes stretch. */
export const addNode = defineNode({
  kind: 'add',
  title: { en: 'Add', zh: '相加' },
  summary: { en: 'Adds its inputs value by value.', zh: '将各输入逐值相加。' },
  formula: 'y = x_1 + x_2 + \\dots',
  category: 'merge',
  params: {},
  inputs: () => manyPort,
  outputs: () => outPort,
  shape: ({ inputs }) => mergedShape(inputs, sumInterval),
  weights: () => [],
});
