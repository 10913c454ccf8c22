import { activate, kerasActivation } from './activations.ts';
import { defineEngineKind } from './engineKind.ts';
import { kerasBase } from './kerasConfig.ts';

/** f(x), keeping the logits of sigmoid and softmax for the losses. */
export const activationKind = defineEngineKind('activation', {
  lower: ({ input, params }) => ({ out: activate(params.activation, input()) }),
  keras: ({ node, params, inputs }) => ({
    layers: [
      {
        name: node.id,
        className: 'Activation',
        config: { ...kerasBase(node), activation: kerasActivation[params.activation] },
        inputs: inputs.in ?? [],
        weights: [],
      },
    ],
    outputs: { out: [node.id, 0] },
  }),
});
