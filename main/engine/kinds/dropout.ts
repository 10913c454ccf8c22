import { tf } from '../tfjs/core.ts';
import { defineEngineKind } from './engineKind.ts';
import { signalAt } from './layerMath.ts';
import { kerasBase } from './kerasConfig.ts';

/** Inverted dropout (Srivastava et al. 2014, scaled while training): a value stays where a uniform draw reaches the rate. */
export const dropoutKind = defineEngineKind('dropout', {
  lower: (request) => {
    const { params, noise, training } = request;
    if (!training || params.rate === 0) return { out: signalAt(request) };
    const x = request.input();
    const kept = tf.cast(tf.greaterEqual(noise.uniform(x.shape), params.rate), 'float32');
    return { out: { value: tf.mul(x, tf.mul(kept, 1 / (1 - params.rate))) } };
  },
  keras: ({ node, params, inputs }) => ({
    layers: [
      {
        name: node.id,
        className: 'Dropout',
        config: { ...kerasBase(node), rate: params.rate, seed: null, noise_shape: null },
        inputs: inputs.in ?? [],
        weights: [],
      },
    ],
    outputs: { out: [node.id, 0] },
  }),
});
