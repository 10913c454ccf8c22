import { addBias } from '../tfjs/layerOps.ts';
import { activate, kerasActivation } from './activations.ts';
import { convolve } from './convolve.ts';
import { defineEngineKind } from './engineKind.ts';
import { kerasBase, kerasWeighted } from './kerasConfig.ts';
import { addActivityPenalty } from './layerMath.ts';

/** f(x ∗ W + b); SAME pads as TensorFlow does, the odd cell at the end. */
export const conv2dKind = defineEngineKind('conv2d', {
  lower: (request) => {
    const map = convolve(request.input(), request.weight('kernel'), request.params);
    const out = activate(request.params.activation, request.params.useBias ? addBias(map, request.weight('bias')) : map);
    addActivityPenalty(request, out.value);
    return { out };
  },
  keras: ({ node, params, inputs }) => ({
    layers: [
      {
        name: node.id,
        className: 'Conv2D',
        inputs: inputs.in ?? [],
        weights: params.useBias ? ['kernel', 'bias'] : ['kernel'],
        config: {
          ...kerasBase(node),
          filters: params.filters,
          kernel_size: params.kernelSize,
          strides: params.strides,
          padding: params.padding,
          data_format: 'channels_last',
          dilation_rate: params.dilation,
          groups: 1,
          activation: kerasActivation[params.activation],
          ...kerasWeighted(params),
        },
      },
    ],
    outputs: { out: [node.id, 0] },
  }),
});
