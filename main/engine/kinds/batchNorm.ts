import type { NodeParams } from '../../../shared/nodes/catalogue.ts';
import { tf } from '../tfjs/core.ts';
import type { Tensor } from '../tfjs/core.ts';
import { defineEngineKind } from './engineKind.ts';
import type { LowerRequest } from './engineKind.ts';
import { kerasBase, kerasInitialiser } from './kerasConfig.ts';
import { affineWeights } from './layerMath.ts';
import { scaleAndShift, standardise } from './standardise.ts';

/** Batch statistics while training (and not frozen), moving averages otherwise; the averages take Keras's biased variance. */
export const batchNormKind = defineEngineKind('batchNorm', {
  lower: (request) => ({ out: { value: request.training && !request.node.frozen ? byBatch(request) : byMovingAverages(request) } }),
  keras: ({ node, params, inputs }) => ({
    layers: [
      {
        name: node.id,
        className: 'BatchNormalization',
        inputs: inputs.in ?? [],
        weights: [...affineWeights(params), 'movingMean', 'movingVariance'],
        config: {
          ...kerasBase(node),
          axis: -1,
          momentum: params.momentum,
          epsilon: params.epsilon,
          center: params.centre,
          scale: params.scale,
          beta_initializer: kerasInitialiser({ name: 'zeros' }),
          gamma_initializer: kerasInitialiser({ name: 'ones' }),
          moving_mean_initializer: kerasInitialiser({ name: 'zeros' }),
          moving_variance_initializer: kerasInitialiser({ name: 'ones' }),
          beta_regularizer: null,
          gamma_regularizer: null,
          beta_constraint: null,
          gamma_constraint: null,
          synchronized: false,
        },
      },
    ],
    outputs: { out: [node.id, 0] },
  }),
});

type Request = LowerRequest<NodeParams<'batchNorm'>>;

function byBatch(request: Request): Tensor {
  const x = request.input();
  const { value, mean, variance } = standardise(
    x,
    Array.from({ length: x.rank - 1 }, (_, axis) => axis),
    request.params.epsilon,
  );
  const follow = (name: string, batch: Tensor): void => {
    const { momentum } = request.params;
    const next = tf.reshape(batch, [-1]);
    request.setState(name, tf.add(tf.mul(request.weight(name), momentum), tf.mul(next, 1 - momentum)));
  };
  follow('movingMean', mean);
  follow('movingVariance', variance);
  return scaleAndShift(request, value);
}

/** With fixed moments the layer is one multiplication and one addition: scale γ/√(v + ε), offset β − m·scale. */
function byMovingAverages(request: Request): Tensor {
  const { params } = request;
  const inverse = tf.rsqrt(tf.add(request.weight('movingVariance'), params.epsilon));
  const scale = params.scale ? tf.mul(inverse, request.weight('gamma')) : inverse;
  const shift = tf.mul(request.weight('movingMean'), scale);
  return params.centre ? tf.add(tf.mul(request.input(), scale), tf.sub(request.weight('beta'), shift)) : tf.sub(tf.mul(request.input(), scale), shift);
}
