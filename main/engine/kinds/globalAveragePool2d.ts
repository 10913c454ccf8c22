import { tf } from '../tfjs/core.ts';
import { defineEngineKind } from './engineKind.ts';
import { kerasBase } from './kerasConfig.ts';

/** The mean of each channel over height and width. */
export const globalAveragePool2dKind = defineEngineKind('globalAveragePool2d', {
  lower: ({ input }) => ({ out: { value: tf.mean(input(), [1, 2]) } }),
  keras: ({ node, inputs }) => ({
    layers: [
      {
        name: node.id,
        className: 'GlobalAveragePooling2D',
        config: { ...kerasBase(node), data_format: 'channels_last', keepdims: false },
        inputs: inputs.in ?? [],
        weights: [],
      },
    ],
    outputs: { out: [node.id, 0] },
  }),
});
