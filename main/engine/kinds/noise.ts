import { uniformHalfWidth } from '../../../shared/nodes/types/noise.ts';
import { tf } from '../tfjs/core.ts';
import type { Tensor } from '../tfjs/core.ts';
import { defineEngineKind } from './engineKind.ts';

/** Its own seeded draws, in training and outside it: σ·N(0, 1), or uniform in [−√3·σ, √3·σ). */
export const noiseKind = defineEngineKind('noise', {
  lower: ({ params, batchSize, noise }) => {
    const shape = [batchSize, ...params.shape];
    return { out: { value: params.distribution === 'normal' ? normal(noise.normal(shape), params.stdDev) : uniform(noise.uniform(shape), params.stdDev) } };
  },
  keras: ({ node, params }) => ({
    layers: [],
    outputs: { out: [node.id, 0] },
    noise: { distribution: params.distribution, stdDev: params.stdDev, shape: params.shape },
  }),
});

function normal(draws: Tensor, stdDev: number): Tensor {
  return stdDev === 1 ? draws : tf.mul(draws, stdDev);
}

function uniform(draws: Tensor, stdDev: number): Tensor {
  const half = uniformHalfWidth(stdDev);
  return tf.sub(tf.mul(draws, 2 * half), half);
}
