import { tf } from '../tfjs/core.ts';
import type { Tensor } from '../tfjs/core.ts';
import type { LowerRequest } from './engineKind.ts';
import { applyStated } from './statedGradient.ts';

/** x̂ = (x − mean)/√(variance + ε), and the moments it rests on: means over `axes` (kept as axes of 1), the variance biased. */
export interface Standardised {
  readonly value: Tensor;
  readonly mean: Tensor;
  readonly variance: Tensor;
}

/**
 * Brings x to mean 0 and variance 1 over `axes`. The gradient (g − mean g − x̂·mean(g·x̂))/√(variance + ε), Ioffe & Szegedy 2015, is stated:
 * it takes seven operations where automatic differentiation takes some twenty-five. None flows into `mean` and `variance` themselves.
 */
export function standardise(x: Tensor, axes: readonly number[], epsilon: number): Standardised {
  const over = [...axes];
  // Outside the stated function, whose own tensors end with it; the tape drops these steps, as no value rests on them.
  const mean = tf.mean(x, over, true);
  const centred = tf.sub(x, mean);
  const variance = tf.mean(tf.square(centred), over, true);
  const value = applyStated(
    {
      forward: () => {
        const inverse = tf.rsqrt(tf.add(variance, epsilon));
        const standard = tf.mul(centred, inverse);
        return { value: standard, saved: [standard, inverse] };
      },
      gradient: (dy, standard, inverse) => {
        if (!standard || !inverse) throw new Error('saved tensors are kept');
        const along = tf.mul(standard, tf.mean(tf.mul(dy, standard), over, true));
        return [tf.mul(tf.sub(tf.sub(dy, tf.mean(dy, over, true)), along), inverse)];
      },
    },
    x,
  );
  return { value, mean, variance };
}

/** γ·x̂ + β as far as the node has them. */
export function scaleAndShift(request: LowerRequest<{ readonly scale: boolean; readonly centre: boolean }>, standard: Tensor): Tensor {
  const scaled = request.params.scale ? tf.mul(standard, request.weight('gamma')) : standard;
  return request.params.centre ? tf.add(scaled, request.weight('beta')) : scaled;
}
