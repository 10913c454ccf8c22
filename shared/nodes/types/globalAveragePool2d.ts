import { at, defineNode, inPort, outPort } from '../defineNode.ts';
import { rankProblems } from '../rank.ts';
import { floats } from '../tensorSpec.ts';

/** As keras.layers.GlobalAveragePooling2D: [height, width, channels] → [channels]. */
export const globalAveragePool2dNode = defineNode({
  kind: 'globalAveragePool2d',
  title: { en: 'Global average pool 2D', zh: '二维全局平均池化' },
  summary: { en: 'Averages each channel over the whole image, leaving one number a channel.', zh: '对每个通道在整幅图像上取平均，每个通道只留一个数。' },
  category: 'convolution',
  params: {},
  inputs: () => inPort,
  outputs: () => outPort,
  shape: ({ inputs }) => {
    const problems = rankProblems(inputs, 3);
    const { shape, range } = at(inputs);
    return problems.length > 0 ? { problems } : { outputs: { out: floats(shape.slice(2), range) } };
  },
  weights: () => [],
});
