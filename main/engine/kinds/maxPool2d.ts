import { poolingStrides } from '../../../shared/nodes/pooling.ts';
import { tf } from '../tfjs/core.ts';
import type { Tensor4D } from '../tfjs/core.ts';
import { pair } from './convolve.ts';
import { defineEngineKind } from './engineKind.ts';
import { kerasPooling } from './kerasConfig.ts';

/** The largest value of each window. */
export const maxPool2dKind = defineEngineKind('maxPool2d', {
  lower: ({ input, params }) => ({ out: { value: tf.maxPool(input() as Tensor4D, pair(params.poolSize), pair(poolingStrides(params)), params.padding) } }),
  keras: ({ node, params, inputs }) => ({
    layers: [{ name: node.id, className: 'MaxPooling2D', config: kerasPooling(node, params), inputs: inputs.in ?? [], weights: [] }],
    outputs: { out: [node.id, 0] },
  }),
});
