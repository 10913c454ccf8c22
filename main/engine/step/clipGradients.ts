import type { TrainingSettings } from '../../../shared/graph/document.ts';
import { tf } from '../tfjs/core.ts';
import type { Tensor } from '../tfjs/core.ts';

/**
 * Limits gradients as Keras 3's clipnorm (`norm`: each tensor by its own norm), global_clipnorm (`globalNorm`: all by the norm of all) and
 * clipvalue (`value`: each element). A norm below the limit leaves the gradient as it is.
 */
export function clipGradients(gradients: readonly Tensor[], { kind, limit }: TrainingSettings['clip']): readonly Tensor[] {
  switch (kind) {
    case 'none':
      return gradients;
    case 'value':
      return gradients.map((g) => tf.clipByValue(g, -limit, limit));
    case 'norm':
      return gradients.map((g) => scaleToNorm(g, tf.sum(tf.square(g)), limit));
    case 'globalNorm': {
      const [head, ...rest] = gradients.map((g): Tensor => tf.sum(tf.square(g)));
      if (!head) return gradients;
      const squared = rest.reduce((sum, part) => tf.add(sum, part), head);
      return gradients.map((g) => scaleToNorm(g, squared, limit));
    }
  }
}

/** g · limit / max(‖g‖, limit). */
function scaleToNorm(g: Tensor, squaredNorm: Tensor, limit: number): Tensor {
  return tf.mul(g, tf.div(limit, tf.maximum(tf.sqrt(squaredNorm), limit)));
}
