import { tf } from '../tfjs/core.ts';
import type { Scalar, Tensor } from '../tfjs/core.ts';
import type { WeightedParams } from '../../../shared/nodes/weighted.ts';
import type { LowerRequest } from './engineKind.ts';

/** x·W on the last axis, for any rank: [batch, …, in] × [in, out] → [batch, …, out]. */
export function matMulLast(x: Tensor, kernel: Tensor): Tensor {
  const outputs = kernel.shape[1] ?? 1;
  if (x.rank === 2) return tf.matMul(x, kernel);
  const flat = tf.reshape(x, [-1, kernel.shape[0] ?? 1]);
  return tf.reshape(tf.matMul(flat, kernel), [...x.shape.slice(0, -1), outputs]);
}

/** Adds the activity penalty of a weighted node, as Keras's ActivityRegularization: summed over features, averaged over the batch. */
export function addActivityPenalty(request: LowerRequest<WeightedParams>, output: Tensor): void {
  const { activityL1, activityL2 } = request.params;
  if (!request.training || (activityL1 === 0 && activityL2 === 0)) return;
  const parts: Tensor[] = [];
  if (activityL1 > 0) parts.push(tf.mul(activityL1, tf.sum(tf.abs(output))));
  if (activityL2 > 0) parts.push(tf.mul(activityL2, tf.sum(tf.square(output))));
  const sum: Tensor = parts.reduce((total, part) => tf.add(total, part));
  request.addTerm({ name: 'penalty', value: tf.div(sum, request.batchSize) as Scalar, weight: 1 });
}
