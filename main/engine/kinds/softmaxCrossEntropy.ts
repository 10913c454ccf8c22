import { tf } from '../tfjs/core.ts';
import type { Tensor } from '../tfjs/core.ts';
import { applyStated } from './statedGradient.ts';

/**
 * −Σ x·log softmax(o) over the last axis, of logits `o` against `x` (rows that sum to 1 in a distribution, but need not): [.., classes] → [..].
 * Its gradient softmax(o)·Σx − x is stated: it holds for extreme logits and needs no logarithm.
 */
export function softmaxCrossEntropy(logits: Tensor, target: Tensor): Tensor {
  return applyStated(
    {
      forward: (o, x) => {
        if (!o || !x) throw new Error('softmaxCrossEntropy(logits, target)');
        const log = tf.logSoftmax(o);
        return { value: tf.neg(tf.sum(tf.mul(x, log), -1)), saved: [log, x] };
      },
      gradient: (dy, log, x) => {
        if (!log || !x) throw new Error('saved tensors are kept');
        const by = tf.expandDims(dy, -1);
        return [tf.mul(by, tf.sub(tf.mul(tf.exp(log), tf.sum(x, -1, true)), x)), tf.neg(tf.mul(by, log))];
      },
    },
    logits,
    target,
  );
}
