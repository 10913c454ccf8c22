import type { NodeKind } from '../../../../shared/nodes/catalogue.ts';
import { affine, extentOf, fill, get, indexAt, map, pick, position, reshaped, sizeOfShape } from './doubleTensor.ts';
import type { Doubles } from './doubleTensor.ts';
import { referenceActivation } from './referenceActivations.ts';
import * as images from './referenceImages.ts';
import { activityTerms, valueOf, weightOf } from './referenceKind.ts';
import type { ReferenceAnswer, ReferenceKind, ReferenceRequest } from './referenceKind.ts';
import * as losses from './referenceLosses.ts';
import * as recurrent from './referenceRecurrent.ts';

const out = (value: Doubles): ReferenceAnswer => ({ outputs: { out: value } });

const mathFunctions = {
  exp: Math.exp,
  log: Math.log,
  sqrt: Math.sqrt,
  abs: Math.abs,
  square: (x: number) => x * x,
  negate: (x: number) => -x,
  scale: (x: number, factor: number) => x * factor,
} as const;

/** Value of a broadcast operand at an index of the merged shape: axes aligned at the end, the batch in front. */
function stretched(operand: Doubles, index: readonly number[]): number {
  const rest = operand.shape.length - 1;
  const own = rest === 0 ? [] : index.slice(-rest).map((at, axis) => (extentOf(operand.shape, axis + 1) === 1 ? 0 : at));
  return pick(operand, extentOf(index, 0), ...own);
}

function merge(request: ReferenceRequest<unknown>, combine: (a: number, b: number) => number): ReferenceAnswer {
  const operands = (request.inputs.in ?? []).map((signal) => signal.value);
  const shape = [request.batch, ...request.outShape];
  return out(fill(shape, (at) => operands.map((operand) => stretched(operand, indexAt(shape, at))).reduce(combine)));
}

/** (x − mean)/√(variance + ε) over groups of positions, and the groups' moments. */
function standardised(x: Doubles, groupOf: (at: number) => number, groups: number, epsilon: number) {
  const sums = new Float64Array(groups),
    squares = new Float64Array(groups),
    counts = new Float64Array(groups);
  x.data.forEach((value, at) => {
    const group = groupOf(at);
    sums[group] = (sums[group] ?? 0) + value;
    counts[group] = (counts[group] ?? 0) + 1;
  });
  const means = sums.map((sum, group) => sum / (counts[group] ?? 1));
  x.data.forEach((value, at) => {
    const group = groupOf(at);
    squares[group] = (squares[group] ?? 0) + (value - (means[group] ?? 0)) ** 2;
  });
  const variances = squares.map((sum, group) => sum / (counts[group] ?? 1));
  return { value: map(x, (value, at) => (value - (means[groupOf(at)] ?? 0)) / Math.sqrt((variances[groupOf(at)] ?? 0) + epsilon)), means, variances };
}

function affineOf(request: ReferenceRequest<{ readonly scale: boolean; readonly centre: boolean }>, x: Doubles): Doubles {
  const features = extentOf(x.shape, -1);
  return map(
    x,
    (value, at) =>
      (request.params.scale ? value * get(weightOf(request, 'gamma'), at % features) : value) +
      (request.params.centre ? get(weightOf(request, 'beta'), at % features) : 0),
  );
}

const batchNorm: ReferenceKind<'batchNorm'> = (request) => {
  const { params } = request;
  const x = valueOf(request);
  const features = extentOf(x.shape, -1);
  const average = weightOf(request, 'movingMean'),
    variance = weightOf(request, 'movingVariance');
  if (!request.training || request.frozen) {
    return out(
      affineOf(
        request,
        map(x, (value, at) => (value - get(average, at % features)) / Math.sqrt(get(variance, at % features) + params.epsilon)),
      ),
    );
  }
  const made = standardised(x, (at) => at % features, features, params.epsilon);
  const followed = (old: Doubles, batch: Float64Array): Doubles => map(old, (value, at) => params.momentum * value + (1 - params.momentum) * (batch[at] ?? 0));
  return { ...out(affineOf(request, made.value)), states: { movingMean: followed(average, made.means), movingVariance: followed(variance, made.variances) } };
};

const split: ReferenceKind<'split'> = (request) => {
  const { params } = request;
  const x = valueOf(request);
  const head = (name: 'mean' | 'spread', half: number): Doubles => {
    if (params.mode === 'heads') return affine(x, weightOf(request, `${name}Kernel`), weightOf(request, `${name}Bias`));
    const width = extentOf(x.shape, -1);
    return fill([...x.shape.slice(0, -1), width / 2], (at) => get(x, Math.floor(at / (width / 2)) * width + half * (width / 2) + (at % (width / 2))));
  };
  const spread = head('spread', 1);
  return {
    outputs: { mean: head('mean', 0), spread: params.clip > 0 ? map(spread, (value) => Math.min(Math.max(value, -params.clip), params.clip)) : spread },
  };
};

