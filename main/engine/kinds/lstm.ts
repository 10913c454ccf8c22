import { tf } from '../tfjs/core.ts';
import { activate, kerasActivation } from './activations.ts';
import { defineEngineKind } from './engineKind.ts';
import { blocks, kerasRecurrent, openGates, recur, recurrentWeightNames, unroll } from './recurrence.ts';
import type { Cell } from './recurrence.ts';

/** cₜ = f·cₜ₋₁ + i·f(candidate), hₜ = o·f(cₜ); the gates lie in the order i, f, candidate, o. */
export const lstmKind = defineEngineKind('lstm', {
  lower: (request) => {
    const { params } = request;
    const recurrentKernel = request.weight('recurrentKernel');
    const cell: Cell = (projected, [shown, memory]) => {
      if (!shown || !memory) throw new Error('an LSTM carries two states');
      const [inputForget, candidate, output] = blocks(tf.add(projected, recur(shown, recurrentKernel)), params.units, [2, 1, 1]);
      if (!inputForget || !candidate || !output) throw new Error('an LSTM has four gates');
      const [enter, keep] = openGates(params.recurrentActivation, inputForget, 2);
      const [show] = openGates(params.recurrentActivation, output, 1);
      if (!enter || !keep || !show) throw new Error('an LSTM has four gates');
      const next = tf.add(tf.mul(keep, memory), tf.mul(enter, activate(params.activation, candidate).value));
      return [tf.mul(show, activate(params.activation, next).value), next];
    };
    return { out: unroll(request, cell, { inputBias: params.useBias ? request.weight('bias') : null, states: 2 }) };
  },
  keras: ({ node, params, inputs }) => ({
    layers: [
      {
        name: node.id,
        className: 'LSTM',
        inputs: inputs.in ?? [],
        weights: recurrentWeightNames(params),
        config: { ...kerasRecurrent(node, params), recurrent_activation: kerasActivation[params.recurrentActivation], unit_forget_bias: params.unitForgetBias },
      },
    ],
    outputs: { out: [node.id, 0] },
  }),
});
