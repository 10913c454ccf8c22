import { tf } from '../tfjs/core.ts';
import type { Tensor } from '../tfjs/core.ts';
import type { LowerRequest } from './engineKind.ts';
import { kerasBase } from './kerasConfig.ts';
import type { KerasEmission, KerasRequest } from './kerasEmission.ts';

/** The tensors at port `in`, in wire order; at least one. */
export function merged(request: LowerRequest<unknown>): readonly [Tensor, ...Tensor[]] {
  const [first, ...rest] = (request.inputs.in ?? []).map((signal) => signal.value);
  if (!first) throw new Error(`merge node '${request.node.id}' has no input`);
  return [first, ...rest];
}

/** The same tensors with axes of 1 behind the batch axis, so that all have one rank and broadcasting aligns their ends (Keras's base_merge). */
export function alignedAtEnd(tensors: readonly [Tensor, ...Tensor[]]): readonly [Tensor, ...Tensor[]] {
  const rank = Math.max(...tensors.map((tensor) => tensor.rank));
  const aligned = (tensor: Tensor): Tensor =>
    tensor.rank === rank
      ? tensor
      : tf.reshape(tensor, [tensor.shape[0] ?? 1, ...Array.from({ length: rank - tensor.rank }, () => 1), ...tensor.shape.slice(1)]);
  const [first, ...rest] = tensors;
  return [aligned(first), ...rest.map(aligned)];
}

/** One Keras merge layer; a single input passes through, as Keras's merge layers want at least two. */
export function kerasMerge(className: string, { node, inputs }: KerasRequest<unknown>, config: Readonly<Record<string, unknown>> = {}): KerasEmission {
  const refs = inputs.in ?? [];
  const [first] = refs;
  if (first && refs.length === 1) return { layers: [], outputs: { out: first } };
  return { layers: [{ name: node.id, className, config: { ...kerasBase(node), ...config }, inputs: refs, weights: [] }], outputs: { out: [node.id, 0] } };
}
