import { tf } from '../tfjs/core.ts';
import type { Tensor } from '../tfjs/core.ts';

/** A function of tensors whose gradient is written down rather than derived. */
export interface StatedFunction {
  /** The value, and what the gradient needs again; nothing here is recorded for differentiation. */
  forward(...inputs: readonly Tensor[]): { readonly value: Tensor; readonly saved: readonly Tensor[] };
  /** Gradient of Σ dy·value with respect to each input, each of its input's shape. */
  gradient(dy: Tensor, ...saved: readonly Tensor[]): readonly Tensor[];
}

/** Computes `stated` on float32 `inputs`, with its own gradient. Use where automatic differentiation is wasteful, wrong or missing. */
export function applyStated(stated: StatedFunction, ...inputs: readonly Tensor[]): Tensor {
  const run = tf.customGrad((...args) => {
    const save = args.at(-1);
    if (typeof save !== 'function') throw new Error('customGrad hands over a save function');
    const { value, saved } = stated.forward(...inputs);
    save([...saved]);
    return { value, gradFunc: (dy: Tensor, kept: Tensor[]): Tensor[] => [...stated.gradient(dy, ...kept)] };
  });
  return run(...inputs);
}
