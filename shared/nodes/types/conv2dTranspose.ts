import { activationParam, activationRange } from '../activation.ts';
import { at, defineNode, inPort, outPort } from '../defineNode.ts';
import { int } from '../params.ts';
import { rankProblems } from '../rank.ts';
import { floats } from '../tensorSpec.ts';
import { biasSpec, kernelSpec, weightedParams } from '../weighted.ts';
import { kernelSizeParam, paddingParam, stridesParam, transposedExtent } from '../window.ts';

/** Transposed 2-D convolution, as keras.layers.Conv2DTranspose without output padding; kernel [rows, columns, filters, channels]. */
export const conv2dTransposeNode = defineNode({
  kind: 'conv2dTranspose',
  title: { en: 'Conv 2D transpose', zh: '二维转置卷积' },
  summary: {
    en: 'The way back of a convolution: paints a learned patch for every pixel, so that strides enlarge the image.',
    zh: '卷积的逆向：为每个像素绘出一块可学习的图案，步幅使图像变大。',
  },
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
    activation: activationParam('linear'),
    ...weightedParams,
  },
  inputs: () => inPort,
  outputs: () => outPort,
  shape: ({ params, inputs }) => {
    const problems = rankProblems(inputs, 3);
    if (problems.length > 0) return { problems };
    const extents = at(inputs)
      .shape.slice(0, 2)
      .map((extent, axis) => transposedExtent(extent, params.kernelSize[axis] ?? 1, params.strides[axis] ?? 1, params.padding));
    return { outputs: { out: floats([...extents, params.filters], activationRange(params.activation)) } };
  },
  weights: ({ params, inputs }) => [
    kernelSpec(params, [...params.kernelSize, params.filters, at(inputs).shape.at(-1) ?? 1]),
    ...biasSpec(params, params.filters),
  ],
});
