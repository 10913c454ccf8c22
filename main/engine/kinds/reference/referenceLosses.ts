import type { NodeParams } from '../../../../shared/nodes/catalogue.ts';
import { extentOf, fill, get } from './doubleTensor.ts';
import type { Doubles } from './doubleTensor.ts';
import { logSoftmax } from './referenceActivations.ts';
import { signalOf, valueOf } from './referenceKind.ts';
import type { ReferenceKind, ReferenceRequest, ReferenceSignal, ReferenceTerm } from './referenceKind.ts';

/** Where probabilities are clipped that come without logits: Keras's ε as float32 holds it. */
const floor = Math.fround(1e-7),
  ceiling = Math.fround(1 - 1e-7);
const clipped = (p: number): number => Math.min(Math.max(p, floor), ceiling);
/** log σ(o). */
const logSigmoid = (o: number): number => (o >= 0 ? -Math.log1p(Math.exp(-o)) : o - Math.log1p(Math.exp(o)));

function bernoulli(prediction: ReferenceSignal, target: Doubles): Doubles {
  const { value, logits } = prediction;
  return fill(target.shape, (at) => {
    const x = get(target, at);
    if (logits?.of === 'sigmoid') return -x * logSigmoid(get(logits.value, at)) - (1 - x) * logSigmoid(-get(logits.value, at));
    const p = clipped(get(value, at));
    return -x * Math.log(p) - (1 - x) * Math.log(1 - p);
  });
}

const lastSum = (values: Doubles): Doubles => {
  const classes = extentOf(values.shape, -1);
  return fill(values.shape.slice(0, -1), (at) =>
    Array.from({ length: classes }, (_, i) => get(values, at * classes + i)).reduce((sum, value) => sum + value, 0),
  );
};

/** log p of the last axis: from softmax logits, or from clipped probabilities normalised before (`categorical`) or after (`sparse`) clipping. */
function logProbability({ value, logits }: ReferenceSignal, form: 'sparse' | 'categorical'): Doubles {
  if (logits?.of === 'softmax') return logSoftmax(logits.value);
  const classes = extentOf(value.shape, -1);
  if (form === 'sparse') return logSoftmax(fill(value.shape, (at) => Math.log(clipped(get(value, at)))));
  const sums = lastSum(value);
  return fill(value.shape, (at) => Math.log(clipped(get(value, at) / get(sums, Math.floor(at / classes)))));
}

const crossEntropy = (prediction: ReferenceSignal, target: Doubles, form: 'sparse' | 'categorical'): Doubles => {
  const log = logProbability(prediction, form);
  return lastSum(fill(target.shape, (at) => -get(target, at) * get(log, at)));
};

const elementwise: Record<NodeParams<'loss'>['reconstruction'], (prediction: ReferenceSignal, target: Doubles) => Doubles> = {
  bce: bernoulli,
  mse: ({ value }, target) => fill(target.shape, (at) => (get(value, at) - get(target, at)) ** 2),
  mae: ({ value }, target) => fill(target.shape, (at) => Math.abs(get(value, at) - get(target, at))),
  crossEntropy: (prediction, target) => crossEntropy(prediction, target, 'categorical'),
};

function perExample(values: Doubles, batch: number, reduction: 'sum' | 'mean'): number[] {
  const size = values.data.length / batch;
  return Array.from(
    { length: batch },
    (_, b) => values.data.subarray(b * size, (b + 1) * size).reduce((sum, value) => sum + value, 0) / (reduction === 'mean' ? size : 1),
  );
}

function overBatch(values: readonly number[], reduction: 'sum' | 'mean', weights: readonly number[] | null): number {
  const total = values.reduce((sum, value, b) => sum + value * (weights?.[b] ?? 1), 0);
  return reduction === 'mean' ? total / values.length : total;
}

function klTerm(request: ReferenceRequest<NodeParams<'loss'>>): ReferenceTerm {
  const { params, batch, exampleWeights, beta } = request;
  const mean = valueOf(request, 'mean'),
    spread = valueOf(request, 'spread');
  const dimensions = mean.data.length / batch;
  const perDimension = Array.from({ length: dimensions }, (_, j) =>
    overBatch(
      Array.from({ length: batch }, (__, b) => {
        // KL(N(μ, σ²) ‖ N(0, 1)) = (σ² + μ² − 1)/2 − ln σ.
        const logSigma = get(spread, b * dimensions + j) * (params.spread === 'logStd' ? 1 : 0.5);
        return (Math.exp(2 * logSigma) + get(mean, b * dimensions + j) ** 2 - 1) / 2 - logSigma;
      }),
      params.klBatch,
      exampleWeights,
    ),
  );
  const together = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / (params.klDimensions === 'mean' ? dimensions : 1);
  const sign = params.klSign === 'plusHalf' ? -1 : 1;
  const charged = perDimension.map((nats) => (params.freeBits > 0 ? Math.max(nats, params.freeBits) : nats));
  return { name: 'kl', value: sign * together(charged), weight: beta * params.weight, reported: sign * together(perDimension), perDimension };
}

export const loss: ReferenceKind<'loss'> = (request) => {
  const { params, batch, exampleWeights } = request;
  const values = elementwise[params.reconstruction](signalOf(request, 'prediction'), valueOf(request, 'target'));
  const reconstruction: ReferenceTerm = {
    name: 'reconstruction',
    value: overBatch(perExample(values, batch, params.features), params.batch, exampleWeights),
    weight: params.weight,
  };
  return { outputs: {}, terms: params.kl ? [reconstruction, klTerm(request)] : [reconstruction] };
};

export const classificationLoss: ReferenceKind<'classificationLoss'> = (request) => {
  const { params, batch, exampleWeights } = request;
  const prediction = signalOf(request, 'prediction'),
    labels = valueOf(request, 'labels');
  const classes = extentOf(prediction.value.shape, -1);
  const target =
    params.form === 'categorical' ? labels : fill(prediction.value.shape, (at) => (get(labels, Math.floor(at / classes)) === at % classes ? 1 : 0));
  const value = overBatch(perExample(crossEntropy(prediction, target, params.form), batch, 'mean'), 'mean', exampleWeights);
  return { outputs: {}, terms: [{ name: 'classification', value, weight: params.weight }] };
};
