import type { ActivationName } from '../../../shared/nodes/activation.ts';
import type { RecurrentParams } from '../../../shared/nodes/recurrent.ts';
import type { ShapedNode } from '../../../shared/check/stages.ts';
import { tf } from '../tfjs/core.ts';
import type { Tensor } from '../tfjs/core.ts';
import { activate, kerasActivation } from './activations.ts';
import type { LowerRequest, Signal } from './engineKind.ts';
import { kerasBase, kerasInitialiser, kerasWeighted } from './kerasConfig.ts';
import { addActivityPenalty, matMulLast } from './layerMath.ts';

/** One step: the projected input [batch, gates·units] and the states before it to the states after it; the first state is what the layer shows. */
export type Cell = (projected: Tensor, states: readonly Tensor[]) => readonly Tensor[];

/**
 * Runs a cell over [batch, time, features]. The input projection x·W + b is one product for all steps; what is left to each step is the state's own.
 * @param inputBias what is added to the projection, or null
 * @param states how many tensors [batch, units] the cell carries; all start at zero
 */
export function unroll(
  request: LowerRequest<RecurrentParams>,
  cell: Cell,
  { inputBias, states }: { readonly inputBias: Tensor | null; readonly states: number },
): Signal {
  const { params } = request;
  const x = request.input();
  const product = matMulLast(x, request.weight('kernel'));
  const projected = inputBias ? tf.add(product, inputBias) : product;
  // tfjs cannot differentiate an unstack into one. A copy where the order turns: the tape holds the very array that unstack returned.
  const inOrder = projected.shape[1] === 1 ? [tf.squeeze(projected, [1])] : tf.unstack(projected, 1);
  const steps = params.goBackwards ? inOrder.toReversed() : inOrder;
  const zeros = tf.zeros([x.shape[0] ?? request.batchSize, params.units]);
  let state: readonly Tensor[] = Array.from({ length: states }, () => zeros);
  const shown: Tensor[] = [];
  for (const step of steps) {
    state = cell(step, state);
    shown.push(first(state));
  }
  const value = params.returnSequences ? tf.stack(shown, 1) : first(state);
  addActivityPenalty(request, value);
  return { value };
}

function first(states: readonly Tensor[]): Tensor {
  const [state] = states;
  if (!state) throw new Error('a cell carries a state');
  return state;
}

/** h·U for the state of one step. */
export function recur(state: Tensor, recurrentKernel: Tensor): Tensor {
  return matMulLast(state, recurrentKernel);
}

/** Columns [batch, Σ widths] cut into blocks of the given multiples of `units`. */
export function blocks(columns: Tensor, units: number, multiples: readonly number[]): Tensor[] {
  return tf.split(
    columns,
    multiples.map((multiple) => multiple * units),
    1,
  );
}

/** The activation of `count` gates that lie side by side; softmax looks at one gate at a time. */
export function openGates(name: ActivationName, columns: Tensor, count: number): Tensor[] {
  if (count === 1) return [activate(name, columns).value];
  return name === 'softmax' ? tf.split(columns, count, 1).map((gate) => activate(name, gate).value) : tf.split(activate(name, columns).value, count, 1);
}

/** A pre-activation with the bias's share added where there is one. */
export function withBias(value: Tensor, bias: Tensor | null): Tensor {
  return bias ? tf.add(value, bias) : value;
}

/** Weight names of a recurrent layer in Keras's order. */
export function recurrentWeightNames(params: RecurrentParams): readonly string[] {
  return params.useBias ? ['kernel', 'recurrentKernel', 'bias'] : ['kernel', 'recurrentKernel'];
}

/** The configuration entries that Keras's recurrent layers share. */
export function kerasRecurrent(node: ShapedNode, params: RecurrentParams): Record<string, unknown> {
  return {
    ...kerasBase(node),
    units: params.units,
    activation: kerasActivation[params.activation],
    ...kerasWeighted(params),
    recurrent_initializer: kerasInitialiser({ name: params.recurrentInitialiser }),
    recurrent_regularizer: null,
    recurrent_constraint: null,
    dropout: 0,
    recurrent_dropout: 0,
    seed: null,
    return_sequences: params.returnSequences,
    return_state: false,
    go_backwards: params.goBackwards,
    stateful: false,
    unroll: false,
    zero_output_for_mask: false,
  };
}
