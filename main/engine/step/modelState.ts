import type { NamedValues } from '../files/safetensors.ts';
import type { Network } from '../kinds/network.ts';
import { deriveSeed } from '../../../shared/random/philox.ts';
import { tf } from '../tfjs/core.ts';
import type { Tensor } from '../tfjs/core.ts';
import { initialWeights } from './initialWeights.ts';
import type { Optimiser } from './optimisers.ts';

/** Tensors of a model in training. Every tensor is owned here; a step replaces the ones it changes. */
export interface ModelState {
  /** By `<node>/<weight>`. */
  readonly weights: Readonly<Record<string, Tensor>>;
  /** Optimiser slots of trained weights, in the optimiser's order. */
  readonly slots: Readonly<Record<string, readonly Tensor[]>>;
}

/** Weights drawn from the seed, slots zero. */
export function createModelState(network: Network, optimiser: Optimiser, seed: number): ModelState {
  const weights: Record<string, Tensor> = {};
  const slots: Record<string, readonly Tensor[]> = {};
  for (const { key, spec, trained } of network.weights) {
    weights[key] = tf.tensor(initialWeights(spec.initialiser, spec.shape, deriveSeed(seed, 'weights', key)), [...spec.shape], 'float32');
    if (trained) slots[key] = optimiser.slots.map(() => tf.zeros([...spec.shape]));
  }
  return { weights, slots };
}

/** The name under which a weight's slot lies in a checkpoint. */
export const slotKey = (key: string, slot: string): string => `${key}:${slot}`;

/** Reads the state out: weights under their keys, slots under `<key>:<slot>`. */
export async function readModelState(state: ModelState, optimiser: Optimiser): Promise<NamedValues> {
  const named: [string, Tensor][] = Object.entries(state.weights);
  for (const [key, tensors] of Object.entries(state.slots))
    tensors.forEach((tensor, index) => named.push([slotKey(key, optimiser.slots[index] ?? `${index}`), tensor]));
  const read = await Promise.all(named.map(async ([key, tensor]) => [key, { shape: tensor.shape, values: Float32Array.from(await tensor.data()) }] as const));
  return Object.fromEntries(read);
}

/**
 * A state with the values found under matching names and shapes taken from `values`; the rest stays as it was. Disposes the tensors it replaces.
 * Without an `optimiser` only weights are taken, and slots stay. `missing` names what was looked for and not found.
 */
export function writeModelState(
  state: ModelState,
  optimiser: Optimiser | null,
  values: NamedValues,
): { readonly state: ModelState; readonly missing: readonly string[] } {
  const missing: string[] = [];
  const take = (key: string, current: Tensor): Tensor => {
    const found = Object.hasOwn(values, key) ? values[key] : undefined;
    if (!found || !sameShape(found.shape, current.shape)) {
      missing.push(key);
      return current;
    }
    current.dispose();
    return tf.tensor(found.values, [...found.shape], 'float32');
  };
  const weights = Object.fromEntries(Object.entries(state.weights).map(([key, current]) => [key, take(key, current)]));
  const slots = optimiser
    ? Object.fromEntries(
        Object.entries(state.slots).map(([key, tensors]) => [
          key,
          tensors.map((current, index) => take(slotKey(key, optimiser.slots[index] ?? `${index}`), current)),
        ]),
      )
    : state.slots;
  return { state: { weights, slots }, missing };
}

/** Whether two shapes are one. */
export function sameShape(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((extent, axis) => extent === b[axis]);
}

/** Every tensor of the state. */
export function tensorsOf(state: ModelState): readonly Tensor[] {
  return [...Object.values(state.weights), ...Object.values(state.slots).flat()];
}

/** Disposes the tensors of `old` that `next` no longer holds. */
export function disposeReplaced(old: ModelState, next: ModelState): void {
  const held = new Set(tensorsOf(next).map((tensor) => tensor.id));
  for (const tensor of tensorsOf(old)) if (!held.has(tensor.id)) tensor.dispose();
}

/** A second set of handles on the same values: disposing one leaves the other. */
export function cloneModelState(state: ModelState): ModelState {
  return {
    weights: Object.fromEntries(Object.entries(state.weights).map(([key, tensor]) => [key, tf.clone(tensor)])),
    slots: Object.fromEntries(Object.entries(state.slots).map(([key, tensors]) => [key, tensors.map((tensor) => tf.clone(tensor))])),
  };
}
