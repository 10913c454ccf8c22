import { at, defineNode, inPort, outPort } from '../defineNode.ts';
import { choice } from '../params.ts';
import { rankProblems } from '../rank.ts';
import { floats } from '../tensorSpec.ts';
import { pairParam } from '../window.ts';

/** As keras.layers.UpSampling2D; bilinear samples at half-pixel centres. */
export const upSampling2dNode = defineNode({
  kind: 'upSampling2d',
  title: { en: 'Up-sampling 2D', zh: '二维上采样' },
  summary: { en: 'Enlarges an image without weights, by repeating or by blending neighbouring pixels.', zh: '不用权重放大图像：重复或混合相邻像素。' },
  category: 'convolution',
  params: {
    size: pairParam(
      { en: 'Size', zh: '倍数' },
      { en: 'How many times as many rows and columns.', zh: '行数与列数各变为多少倍。' },
      { min: 1, max: 64, default: [2, 2] },
    ),
    interpolation: choice({
      title: { en: 'Interpolation', zh: '插值' },
      help: {
        en: 'Nearest: repeats each pixel. Bilinear: blends neighbours, half-pixel centres.',
        zh: '最近邻：重复每个像素。双线性：混合相邻像素，以半像素为中心。',
      },
      options: { nearest: { en: 'Nearest', zh: '最近邻' }, bilinear: { en: 'Bilinear', zh: '双线性' } },
      default: 'nearest',
    }),
  },
  inputs: () => inPort,
  outputs: () => outPort,
  shape: ({ params, inputs }) => {
    const problems = rankProblems(inputs, 3);
    const { shape, range } = at(inputs);
    return problems.length > 0
      ? { problems }
      : {
          outputs: {
            out: floats(
              shape.map((extent, axis) => extent * (params.size[axis] ?? 1)),
              range,
            ),
          },
        };
  },
  weights: () => [],
});
