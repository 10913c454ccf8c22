import type { NodeParams } from '../../../shared/nodes/catalogue.ts';
import { tf } from '../tfjs/core.ts';
import type { Scalar, Tensor, Tensor1D } from '../tfjs/core.ts';
import { defineEngineKind } from './engineKind.ts';
import type { LowerRequest } from './engineKind.ts';
import { klPerDimension } from './klTerm.ts';
import { reconstructionPerExample } from './reconstructionTerm.ts';

/** weight · (reconstruction + β·KL), each term with the reductions its parameters state. */
export const lossKind = defineEngineKind('loss', {
  lower: (request) => {
    addReconstruction(request);
    if (request.params.kl) addKl(request);
    return {};
  },
  keras: ({ params, inputs }) => ({ layers: [], outputs: {}, loss: { kind: 'loss', ...params, inputs } }),
});

type Request = LowerRequest<NodeParams<'loss'>>;

function addReconstruction({ inputs, input, params, exampleWeights, addTerm }: Request): void {
  const [prediction] = inputs.prediction ?? [];
  if (!prediction) throw new Error('the loss has a prediction');
  const perExample = reconstructionPerExample(params.reconstruction, prediction, input('target'), params.features);
  addTerm({ name: 'reconstruction', value: overBatch(perExample, params.batch, exampleWeights), weight: params.weight });
}

function addKl({ input, params, exampleWeights, beta, addTerm }: Request): void {
  const nats = klPerDimension(input('mean'), input('spread'), params.spread);
  const perDimension = overBatchRows(nats, params.klBatch, exampleWeights);
  const overDimensions = (values: Tensor): Scalar => (params.klDimensions === 'sum' ? tf.sum(values) : tf.mean(values)) as Scalar;
  // Free bits (Kingma et al. 2016, eq. 15): a dimension below the allowance adds a constant, hence no gradient.
  const charged = params.freeBits > 0 ? tf.maximum(perDimension, params.freeBits) : perDimension;
  const sign = params.klSign === 'minusHalf' ? 1 : -1;
  addTerm({
    name: 'kl',
    value: tf.mul(overDimensions(charged), sign) as Scalar,
    weight: typeof beta === 'number' ? beta * params.weight : (tf.mul(beta, params.weight) as Scalar),
    reported: tf.mul(overDimensions(perDimension), sign) as Scalar,
    perDimension: perDimension as Tensor1D,
  });
}

/** [batch] → scalar. Weights multiply each example; the mean stays a mean over examples. */
export function overBatch(perExample: Tensor, reduction: 'mean' | 'sum', weights: Tensor1D | null): Scalar {
  const weighted = weights ? tf.mul(perExample, weights) : perExample;
  return (reduction === 'mean' ? tf.mean(weighted) : tf.sum(weighted)) as Scalar;
}

/** [batch, dimensions] → [dimensions]. */
function overBatchRows(rows: Tensor, reduction: 'mean' | 'sum', weights: Tensor1D | null): Tensor {
  const weighted = weights ? tf.mul(rows, tf.reshape(weights, [-1, 1])) : rows;
  return reduction === 'mean' ? tf.mean(weighted, 0) : tf.sum(weighted, 0);
}
