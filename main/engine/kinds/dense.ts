import { addBias } from '../tfjs/layerOps.ts';
import { activate, kerasActivation } from './activations.ts';
import { defineEngineKind } from './engineKind.ts';
import { kerasBase, kerasWeighted } from './kerasConfig.ts';
import { addActivityPenalty, matMulLast } from './layerMath.ts';

/** f(xW + b) on the last axis. */
export const denseKind = defineEngineKind('dense', {
  lower: (request) => {
    const product = matMulLast(request.input(), request.weight('kernel'));
    const out = activate(request.params.activation, request.params.useBias ? addBias(product, request.weight('bias')) : product);
    addActivityPenalty(request, out.value);
    return { out };
  },
  keras: ({ node, params, inputs }) => ({
    layers: [
      {
        name: node.id,
        className: 'Dense',
        config: { ...kerasBase(node), units: params.units, activation: kerasActivation[params.activation], ...kerasWeighted(params) },
        inputs: inputs.in ?? [],
        weights: params.useBias ? ['kernel', 'bias'] : ['kernel'],
      },
    ],
    outputs: { out: [node.id, 0] },
  }),
});
