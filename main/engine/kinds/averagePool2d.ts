import { poolingStrides } from '../../../shared/nodes/pooling.ts';
import { tf } from '../tfjs/core.ts';
import type { Tensor4D } from '../tfjs/core.ts';
import { pair } from './convolve.ts';
import { defineEngineKind } from './engineKind.ts';
import { kerasPooling } from './kerasConfig.ts';

/** The mean of each window; cells that SAME pads are not counted, as in TensorFlow. */
export const averagePool2dKind = defineEngineKind('averagePool2d', {
  lower: ({ input, params }) => ({ out: { value: tf.avgPool(input() as Tensor4D, pair(params.poolSize), pair(poolingStrides(params)), params.padding) } }),
  keras: ({ node, params, inputs }) => ({
    layers: [{ name: node.id, className: 'AveragePooling2D', config: kerasPooling(node, params), inputs: inputs.in ?? [], weights: [] }],
    outputs: { out: [node.id, 0] },
  }),
});
