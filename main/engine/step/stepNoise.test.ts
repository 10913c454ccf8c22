import { beforeAll, describe, expect, it } from 'vitest';
import { analyseDocument } from '../../../shared/check/analyse.ts';
import type { Plan } from '../../../shared/check/stages.ts';
import { uniformHalfWidth } from '../../../shared/nodes/types/noise.ts';
import { randomNormal, randomUniform } from '../../../shared/random/philox.ts';
import { drawGraph, node } from '../../../shared/templates/drawGraph.ts';
import type { Drawing } from '../../../shared/templates/drawGraph.ts';
import { drawSeed } from '../kinds/network.ts';
import { tf } from '../tfjs/core.ts';
import { openDevice } from '../tfjs/devices.ts';
import type { Batch } from '../data/dataset.ts';
import { cloneModelState, createModelState } from './modelState.ts';
import type { ModelState } from './modelState.ts';
import { createCompiledStepper, createEagerStepper } from './stepper.ts';
import type { Stepper } from './stepper.ts';
import { disposeState, read, subject } from './testing/stepComparison.ts';
import type { Subject } from './testing/stepComparison.ts';

beforeAll(() => openDevice('tensorflow'));

const width = 4,
  runSeed = 1;

/** Nodes whose `out` holds draws, and what it must be for draws made here, in JavaScript. */
interface Drawer {
  readonly title: string;
  readonly nodes: Drawing['nodes'];
  readonly wires: readonly string[];
  /** The node whose draws these are. */
  readonly draws: string;
  expected(x: Float32Array, seed: readonly [number, number]): Float32Array;
}

const drawers: readonly Drawer[] = [
  {
    title: 'sample',
    nodes: { spread: node('math', { fn: 'scale', factor: 0 }), out: node('sample') },
    wires: ['input > spread', 'input > out.mean', 'spread > out.spread'],
    draws: 'out',
    expected: (x, seed) => plus(x, randomNormal(seed, x.length)),
  },
  {
    title: 'noise, normal',
    nodes: { noise: node('noise', { shape: [width], stdDev: 0.5 }), out: node('add') },
    wires: ['input > out', 'noise > out'],
    draws: 'noise',
    expected: (x, seed) =>
      plus(
        x,
        randomNormal(seed, x.length).map((draw) => draw * 0.5),
      ),
  },
  {
    title: 'noise, uniform',
    nodes: { noise: node('noise', { shape: [width], distribution: 'uniform' }), out: node('add') },
    wires: ['input > out', 'noise > out'],
    draws: 'noise',
    expected: (x, seed) =>
      plus(
        x,
        randomUniform(seed, x.length).map((draw) => (2 * draw - 1) * uniformHalfWidth(1)),
      ),
  },
  {
    title: 'gaussian noise',
    nodes: { out: node('gaussianNoise', { stdDev: 0.25 }) },
    wires: ['input > out'],
    draws: 'out',
    expected: (x, seed) =>
      plus(
        x,
        randomNormal(seed, x.length).map((draw) => draw * 0.25),
      ),
  },
  {
    title: 'dropout',
    nodes: { out: node('dropout', { rate: 0.4 }) },
    wires: ['input > out'],
    draws: 'out',
    expected: (x, seed) => {
      const draws = randomUniform(seed, x.length);
      return x.map((value, at) => ((draws[at] ?? 0) >= 0.4 ? value / 0.6 : 0));
    },
  },
];

const plus = (a: Float32Array, b: Float32Array): Float32Array => a.map((value, at) => value + (b[at] ?? Number.NaN));

function planOf(drawing: Drawing): Plan {
  const { plan, issues } = analyseDocument(drawGraph(drawing), null);
  if (!plan) throw new Error(issues.map(({ code }) => code).join(', '));
  return plan;
}

/** Loss Σ (out·K − x)², K the kernel of `seen`, zeros to begin with: half a step of plain gradient descent makes K = outᵀ·x, and x can be inverted. */
function modelOf({ title, nodes, wires }: Drawer): Subject {
  const plan = planOf({
    name: title,
    goal: 'free',
    nodes: {
      input: node('input', { shape: [width] }),
      ...nodes,
      seen: node('dense', { units: width, useBias: false, kernelInitialiser: 'zeros' }),
      loss: node('loss', { reconstruction: 'mse', kl: false, batch: 'sum' }),
    },
    wires: [...wires, 'out > seen', 'seen > loss', 'input > loss.target'],
    training: { optimiser: { kind: 'sgd' } },
  });
  return subject(plan, [batch]);
}

