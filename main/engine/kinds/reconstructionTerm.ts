import { tf } from '../tfjs/core.ts';
import type { Tensor } from '../tfjs/core.ts';
import type { Signal } from './engineKind.ts';
import { softmaxCrossEntropy } from './softmaxCrossEntropy.ts';
import { applyStated } from './statedGradient.ts';

export type ReconstructionName = 'bce' | 'mse' | 'mae' | 'crossEntropy';

/** Keras's epsilon: probabilities without logits are clipped into [ε, 1 − ε]. */
export const epsilon = 1e-7;

/**
 * Cross-entropy of a Bernoulli with logit `o` against `x`, element by element: max(o, 0) − o·x + log(1 + e^−|o|), the stable form of
 * −x·log σ(o) − (1 − x)·log(1 − σ(o)); its gradient σ(o) − x is stated, which saves a dozen operations of automatic differentiation.
 */
export function sigmoidCrossEntropy(logits: Tensor, target: Tensor): Tensor {
  return applyStated(
    {
      forward: (o, x) => {
        if (!o || !x) throw new Error('sigmoidCrossEntropy(logits, target)');
        return { value: tf.add(tf.sub(tf.relu(o), tf.mul(o, x)), tf.log1p(tf.exp(tf.neg(tf.abs(o))))), saved: [o, x] };
      },
      gradient: (dy, o, x) => {
        if (!o || !x) throw new Error('saved tensors are kept');
        return [tf.mul(dy, tf.sub(tf.sigmoid(o), x)), tf.neg(tf.mul(dy, o))];
      },
    },
    logits,
    target,
  );
}

function bernoulli(prediction: Signal, target: Tensor): Tensor {
  if (prediction.logits?.of === 'sigmoid') return sigmoidCrossEntropy(prediction.logits.value, target);
  const p = tf.clipByValue(prediction.value, epsilon, 1 - epsilon);
  return tf.neg(tf.add(tf.mul(target, tf.log(p)), tf.mul(tf.sub(1, target), tf.log(tf.sub(1, p)))));
}

/** −Σ x·log p over the last axis, each position a distribution over classes. Without softmax logits, p is normalised to sum 1 and clipped, as Keras does. */
export function categoricalCrossEntropy(prediction: Signal, target: Tensor): Tensor {
  if (prediction.logits?.of === 'softmax') return softmaxCrossEntropy(prediction.logits.value, target);
  const normalised = tf.div(prediction.value, tf.sum(prediction.value, -1, true));
  return tf.neg(tf.sum(tf.mul(target, tf.log(tf.clipByValue(normalised, epsilon, 1 - epsilon))), -1));
}

const elementwise: Record<ReconstructionName, (prediction: Signal, target: Tensor) => Tensor> = {
  bce: bernoulli,
  mse: (prediction, target) => tf.squaredDifference(prediction.value, target),
  mae: (prediction, target) => tf.abs(tf.sub(prediction.value, target)),
  crossEntropy: categoricalCrossEntropy,
};

/** [batch, …] → [batch]: every example's values summed or averaged. */
export function perExample(values: Tensor, reduction: 'sum' | 'mean'): Tensor {
  if (values.rank === 1) return values;
  const flat = tf.reshape(values, [values.shape[0] ?? 1, -1]);
  return reduction === 'sum' ? tf.sum(flat, 1) : tf.mean(flat, 1);
}

/** The reconstruction term of each example, [batch]: summed or averaged over its features (for cross-entropy, over its positions). */
export function reconstructionPerExample(name: ReconstructionName, prediction: Signal, target: Tensor, features: 'sum' | 'mean'): Tensor {
  return perExample(elementwise[name](prediction, target), features);
}
