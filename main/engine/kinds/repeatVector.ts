import { tf } from '../tfjs/core.ts';
import { defineEngineKind } from './engineKind.ts';
import { kerasBase } from './kerasConfig.ts';
import { applyStated } from './statedGradient.ts';

/** [batch, features] → [batch, times, features]. The gradient is a sum over the copies; tfjs's own slices them apart one by one. */
export const repeatVectorKind = defineEngineKind('repeatVector', {
  lower: ({ input, params }) => {
    const x = input();
    const value = applyStated(
      {
        forward: () => ({ value: tf.tile(tf.expandDims(x, 1), [1, params.times, 1]), saved: [] }),
        gradient: (dy) => [tf.sum(dy, 1)],
      },
      x,
    );
    return { out: { value } };
  },
  keras: ({ node, params, inputs }) => ({
    layers: [{ name: node.id, className: 'RepeatVector', config: { ...kerasBase(node), n: params.times }, inputs: inputs.in ?? [], weights: [] }],
    outputs: { out: [node.id, 0] },
  }),
});
