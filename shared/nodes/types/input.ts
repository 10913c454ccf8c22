import { defineNode, outPort } from '../defineNode.ts';
import { choice, ints } from '../params.ts';
import { floats } from '../tensorSpec.ts';

/** Where examples enter. `feed: none` is an input that no data set column feeds. */
export const inputNode = defineNode({
  kind: 'input',
  title: { en: 'Input', zh: '输入' },
  summary: { en: 'The examples of the data set, one row a batch entry.', zh: '数据集中的样本，每个批次条目一行。' },
  category: 'source',
  params: {
    shape: ints({
      title: { en: 'Shape', zh: '形状' },
      help: {
        en: 'Shape of one example. 784 takes a 28×28 image as one flat row; 28, 28, 1 keeps rows, columns and channels.',
        zh: '单个样本的形状。784 将 28×28 图像展平为一行；28, 28, 1 保留行、列和通道。',
      },
      min: 1,
      max: 1_048_576,
      minLength: 1,
      maxLength: 4,
      default: [784],
    }),
    feed: choice({
      title: { en: 'Fed by', zh: '数据来源' },
      help: { en: 'Data set: its examples. Nothing: no values come in while training.', zh: '数据集：其中的样本。无：训练时没有数据流入。' },
      options: { data: { en: 'Data set', zh: '数据集' }, none: { en: 'Nothing', zh: '无' } },
      default: 'data',
    }),
  },
  inputs: () => [],
  outputs: () => outPort,
  shape: ({ params }) => ({ outputs: { out: floats(params.shape) } }),
  weights: () => [],
});
