import { defineNode } from '../defineNode.ts';
import { choice, int } from '../params.ts';
import { floats } from '../tensorSpec.ts';

/** Where class labels enter, as one-hot rows (float32 [classes]) or as integers (int32, one number an example). */
export const labelsNode = defineNode({
  kind: 'labels',
  title: { en: 'Labels', zh: '标签' },
  summary: {
    en: 'The class of each example, to train a classifier on or to condition an encoder and a decoder with.',
    zh: '每个样本的类别，用于训练分类器，或作为编码器和解码器的条件。',
  },
  category: 'source',
  params: {
    classes: int({
      title: { en: 'Classes', zh: '类别数' },
      help: { en: 'Number of classes; labels run from 0 to one less.', zh: '类别的个数；标签从 0 开始，到个数减一。' },
      min: 2,
      max: 65_536,
      default: 10,
    }),
    encoding: choice({
      title: { en: 'Given as', zh: '编码方式' },
      help: {
        en: 'One-hot: a row of zeros with a 1 at the class, to be concatenated or compared. Integers: the number of the class, for Embedding and sparse cross-entropy.',
        zh: '独热：类别处为 1、其余为 0 的向量，可拼接或比较。整数：类别编号，用于嵌入层和稀疏交叉熵。',
      },
      options: { oneHot: { en: 'One-hot', zh: '独热' }, integer: { en: 'Integers', zh: '整数' } },
      default: 'oneHot',
    }),
  },
  inputs: () => [],
  outputs: (params) => [{ name: 'out', title: { en: 'Labels', zh: '标签' }, carries: params.encoding === 'integer' ? 'ids' : 'tensor' }],
  shape: ({ params }) => ({
    outputs: { out: params.encoding === 'integer' ? { shape: [], dtype: 'int32', range: [0, params.classes - 1] } : floats([params.classes], [0, 1]) },
  }),
  weights: () => [],
});
