import { at, defineNode, inPort, outPort } from '../defineNode.ts';
import { floats, sizeOf } from '../tensorSpec.ts';

/** All axes but the batch as one row, last axis fastest, as keras.layers.Flatten. */
export const flattenNode = defineNode({
  kind: 'flatten',
  title: { en: 'Flatten', zh: '展平' },
  summary: { en: 'Writes each example as one row: 28×28×1 becomes 784.', zh: '将每个样本写成一行：28×28×1 变为 784。' },
  category: 'shape',
  params: {},
  inputs: () => inPort,
  outputs: () => outPort,
  shape: ({ inputs }) => {
    const { shape, range } = at(inputs);
    return { outputs: { out: floats([sizeOf(shape)], range) } };
  },
  weights: () => [],
});
