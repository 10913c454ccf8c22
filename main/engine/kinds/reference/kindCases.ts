import { activationNames } from '../../../../shared/nodes/activation.ts';
import { definitionOf } from '../../../../shared/nodes/catalogue.ts';
import type { NodeKind } from '../../../../shared/nodes/catalogue.ts';
import type { AnyParams } from '../../../../shared/nodes/defineNode.ts';
import { faultOf } from '../../../../shared/nodes/params.ts';
import { mathFunctions } from '../../../../shared/nodes/types/math.ts';
import { createDraw } from './seededDraw.ts';
import type { SeededDraw } from './seededDraw.ts';

/** What arrives at one wire: a shape without the batch axis, and the values. `through` makes it the output of an activation, logits beside it. */
export interface CaseInput {
  readonly shape: readonly number[];
  /** normal: N(0, 1); positive: [0.3, 2.3); unit: [0.05, 0.95); ids: integers from 0 to `below` − 1. */
  readonly values: 'normal' | 'positive' | 'unit' | 'ids';
  readonly below?: number;
  readonly through?: 'sigmoid' | 'softmax';
}

/** One seeded use of a kind: parameters in range and what arrives at its ports. */
export interface KindCase {
  readonly id: string;
  readonly kind: NodeKind;
  readonly params: AnyParams;
  readonly inputs: Readonly<Record<string, readonly CaseInput[]>>;
  readonly batch: number;
  readonly frozen: boolean;
  readonly training: boolean;
  /** Whether examples bear weights (losses). */
  readonly weighted: boolean;
}

interface Made {
  readonly params?: AnyParams;
  readonly inputs?: Readonly<Record<string, readonly CaseInput[]>>;
  readonly frozen?: boolean;
  readonly training?: boolean;
  readonly weighted?: boolean;
}
interface Maker {
  readonly count: number;
  make(at: number, draw: SeededDraw): Made;
}

const normal = (...shape: readonly number[]): CaseInput => ({ shape, values: 'normal' });
const single = (input: CaseInput): Readonly<Record<string, readonly CaseInput[]>> => ({ in: [input] });
/** The at-th option, so that the cases of a kind meet every one. */
const turn = <T>(options: readonly T[], at: number): T => {
  const chosen = options[at % options.length];
  if (chosen === undefined) throw new Error('nothing to turn through');
  return chosen;
};

const weighted = (draw: SeededDraw, at: number): AnyParams => ({
  useBias: at % 3 !== 2,
  activityL1: draw.pick([0, 0.01]),
  activityL2: draw.pick([0, 0.02]),
  activation: turn(activationNames, at * 3 + draw.int(0, 2)),
});
const image = (draw: SeededDraw): CaseInput => normal(draw.int(5, 6), draw.int(4, 6), draw.int(1, 3));
const sequence = (draw: SeededDraw): CaseInput => normal(draw.int(2, 4), draw.int(1, 3));
const anyShape = (draw: SeededDraw): readonly number[] => Array.from({ length: draw.int(1, 3) }, () => draw.int(1, 4));
const recurrent = (at: number, draw: SeededDraw): AnyParams => ({
  units: draw.int(1, 3),
  returnSequences: at % 2 === 1,
  goBackwards: at % 4 >= 2,
  useBias: at % 3 !== 2,
  activityL2: draw.pick([0, 0.02]),
  activation: turn(['tanh', 'sigmoid', 'softplus', 'gelu', 'softmax'], at),
});
const gate = (at: number): AnyParams => ({ recurrentActivation: turn(['sigmoid', 'sigmoid', 'tanh', 'softmax'], at) });
const pooling = (at: number, draw: SeededDraw): Made => ({
  params: {
    poolSize: [draw.int(1, 3), draw.int(1, 3)],
    strides: turn(
      [
        [0, 0],
        [1, 2],
        [2, 1],
        [3, 2],
      ],
      at,
    ),
    padding: turn(['valid', 'same'], at),
  },
  inputs: single(image(draw)),
});
const normalisation = (at: number, draw: SeededDraw): AnyParams => ({ scale: at % 3 !== 1, centre: at % 4 !== 2, epsilon: draw.pick([1e-3, 1e-2, 0.3]) });
// Batches are 2 to 4 long, channels behind a [1] are not: Keras 3.15 takes [batch, 1, 1, 1] for a bias where batch and channels are equally many (keras.ops.add squeezes it).
const mergeShapes = [
  [[3], [3]],
  [
    [2, 3],
    [2, 3],
    [2, 3],
  ],
  [[2, 3], [3]],
  [
    [4, 1],
    [1, 3],
  ],
  [[2, 2, 5], [1], [2, 1]],
  [[5]],
] as const;
const merging = (at: number): Made => ({ inputs: { in: turn(mergeShapes, at).map((shape) => normal(...shape)) } });

