import { tf } from '../tfjs/core.ts';
import { activate } from './activations.ts';
import { defineEngineKind } from './engineKind.ts';
import { kerasRecurrent, recur, recurrentWeightNames, unroll } from './recurrence.ts';
import type { Cell } from './recurrence.ts';

/** hₜ = f(xₜW + hₜ₋₁U + b). */
export const simpleRnnKind = defineEngineKind('simpleRnn', {
  lower: (request) => {
    const { params } = request;
    const recurrentKernel = request.weight('recurrentKernel');
    const cell: Cell = (projected, [state]) => {
      if (!state) throw new Error('a simple RNN carries one state');
      return [activate(params.activation, tf.add(projected, recur(state, recurrentKernel))).value];
    };
    return { out: unroll(request, cell, { inputBias: params.useBias ? request.weight('bias') : null, states: 1 }) };
  },
  keras: ({ node, params, inputs }) => ({
    layers: [{ name: node.id, className: 'SimpleRNN', config: kerasRecurrent(node, params), inputs: inputs.in ?? [], weights: recurrentWeightNames(params) }],
    outputs: { out: [node.id, 0] },
  }),
});
