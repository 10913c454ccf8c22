import { defineEngineKind } from './engineKind.ts';
import { kerasBase, kerasInitialiser } from './kerasConfig.ts';
import { affineWeights } from './layerMath.ts';
import { scaleAndShift, standardise } from './standardise.ts';

/** Each position's features to mean 0 and variance 1 (Ba et al. 2016), then γ and β. */
export const layerNormKind = defineEngineKind('layerNorm', {
  lower: (request) => {
    const x = request.input();
    return { out: { value: scaleAndShift(request, standardise(x, [x.rank - 1], request.params.epsilon).value) } };
  },
  keras: ({ node, params, inputs }) => ({
    layers: [
      {
        name: node.id,
        className: 'LayerNormalization',
        inputs: inputs.in ?? [],
        weights: affineWeights(params),
        config: {
          ...kerasBase(node),
          axis: -1,
          epsilon: params.epsilon,
          center: params.centre,
          scale: params.scale,
          beta_initializer: kerasInitialiser({ name: 'zeros' }),
          gamma_initializer: kerasInitialiser({ name: 'ones' }),
          beta_regularizer: null,
          gamma_regularizer: null,
          beta_constraint: null,
          gamma_constraint: null,
        },
      },
    ],
    outputs: { out: [node.id, 0] },
  }),
});
