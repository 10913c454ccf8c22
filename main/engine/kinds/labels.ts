import { tf } from '../tfjs/core.ts';
import type { Tensor } from '../tfjs/core.ts';
import { defineEngineKind } from './engineKind.ts';
import type { KerasLayer } from './kerasEmission.ts';

/** Gives the batch's labels: one-hot rows [batch, classes] (float32; zeros for a label outside the classes), or the integers themselves. */
export const labelsKind = defineEngineKind('labels', {
  lower: ({ feeds, params, node }) => {
    if (!feeds.labels) throw new Error(`labels '${node.id}' were asked for without a batch that has them`);
    const value: Tensor = params.encoding === 'integer' ? feeds.labels : tf.oneHot(feeds.labels, params.classes, 1, 0, 'float32');
    return { out: { value } };
  },
  keras: ({ node, params }) => {
    const integers: KerasLayer = {
      name: params.encoding === 'integer' ? node.id : `${node.id}_ids`,
      className: 'InputLayer',
      feed: 'labels',
      inputs: [],
      weights: [],
      config: { batch_shape: [null], dtype: 'int32', name: params.encoding === 'integer' ? node.id : `${node.id}_ids` },
    };
    if (params.encoding === 'integer') return { layers: [integers], outputs: { out: [node.id, 0] } };
    const encoding: KerasLayer = {
      name: node.id,
      className: 'CategoryEncoding',
      inputs: [[integers.name, 0]],
      weights: [],
      config: { name: node.id, dtype: 'float32', num_tokens: params.classes, output_mode: 'one_hot', sparse: false },
    };
    return { layers: [integers, encoding], outputs: { out: [node.id, 0] } };
  },
});