const concatenate: ReferenceKind<'concatenate'> = (request) => {
  const operands = (request.inputs.in ?? []).map((signal) => signal.value);
  const shape = [request.batch, ...request.outShape];
  const axis = request.params.axis < 0 ? shape.length + request.params.axis : request.params.axis;
  return out(
    fill(shape, (at) => {
      const index = indexAt(shape, at);
      let along = extentOf(index, axis);
      for (const operand of operands) {
        const extent = extentOf(operand.shape, axis);
        if (along < extent)
          return get(
            operand,
            position(
              operand.shape,
              index.map((value, of) => (of === axis ? along : value)),
            ),
          );
        along -= extent;
      }
      throw new Error('beyond the last operand');
    }),
  );
};

/** Every kind once more in plain loops over doubles: an independent statement of what the engine halves compute. Tests only. */
export const referenceKinds: { readonly [K in NodeKind]: ReferenceKind<K> } = {
  input: ({ x, batch, params }) => {
    if (!x) throw new Error('an input has examples');
    return out(reshaped(x, [batch, ...params.shape]));
  },
  labels: ({ labels, batch, params: { classes, encoding } }) =>
    out(
      encoding === 'integer'
        ? fill([batch], (at) => labels[at] ?? 0)
        : fill([batch, classes], (at) => (labels[Math.floor(at / classes)] === at % classes ? 1 : 0)),
    ),
  noise: ({ params, batch, normal, uniform }) => {
    const shape = [batch, ...params.shape];
    return out(
      params.distribution === 'normal'
        ? map(normal(shape), (draw) => draw * params.stdDev)
        : map(uniform(shape), (draw) => (2 * draw - 1) * Math.sqrt(3) * params.stdDev),
    );
  },
  dense: (request) => {
    const value = referenceActivation(
      request.params.activation,
      affine(valueOf(request), weightOf(request, 'kernel'), request.params.useBias ? weightOf(request, 'bias') : null),
    );
    return { ...out(value), terms: activityTerms(request, value) };
  },
  embedding: (request) => {
    const ids = valueOf(request),
      { units } = request.params;
    return out(fill([...ids.shape, units], (at) => pick(weightOf(request, 'embeddings'), get(ids, Math.floor(at / units)), at % units)));
  },
  math: (request) => out(map(valueOf(request), (x) => mathFunctions[request.params.fn](x, request.params.factor))),
  activation: (request) => out(referenceActivation(request.params.activation, valueOf(request))),
  clip: (request) => out(map(valueOf(request), (x) => Math.min(Math.max(x, request.params.min), request.params.max))),
  dropout: (request) => {
    const x = valueOf(request),
      { rate } = request.params;
    if (!request.training || rate === 0) return out(x);
    const draws = request.uniform(x.shape);
    return out(map(x, (value, at) => (get(draws, at) < Math.fround(rate) ? 0 : value / (1 - rate))));
  },
  gaussianNoise: (request) => {
    const x = valueOf(request),
      { stdDev } = request.params;
    if (!request.training || stdDev === 0) return out(x);
    const draws = request.normal(x.shape);
    return out(map(x, (value, at) => value + stdDev * get(draws, at)));
  },
  batchNorm,
  layerNorm: (request) => {
    const x = valueOf(request),
      features = extentOf(x.shape, -1);
    return out(affineOf(request, standardised(x, (at) => Math.floor(at / features), x.data.length / features, request.params.epsilon).value));
  },
  flatten: (request) => out(reshaped(valueOf(request), [request.batch, sizeOfShape(valueOf(request).shape) / request.batch])),
  reshape: (request) => out(reshaped(valueOf(request), [request.batch, ...request.outShape])),
  repeatVector: (request) => {
    const x = valueOf(request),
      features = extentOf(x.shape, 1),
      { times } = request.params;
    return out(fill([request.batch, times, features], (at) => pick(x, Math.floor(at / features / times), at % features)));
  },
  conv2d: images.conv2d,
  conv2dTranspose: images.conv2dTranspose,
  maxPool2d: images.maxPool2d,
  averagePool2d: images.averagePool2d,
  globalAveragePool2d: images.globalAveragePool2d,
  upSampling2d: images.upSampling2d,
  simpleRnn: recurrent.simpleRnn,
  lstm: recurrent.lstm,
  gru: recurrent.gru,
  add: (request) => merge(request, (a, b) => a + b),
  multiply: (request) => merge(request, (a, b) => a * b),
  concatenate,
  split,
  sample: (request) => {
    const mean = valueOf(request, 'mean'),
      spread = valueOf(request, 'spread');
    const epsilon = request.inputs.noise?.[0] ? valueOf(request, 'noise') : request.normal(mean.shape);
    return out(map(mean, (mu, at) => mu + Math.exp(request.params.spread === 'logStd' ? get(spread, at) : get(spread, at) / 2) * get(epsilon, at)));
  },
  loss: losses.loss,
  classificationLoss: losses.classificationLoss,
  output: () => ({ outputs: {} }),
};
