import { activationParam, activationRange } from '../activation.ts';
import { at, defineNode, inPort, outPort } from '../defineNode.ts';
import type { ShapeAnswer } from '../defineNode.ts';
import { int } from '../params.ts';
import { rankProblems } from '../rank.ts';
import { floats, showShape } from '../tensorSpec.ts';
import { biasSpec, kernelSpec, weightedParams } from '../weighted.ts';
import { dilationParam, kernelSizeParam, paddingParam, slide, stridesParam } from '../window.ts';

/** 2-D convolution over [height, width, channels], as keras.layers.Conv2D; kernel [rows, columns, channels, filters]. */
export const conv2dNode = defineNode({
  kind: 'conv2d',
  title: { en: 'Conv 2D', zh: '二维卷积' },
  summary: {
    en: 'Slides small learned filters over an image; each filter answers with a map of where its pattern is.',
    zh: '用可学习的小滤波器滑过图像；每个滤波器给出其模式所在位置的特征图。',
  },
  formula: 'y_{ijk} = f\\Big(\\sum_{u,v,c} x_{i s+u d,\\,j s+v d,\\,c}\\,W_{uvck} + b_k\\Big)',
  category: 'convolution',
  params: {
    filters: int({
      title: { en: 'Filters', zh: '滤波器数' },
      help: { en: 'Number of filters: channels of the output.', zh: '滤波器的个数，即输出的通道数。' },
      min: 1,
      max: 65_536,
      default: 32,
    }),
    kernelSize: kernelSizeParam,
    strides: stridesParam,
    padding: paddingParam,
    dilation: dilationParam,
    activation: activationParam('linear'),
    ...weightedParams,
  },
  inputs: () => inPort,
  outputs: () => outPort,
  shape: ({ params, inputs }): ShapeAnswer => {
    const rank = rankProblems(inputs, 3);
    if (rank.length > 0) return { problems: rank };
    if (Math.max(...params.strides) > 1 && Math.max(...params.dilation) > 1) {
      return {
        problems: [{ code: 'strides-with-dilation', param: 'dilation', values: { strides: showShape(params.strides), dilation: showShape(params.dilation) } }],
      };
    }
    const { extents, problems } = slide(
      { kernel: params.kernelSize, strides: params.strides, dilation: params.dilation, padding: params.padding },
      at(inputs).shape,
    );
    return problems.length > 0 ? { problems } : { outputs: { out: floats([...extents, params.filters], activationRange(params.activation)) } };
  },
  weights: ({ params, inputs }) => [
    kernelSpec(params, [...params.kernelSize, at(inputs).shape.at(-1) ?? 1, params.filters]),
    ...biasSpec(params, params.filters),
  ],
});
