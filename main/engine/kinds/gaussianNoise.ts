import { tf } from '../tfjs/core.ts';
import { defineEngineKind } from './engineKind.ts';
import { signalAt } from './layerMath.ts';
import { kerasBase } from './kerasConfig.ts';

/** x + σ·ε while training, x otherwise. */
export const gaussianNoiseKind = defineEngineKind('gaussianNoise', {
  lower: (request) => {
    const { params, noise, training } = request;
    if (!training || params.stdDev === 0) return { out: signalAt(request) };
    const x = request.input();
    return { out: { value: tf.add(x, tf.mul(noise.normal(x.shape), params.stdDev)) } };
  },
  keras: ({ node, params, inputs }) => ({
    layers: [
      { name: node.id, className: 'GaussianNoise', config: { ...kerasBase(node), stddev: params.stdDev, seed: null }, inputs: inputs.in ?? [], weights: [] },
    ],
    outputs: { out: [node.id, 0] },
  }),
});
