import { tf } from '../tfjs/core.ts';
import type { Tensor } from '../tfjs/core.ts';
import { defineEngineKind } from './engineKind.ts';

/** σ of a spread: exp(s/2) for a log-variance, exp(s) for a log standard deviation. */
export function standardDeviation(spread: Tensor, form: 'logVariance' | 'logStd'): Tensor {
  return tf.exp(form === 'logVariance' ? tf.mul(spread, 0.5) : spread);
}

/** z = μ + σ·ε (Kingma & Welling 2013, §2.4). ε comes from the noise port where it is wired, else from the node's own seeded draws. */
export const sampleKind = defineEngineKind('sample', {
  lower: ({ input, inputs, params, noise }) => {
    const mean = input('mean');
    const epsilon = inputs.noise ? input('noise') : noise.normal(mean.shape);
    return { out: { value: tf.add(mean, tf.mul(standardDeviation(input('spread'), params.spread), epsilon)) } };
  },
  keras: ({ node, params, inputs }) => {
    const [mean] = inputs.mean ?? [];
    const [spread] = inputs.spread ?? [];
    if (!mean || !spread) throw new Error('sample has both heads');
    return { layers: [], outputs: { out: [node.id, 0] }, sample: { mean, spread, form: params.spread, noise: inputs.noise?.[0] ?? null } };
  },
});
