import { tf } from '../tfjs/core.ts';
import { addBias } from '../tfjs/layerOps.ts';
import type { Tensor4D } from '../tfjs/core.ts';
import { activate, kerasActivation } from './activations.ts';
import { pair } from './convolve.ts';
import { defineEngineKind } from './engineKind.ts';
import { kerasBase, kerasWeighted } from './kerasConfig.ts';
import { addActivityPenalty, outShape } from './layerMath.ts';

/** The gradient of a convolution with respect to its input, used forwards; the kernel is [rows, columns, out, in]. */
export const conv2dTransposeKind = defineEngineKind('conv2dTranspose', {
  lower: (request) => {
    const { params, batchSize } = request;
    const [height = 1, width = 1, filters = 1] = outShape(request.node);
    const x = request.input() as Tensor4D;
    const map = tf.conv2dTranspose(
      x,
      request.weight('kernel') as Tensor4D,
      [x.shape[0] ?? batchSize, height, width, filters],
      pair(params.strides),
      params.padding,
    );
    const out = activate(params.activation, params.useBias ? addBias(map, request.weight('bias')) : map);
    addActivityPenalty(request, out.value);
    return { out };
  },
  keras: ({ node, params, inputs }) => ({
    layers: [
      {
        name: node.id,
        className: 'Conv2DTranspose',
        inputs: inputs.in ?? [],
        weights: params.useBias ? ['kernel', 'bias'] : ['kernel'],
        config: {
          ...kerasBase(node),
          filters: params.filters,
          kernel_size: params.kernelSize,
          strides: params.strides,
          padding: params.padding,
          output_padding: null,
          data_format: 'channels_last',
          dilation_rate: [1, 1],
          activation: kerasActivation[params.activation],
          ...kerasWeighted(params),
        },
      },
    ],
    outputs: { out: [node.id, 0] },
  }),
});
