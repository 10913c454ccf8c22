import type { NodeParams } from '../../../shared/nodes/catalogue.ts';
import { tf } from '../tfjs/core.ts';
import type { Tensor, Tensor2D } from '../tfjs/core.ts';
import { activate, kerasActivation } from './activations.ts';
import { defineEngineKind } from './engineKind.ts';
import type { LowerRequest } from './engineKind.ts';
import { blocks, kerasRecurrent, openGates, recur, recurrentWeightNames, unroll, withBias } from './recurrence.ts';
import type { Cell } from './recurrence.ts';

/** hₜ = z·hₜ₋₁ + (1 − z)·candidate; the gates lie in the order z, r, candidate. With resetAfter the recurrent product has a bias of its own. */
export const gruKind = defineEngineKind('gru', {
  lower: (request) => {
    const { params } = request;
    const bias = params.useBias ? request.weight('bias') : null;
    const [inputBias, recurrentBias] = bias && params.resetAfter ? tf.unstack(bias, 0) : [bias, null];
    const cell = params.resetAfter ? resetAfter(request, recurrentBias ?? null) : resetBefore(request);
    return { out: unroll(request, cell, { inputBias: inputBias ?? null, states: 1 }) };
  },
  keras: ({ node, params, inputs }) => ({
    layers: [
      {
        name: node.id,
        className: 'GRU',
        inputs: inputs.in ?? [],
        weights: recurrentWeightNames(params),
        config: { ...kerasRecurrent(node, params), recurrent_activation: kerasActivation[params.recurrentActivation], reset_after: params.resetAfter },
      },
    ],
    outputs: { out: [node.id, 0] },
  }),
});

type Request = LowerRequest<NodeParams<'gru'>>;

/** candidate = f(x_h + r·(hU_h + b_h)): one recurrent product a step. */
function resetAfter({ params, weight }: Request, recurrentBias: Tensor | null): Cell {
  const recurrentKernel = weight('recurrentKernel');
  return (projected, [state]) => {
    const [gatesIn, candidateIn] = blocks(projected, params.units, [2, 1]);
    if (!state || !gatesIn || !candidateIn) throw new Error('a GRU carries one state and has three gates');
    const [gatesBack, candidateBack] = blocks(withBias(recur(state, recurrentKernel), recurrentBias), params.units, [2, 1]);
    if (!gatesBack || !candidateBack) throw new Error('a GRU has three gates');
    const [keep, reset] = openGates(params.recurrentActivation, tf.add(gatesIn, gatesBack), 2);
    if (!keep || !reset) throw new Error('a GRU has two gates and a candidate');
    return [mixed(keep, state, activate(params.activation, tf.add(candidateIn, tf.mul(reset, candidateBack))).value)];
  };
}

/** candidate = f(x_h + (r·h)U_h): the reset gate acts before its product. */
function resetBefore({ params, weight }: Request): Cell {
  const [gateKernel, candidateKernel] = blocks(weight('recurrentKernel') as Tensor2D, params.units, [2, 1]);
  if (!gateKernel || !candidateKernel) throw new Error('a GRU has three gates');
  return (projected, [state]) => {
    const [gatesIn, candidateIn] = blocks(projected, params.units, [2, 1]);
    if (!state || !gatesIn || !candidateIn) throw new Error('a GRU carries one state and has three gates');
    const [keep, reset] = openGates(params.recurrentActivation, tf.add(gatesIn, recur(state, gateKernel)), 2);
    if (!keep || !reset) throw new Error('a GRU has two gates and a candidate');
    return [mixed(keep, state, activate(params.activation, tf.add(candidateIn, recur(tf.mul(reset, state), candidateKernel))).value)];
  };
}

/** z·h + (1 − z)·candidate, written as candidate + z·(h − candidate). */
function mixed(keep: Tensor, state: Tensor, candidate: Tensor): Tensor {
  return tf.add(candidate, tf.mul(keep, tf.sub(state, candidate)));
}
