import { tf } from '../tfjs/core.ts';
import type { Tensor1D, Tensor2D } from '../tfjs/core.ts';
import { defineEngineKind } from './engineKind.ts';
import { kerasBase, kerasInitialiser } from './kerasConfig.ts';
import { outShape } from './layerMath.ts';
import { applyStated } from './statedGradient.ts';

/** Row `id` of the table for each id; the gradient of a row sums over the ids that chose it. */
export const embeddingKind = defineEngineKind('embedding', {
  lower: (request) => {
    const { units, vocabulary } = request.params;
    const ids = tf.reshape(tf.cast(request.input(), 'int32'), [-1]);
    const rows = applyStated(
      {
        forward: (table) => ({ value: tf.gather(table as Tensor2D, ids), saved: [ids] }),
        gradient: (dy, chosen) => {
          if (!chosen) throw new Error('saved tensors are kept');
          return [tf.unsortedSegmentSum(dy, chosen as Tensor1D, vocabulary)];
        },
      },
      request.weight('embeddings'),
    );
    return { out: { value: tf.reshape(rows, [-1, ...outShape(request.node).slice(0, -1), units]) } };
  },
  keras: ({ node, params, inputs }) => ({
    layers: [
      {
        name: node.id,
        className: 'Embedding',
        inputs: inputs.in ?? [],
        weights: ['embeddings'],
        config: {
          ...kerasBase(node),
          input_dim: params.vocabulary,
          output_dim: params.units,
          embeddings_initializer: kerasInitialiser({ name: 'randomUniform', limit: 0.05 }),
          embeddings_regularizer: null,
          activity_regularizer: null,
          embeddings_constraint: null,
          mask_zero: false,
        },
      },
    ],
    outputs: { out: [node.id, 0] },
  }),
});