/** As many examples as features: 3 on the diagonal, 1 beside it. */
const batch: Batch = {
  size: width,
  x: Float32Array.from({ length: width * width }, (_, at) => (at % (width + 1) === 0 ? 3 : 1)),
  labels: null,
  weights: null,
  indices: Int32Array.from({ length: width }, (_, at) => at),
};

/** outᵀ·x, [width, width]. */
const kernelOf = (out: Float32Array, { x }: Batch): Float32Array =>
  Float32Array.from({ length: width * width }, (_, at) => {
    const [row, column] = [Math.floor(at / width), at % width];
    return Array.from({ length: width }, (_unused, example) => (out[example * width + row] ?? 0) * (x[example * width + column] ?? 0)).reduce((a, b) => a + b);
  });

async function kernelAfter(make: (state: ModelState) => Stepper, on: Subject, step: number): Promise<Float32Array> {
  const stepper = make(createModelState(on.context.network, on.context.optimiser, 1));
  await read(stepper.step(batch, { step, learningRate: 0.5, betas: {}, withGradientNorms: false }));
  const state = stepper.take();
  const kernel = Float32Array.from((await state.weights['seen/kernel']?.data()) ?? []);
  disposeState(state);
  stepper.dispose();
  return kernel;
}

const largest = (a: Float32Array, b: Float32Array): number =>
  a.length === b.length ? Math.max(...a.map((value, at) => Math.abs(value - (b[at] ?? Number.NaN)))) : Infinity;

describe.each(drawers)('$title: the draws of a step are those of its seed and number', (drawer) => {
  const on = modelOf(drawer);
  const ways: readonly (readonly [string, (state: ModelState) => Stepper])[] = [
    ['compiled', (state) => createCompiledStepper(on.context, state, [batch])],
    ['eager', (state) => createEagerStepper(on.context, state)],
  ];

  it.each([0, 1, 2, 19_999, 2_147_483_647])('step %i', async (step) => {
    const expected = kernelOf(drawer.expected(batch.x, [drawSeed(runSeed, drawer.draws, 0), step]), batch);
    for (const [, make] of ways) expect(largest(await kernelAfter(make, on, step), expected)).toBeLessThan(1e-4);
  });

  it('another step draws otherwise', async () => {
    for (const [, make] of ways) expect(largest(await kernelAfter(make, on, 0), await kernelAfter(make, on, 1))).toBeGreaterThan(1e-2);
  });
});

describe('a compiled run', () => {
  const everything = planOf({
    name: 'everything that draws',
    goal: 'vae',
    nodes: {
      input: node('input', { shape: [width] }),
      encode: node('dense', { units: 8, activation: 'tanh' }),
      normal: node('batchNorm'),
      drop: node('dropout', { rate: 0.3 }),
      heads: node('split', { mode: 'heads', units: 2 }),
      sample: node('sample'),
      blur: node('gaussianNoise', { stdDev: 0.1 }),
      noise: node('noise', { shape: [2] }),
      sum: node('add'),
      points: node('dense', { units: width }),
      loss: node('loss', { reconstruction: 'mse' }),
    },
    wires: [
      'input > encode',
      'encode > normal',
      'normal > drop',
      'drop > heads',
      'heads.mean > sample.mean',
      'heads.spread > sample.spread',
      'sample > blur',
      'blur > sum',
      'noise > sum',
      'sum > points',
      'points > loss',
      'input > loss.target',
      'heads.mean > loss.mean',
      'heads.spread > loss.spread',
    ],
  });

  it('that is stopped and resumed at any step draws what it would have drawn', async () => {
    const on = subject(everything, [batch]);
    const before = tf.memory().numTensors;
    const start = createModelState(on.context.network, on.context.optimiser, 1);
    /** The figures of each step, in a session of its own from `from` on. */
    const train = async (state: ModelState, from: number, to: number): Promise<{ readonly told: readonly Float32Array[]; readonly state: ModelState }> => {
      const stepper = createCompiledStepper(on.context, state, [batch]);
      const told: Float32Array[] = [];
      for (let step = from; step < to; step++)
        told.push((await read(stepper.step(batch, { step, learningRate: 1e-2, betas: on.betas, withGradientNorms: true }))).figures);
      const end = stepper.take();
      stepper.dispose();
      return { told, state: end };
    };
    const straight = await train(cloneModelState(start), 0, 12);
    for (const at of [1, 7]) {
      const first = await train(cloneModelState(start), 0, at);
      const second = await train(first.state, at, 12);
      expect([...first.told, ...second.told]).toEqual(straight.told);
      disposeState(second.state);
    }
    disposeState(straight.state);
    disposeState(start);
    expect(tf.memory().numTensors).toBe(before);
  });
});
