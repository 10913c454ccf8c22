import { tf } from '../tfjs/core.ts';
import { multiplyMatrices } from '../tfjs/layerOps.ts';
import type { Scalar, Tensor } from '../tfjs/core.ts';
import type { WeightedParams } from '../../../shared/nodes/weighted.ts';
import type { ShapedNode } from '../../../shared/check/stages.ts';
import type { LowerRequest, Signal } from './engineKind.ts';

/** x·W on the last axis, for any rank: [batch, …, in] × [in, out] → [batch, …, out]. */
export function matMulLast(x: Tensor, kernel: Tensor): Tensor {
  const outputs = kernel.shape[1] ?? 1;
  if (x.rank === 2) return multiplyMatrices(x, kernel);
  const flat = tf.reshape(x, [-1, kernel.shape[0] ?? 1]);
  return tf.reshape(multiplyMatrices(flat, kernel), [...x.shape.slice(0, -1), outputs]);
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

/** The one signal at a port (default `in`), with its logits. */
export function signalAt(request: LowerRequest<unknown>, port = 'in'): Signal {
  const [signal] = request.inputs[port] ?? [];
  if (!signal) throw new Error(`node '${request.node.id}' lacks port ${port}`);
  return signal;
}

/** The inferred shape of a node's output `out`, without the batch axis. */
export function outShape(node: ShapedNode): readonly number[] {
  const spec = node.outputs.out;
  if (!spec) throw new Error(`node '${node.id}' has no output shape`);
  return spec.shape;
}

/** The same values in another shape. Logits follow where they still mean the same: a softmax only as long as its classes stay the last axis. */
export function arrange({ value, logits }: Signal, shape: readonly number[]): Signal {
  const arranged = tf.reshape(value, [-1, ...shape]);
  if (!logits || (logits.of === 'softmax' && shape.at(-1) !== value.shape.at(-1))) return { value: arranged };
  return { value: arranged, logits: { of: logits.of, value: tf.reshape(logits.value, [-1, ...shape]) } };
}

/** Names of γ and β as far as a normalisation has them, in Keras's order. */
export function affineWeights(params: { readonly scale: boolean; readonly centre: boolean }): string[] {
  return [...(params.scale ? ['gamma'] : []), ...(params.centre ? ['beta'] : [])];
}
