import { at, defineNode, outPort } from '../defineNode.ts';
import type { ShapeAnswer, WeightSpec } from '../defineNode.ts';
import { int } from '../params.ts';
import { floats } from '../tensorSpec.ts';

/** A learned vector for each id, as keras.layers.Embedding: ids of any shape gain an axis of `units`. */
export const embeddingNode = defineNode({
  kind: 'embedding',
  title: { en: 'Embedding', zh: '嵌入' },
  summary: { en: 'Looks up a learned vector for each class label or token id.', zh: '为每个类别标签或词元编号查出一个可学习的向量。' },
  formula: 'y = E_{x}',
  category: 'dense',
  params: {
    vocabulary: int({
      title: { en: 'Vocabulary', zh: '词表大小' },
      help: { en: 'Number of different ids; ids run from 0 to one less.', zh: '不同编号的个数；编号从 0 开始，到个数减一。' },
      min: 1,
      max: 1_048_576,
      default: 10,
    }),
    units: int({ title: { en: 'Units', zh: '单元数' }, help: { en: 'Length of each vector.', zh: '每个向量的长度。' }, min: 1, max: 65_536, default: 16 }),
  },
  inputs: () => [{ name: 'in', title: { en: 'Ids', zh: '编号' }, carries: 'ids' }],
  outputs: () => outPort,
  shape: ({ params, inputs }): ShapeAnswer => {
    const { shape, range } = at(inputs);
    const largest = range[1];
    if (Number.isFinite(largest) && largest >= params.vocabulary) {
      return { problems: [{ code: 'ids-beyond-vocabulary', port: 'in', param: 'vocabulary', values: { vocabulary: params.vocabulary, largest } }] };
    }
    return { outputs: { out: floats([...shape, params.units]) } };
  },
  weights: ({ params }): readonly WeightSpec[] => [
    { name: 'embeddings', shape: [params.vocabulary, params.units], initialiser: { name: 'randomUniform', limit: 0.05 }, trainable: true },
  ],
});
