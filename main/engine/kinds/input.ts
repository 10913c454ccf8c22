import { tf } from '../tfjs/core.ts';
import { defineEngineKind } from './engineKind.ts';

/** Gives the batch, arranged as the node's shape says. */
export const inputKind = defineEngineKind('input', {
  lower: ({ feeds, params, node }) => {
    if (!feeds.x) throw new Error(`input '${node.id}' was asked for without a batch`);
    return { out: { value: tf.reshape(feeds.x, [-1, ...params.shape]) } };
  },
  keras: ({ node, params }) => ({
    layers: [
      { name: node.id, className: 'InputLayer', config: { batch_shape: [null, ...params.shape], dtype: 'float32', name: node.id }, inputs: [], weights: [] },
    ],
    outputs: { out: [node.id, 0] },
  }),
});
