import { tf } from '../tfjs/core.ts';
import type { Tensor } from '../tfjs/core.ts';

/**
 * KL(N(μ, σ²) ‖ N(0, 1)) of every example and dimension, [batch, dimensions], in nats: −½ (1 + log σ² − μ² − σ²)
 * (Kingma & Welling 2013, appendix B). `form` says whether `spread` is log σ² or log σ.
 */
export function klPerDimension(mean: Tensor, spread: Tensor, form: 'logVariance' | 'logStd'): Tensor {
  const logVariance = form === 'logVariance' ? spread : tf.mul(spread, 2);
  const inner = tf.sub(tf.sub(tf.add(logVariance, 1), tf.square(mean)), tf.exp(logVariance));
  return tf.reshape(tf.mul(inner, -0.5), [mean.shape[0] ?? 1, -1]);
}
