import { at, defineNode, inPort, outPort } from '../defineNode.ts';
import { int } from '../params.ts';
import { rankProblems } from '../rank.ts';
import { floats } from '../tensorSpec.ts';

/** As keras.layers.RepeatVector: [features] → [times, features]. */
export const repeatVectorNode = defineNode({
  kind: 'repeatVector',
  title: { en: 'Repeat vector', zh: '重复向量' },
  summary: {
    en: 'Repeats a vector as every step of a sequence, so that a recurrent decoder can read it.',
    zh: '将一个向量重复为序列的每一步，供循环解码器读取。',
  },
  category: 'shape',
  params: {
    times: int({
      title: { en: 'Times', zh: '次数' },
      help: { en: 'Number of steps of the sequence.', zh: '序列的时间步数。' },
      min: 1,
      max: 65_536,
      default: 32,
    }),
  },
  inputs: () => inPort,
  outputs: () => outPort,
  shape: ({ params, inputs }) => {
    const problems = rankProblems(inputs, 1);
    const { shape, range } = at(inputs);
    return problems.length > 0 ? { problems } : { outputs: { out: floats([params.times, ...shape], range) } };
  },
  weights: () => [],
});