/** How each kind's cases are made; small shapes, every option met. */
const makers: Readonly<Record<NodeKind, Maker>> = {
  input: { count: 3, make: (_, draw) => ({ params: { shape: anyShape(draw) } }) },
  labels: { count: 4, make: (at, draw) => ({ params: { classes: draw.int(2, 5), encoding: turn(['oneHot', 'integer'], at) } }) },
  noise: {
    count: 4,
    make: (at, draw) => ({ params: { shape: anyShape(draw), distribution: turn(['normal', 'uniform'], at), stdDev: turn([1, 0.5, 2, 0], at >> 1) } }),
  },
  dense: {
    count: 11,
    make: (at, draw) => ({
      params: { ...weighted(draw, at), units: draw.int(1, 4), activation: turn(activationNames, at) },
      inputs: single(normal(...anyShape(draw))),
    }),
  },
  embedding: {
    count: 3,
    make: (at, draw) => {
      const vocabulary = draw.int(2, 5);
      return { params: { vocabulary, units: draw.int(1, 3) }, inputs: single({ shape: turn([[], [3], [2, 2]], at), values: 'ids', below: vocabulary }) };
    },
  },
  math: {
    count: mathFunctions.length,
    make: (at, draw) => ({
      params: { fn: turn(mathFunctions, at), factor: draw.pick([-1.5, 0.25, 3]) },
      inputs: single({ shape: anyShape(draw), values: ['log', 'sqrt'].includes(turn(mathFunctions, at)) ? 'positive' : 'normal' }),
    }),
  },
  activation: {
    count: 2 * activationNames.length,
    make: (at, draw) => ({ params: { activation: turn(activationNames, at) }, inputs: single(normal(...anyShape(draw))) }),
  },
  clip: {
    count: 3,
    make: (at, draw) => ({
      params: turn(
        [
          { min: -0.5, max: 0.75 },
          { min: -5, max: 5 },
          { min: 0.25, max: 0.25 },
        ],
        at,
      ),
      inputs: single(normal(...anyShape(draw))),
    }),
  },
  dropout: {
    count: 4,
    make: (at, draw) => ({ params: { rate: turn([0.5, 0.2, 0, 0.8], at) }, inputs: single(normal(...anyShape(draw))), training: at !== 1 }),
  },
  gaussianNoise: {
    count: 4,
    make: (at, draw) => ({ params: { stdDev: turn([0.5, 0.1, 0, 1], at) }, inputs: single(normal(...anyShape(draw))), training: at !== 1 }),
  },
  batchNorm: {
    count: 8,
    make: (at, draw) => ({
      params: { ...normalisation(at, draw), momentum: draw.pick([0.99, 0.5, 0]) },
      inputs: single(turn([normal(3), normal(2, 3), image(draw)], at)),
      training: at % 4 !== 3,
      frozen: at % 4 === 2,
    }),
  },
  layerNorm: { count: 4, make: (at, draw) => ({ params: normalisation(at, draw), inputs: single(turn([normal(4), normal(2, 3), normal(2, 2, 5)], at)) }) },
  flatten: { count: 4, make: (at, draw) => ({ inputs: single({ ...normal(...anyShape(draw)), ...(at === 1 ? { through: 'sigmoid' as const } : {}) }) }) },
  reshape: {
    count: 4,
    make: (at) => ({
      params: { shape: turn([[2, 6], [-1], [3, -1, 2], [12]], at) },
      inputs: single({ ...normal(...turn([[12], [3, 4], [2, 6], [2, 3, 2]], at)), ...(at === 2 ? { through: 'sigmoid' as const } : {}) }),
    }),
  },
  repeatVector: { count: 3, make: (_, draw) => ({ params: { times: draw.int(1, 4) }, inputs: single(normal(draw.int(1, 4))) }) },
  conv2d: {
    count: 10,
    make: (at, draw) => {
      const dilated = at % 2 === 1;
      return {
        params: {
          ...weighted(draw, at),
          filters: draw.int(1, 3),
          kernelSize: [draw.int(1, 3), draw.int(1, 3)],
          padding: turn(['same', 'same', 'valid', 'valid'], at),
          strides: dilated ? [1, 1] : [draw.int(1, 3), draw.int(1, 3)],
          dilation: dilated
            ? turn(
                [
                  [2, 1],
                  [2, 2],
                  [1, 2],
                  [3, 2],
                ],
                at >> 1,
              )
            : [1, 1],
        },
        inputs: single(normal(7, draw.int(6, 7), draw.int(1, 3))),
      };
    },
  },
  conv2dTranspose: {
    count: 8,
    make: (at, draw) => ({
      params: {
        ...weighted(draw, at),
        filters: draw.int(1, 3),
        kernelSize: [draw.int(1, 4), draw.int(1, 4)],
        strides: [draw.int(1, 3), draw.int(1, 3)],
        padding: turn(['same', 'valid'], at),
      },
      inputs: single(normal(draw.int(2, 3), draw.int(2, 3), draw.int(1, 3))),
    }),
  },
  maxPool2d: { count: 8, make: pooling },
  averagePool2d: { count: 8, make: pooling },
  globalAveragePool2d: { count: 3, make: (_, draw) => ({ inputs: single(image(draw)) }) },
  upSampling2d: {
    count: 6,
    make: (at, draw) => ({
      params: {
        size: turn(
          [
            [2, 2],
            [3, 1],
            [2, 4],
          ],
          at >> 1,
        ),
        interpolation: turn(['nearest', 'bilinear'], at),
      },
      inputs: single(normal(draw.int(1, 4), draw.int(1, 4), draw.int(1, 2))),
    }),
  },
  simpleRnn: { count: 6, make: (at, draw) => ({ params: recurrent(at, draw), inputs: single(sequence(draw)) }) },
  lstm: { count: 8, make: (at, draw) => ({ params: { ...recurrent(at, draw), ...gate(at), unitForgetBias: draw.chance() }, inputs: single(sequence(draw)) }) },
  gru: { count: 8, make: (at, draw) => ({ params: { ...recurrent(at, draw), ...gate(at), resetAfter: (at >> 1) % 2 === 0 }, inputs: single(sequence(draw)) }) },
  add: { count: 6, make: merging },
  multiply: { count: 6, make: merging },
  concatenate: {
    count: 5,
    make: (at) =>
      turn<Made>(
        [
          { params: { axis: -1 }, inputs: { in: [normal(2), normal(3)] } },
          { params: { axis: 1 }, inputs: { in: [normal(1, 3), normal(2, 3), normal(1, 3)] } },
          { params: { axis: -2 }, inputs: { in: [normal(2, 1, 2), normal(2, 2, 2)] } },
          { params: { axis: 3 }, inputs: { in: [normal(2, 2, 1), normal(2, 2, 2)] } },
          { params: { axis: -1 }, inputs: { in: [normal(4)] } },
        ],
        at,
      ),
  },
  split: {
    count: 6,
    make: (at, draw) => ({
      params: { mode: turn(['heads', 'halve'], at), units: draw.int(1, 3), clip: turn([0, 0.6, 3], at), spread: draw.pick(['logVariance', 'logStd']) },
      inputs: single(normal(...turn([[3], [4], [2, 3], [2, 6], [2], [2, 2, 2]], at))),
    }),
  },
  sample: {
    count: 4,
    make: (at, draw) => {
      const head = normal(...anyShape(draw));
      return { params: { spread: turn(['logVariance', 'logStd'], at) }, inputs: { mean: [head], spread: [head], ...(at >= 2 ? { noise: [head] } : {}) } };
    },
  },
  loss: {
    count: 16,
    make: (at, draw) => {
      const reconstruction = turn(['bce', 'mse', 'mae', 'crossEntropy'], at),
        softmax = reconstruction === 'crossEntropy';
      const shape = [...anyShape(draw), draw.int(2, 4)],
        head = normal(draw.int(1, 3));
      // Every other round the prediction is a bare probability: the clipped forms.
      const bare: CaseInput = { shape, values: 'unit' },
        prediction: CaseInput = at % 8 < 4 ? { ...normal(...shape), through: softmax ? 'softmax' : 'sigmoid' } : bare;
      return {
        params: {
          reconstruction,
          features: draw.pick(['sum', 'mean']),
          batch: draw.pick(['sum', 'mean']),
          weight: draw.pick([1, 2.5]),
          kl: at % 3 !== 2,
          beta: draw.pick([1, 0.25, 4]),
          freeBits: draw.pick([0, 0, 0.4]),
          spread: draw.pick(['logVariance', 'logStd']),
          klSign: draw.pick(['minusHalf', 'minusHalf', 'plusHalf']),
          klDimensions: draw.pick(['sum', 'mean']),
          klBatch: draw.pick(['sum', 'mean']),
        },
        inputs: { prediction: [prediction], target: [bare], ...(at % 3 !== 2 ? { mean: [head], spread: [head] } : {}) },
        weighted: at % 2 === 1,
      };
    },
  },
  classificationLoss: {
    count: 8,
    make: (at, draw) => {
      const form = turn(['sparse', 'categorical'], at),
        classes = draw.int(2, 4),
        rows = at >= 4 ? [2] : [];
      const labels: CaseInput = form === 'sparse' ? { shape: rows, values: 'ids', below: classes } : { shape: [...rows, classes], values: 'unit' };
      const prediction: CaseInput = at % 4 < 2 ? { ...normal(...rows, classes), through: 'softmax' } : { shape: [...rows, classes], values: 'unit' };
      return { params: { form, weight: draw.pick([1, 0.5]) }, inputs: { prediction: [prediction], labels: [labels] }, weighted: at % 3 === 1 };
    },
  },
  output: { count: 3, make: (_, draw) => ({ inputs: single(normal(...anyShape(draw))) }) },
};

/** The seeded cases of a kind; at least three. Throws where one leaves its parameters' range. */
export function kindCases(kind: NodeKind): readonly KindCase[] {
  const { count, make } = makers[kind];
  const specs = definitionOf(kind).params;
  return Array.from({ length: count }, (_, at) => {
    const draw = createDraw(kind, at);
    const made = make(at, draw);
    const params: AnyParams = { ...Object.fromEntries(Object.entries(specs).map(([name, spec]) => [name, spec.default])), ...made.params };
    for (const [name, value] of Object.entries(params)) {
      const spec = specs[name];
      if (!spec || faultOf(spec, value)) throw new Error(`case ${kind}-${at}: ${name} = ${String(value)} is no value of its parameter`);
    }
    return {
      id: `${kind}-${at}`,
      kind,
      params,
      inputs: made.inputs ?? {},
      batch: draw.int(2, 4),
      frozen: made.frozen ?? false,
      training: made.training ?? true,
      weighted: made.weighted ?? false,
    };
  });
}
