import { beforeAll, describe, expect, it } from 'vitest';
import { analyseDocument } from '../../../shared/check/analyse.ts';
import type { GraphDoc, OptimiserSettings, TrainingSettings } from '../../../shared/graph/document.ts';
import { templateIds, templates } from '../../../shared/templates/templates.ts';
import type { Batch } from '../data/dataset.ts';
import { loadDataset } from '../data/loadDataset.ts';
import { prepareData } from '../data/prepareData.ts';
import { lowerPlan } from '../kinds/network.ts';
import { tf } from '../tfjs/core.ts';
import { openDevice } from '../tfjs/devices.ts';
import { betaFactor } from '../train/schedules.ts';
import { eagerStep } from './eagerStep.ts';
import type { BatchFigures, StepContext } from './eagerStep.ts';
import { cloneModelState, createModelState, tensorsOf } from './modelState.ts';
import type { ModelState } from './modelState.ts';
import { createOptimiser } from './optimisers.ts';
import { createCompiledStepper } from './stepper.ts';

const root = new URL('../../..', import.meta.url).pathname;
const rate = 1e-3;

beforeAll(async () => {
  await openDevice('tensorflow');
});

interface Prepared {
  readonly context: StepContext;
  readonly batches: readonly Batch[];
  readonly betas: Readonly<Record<string, number>>;
}

async function prepare(document: GraphDoc, batchSize: number): Promise<Prepared> {
  const drawn: GraphDoc = { ...document, data: { ...document.data, limit: 400 }, training: { ...document.training, batchSize } };
  const loaded = await loadDataset(drawn.data, { root, seed: 1 });
  const data = loaded.value && prepareData(loaded.value, drawn.data, 1).value;
  const { plan } = analyseDocument(drawn);
  if (!data || !plan) throw new Error('the template does not train');
  const betas = Object.fromEntries(
    plan.nodes.filter(({ params }) => params.kl === true).map(({ id, params }) => [id, Number(params.beta) * betaFactor(params, 1)]),
  );
  return {
    context: { network: lowerPlan(plan), optimiser: createOptimiser(plan.training.optimiser), training: plan.training, seed: 1 },
    batches: [...data.batches('train', { batchSize, epoch: 0 })],
    betas,
  };
}

interface Read {
  readonly figures: Float32Array;
  readonly norms: Float32Array;
  readonly perDimension: Float32Array;
  readonly confusion: Float32Array;
}

async function read({ figures, gradientNorms, klPerDimension, confusion }: BatchFigures): Promise<Read> {
  const [a, b, c, d] = await Promise.all(
    [figures, gradientNorms, klPerDimension, confusion].map(async (tensor) => Float32Array.from((await tensor?.data()) ?? [])),
  );
  for (const tensor of [figures, gradientNorms, klPerDimension, confusion]) tensor?.dispose();
  if (!a || !b || !c || !d) throw new Error('four readings');
  return { figures: a, norms: b, perDimension: c, confusion: d };
}

/** Largest |a − b| / max(|b|, floor). */
function furthest(a: Float32Array, b: Float32Array, floor: number): number {
  expect(a.length).toBe(b.length);
  return a.reduce((most, value, index) => Math.max(most, Math.abs(value - (b[index] ?? NaN)) / Math.max(Math.abs(b[index] ?? NaN), floor)), 0);
}

/** Weights after a step may differ by 1e-3 of the rate and 1e-4 of themselves; gives the worst as a share of that. */
async function updateDifference(a: ModelState, b: ModelState): Promise<number> {
  let worst = 0;
  for (const [key, weight] of Object.entries(a.weights)) {
    const other = b.weights[key];
    const [mine, theirs] = await Promise.all([weight.data(), other?.data()]);
    mine.forEach((value, index) => {
      worst = Math.max(worst, Math.abs(value - (theirs?.[index] ?? NaN)) / (1e-3 * rate + 1e-4 * Math.abs(value)));
    });
  }
  return worst;
}

const dispose = (state: ModelState): void => {
  for (const tensor of tensorsOf(state)) tensor.dispose();
};

const intended = templateIds.filter((id) => !templates[id].published);
const convolutional = new Set(['vae-conv', '2-cnn', 'beta-vae-shapes']);

describe('a compiled step does what the eager step does', () => {
  it.each(intended)('%s', { timeout: 60_000 }, async (id) => {
    const { context, batches, betas } = await prepare(templates[id].build(), convolutional.has(id) ? 16 : 32);
    const [first, second] = batches;
    if (!first || !second) throw new Error('two batches');
    const before = tf.memory().numTensors;
    // A model that has trained a little: Adam's first step divides a gradient by itself, so that a rounding of one near zero turns the whole update round.
    let state = createModelState(context.network, context.optimiser, 1);
    for (let step = 0; step < 5; step++) {
      const made = eagerStep(context, state, batches[step % batches.length] ?? first, { step, learningRate: rate, betas, withGradientNorms: true });
      state = made.state;
      await read(made.figures);
    }
    const stepper = createCompiledStepper(context, cloneModelState(state), [first]);
    const controls = { step: 5, learningRate: rate, betas, withGradientNorms: true };
    const eager = eagerStep(context, state, second, controls);
    const mine = await read(stepper.step(second, controls)),
      theirs = await read(eager.figures);
    expect(furthest(mine.figures, theirs.figures, 1e-3)).toBeLessThan(1e-5);
    expect(furthest(mine.norms, theirs.norms, 1e-4)).toBeLessThan(1e-4);
    expect(furthest(mine.perDimension, theirs.perDimension, 1e-2)).toBeLessThan(1e-5);
    expect(mine.confusion).toEqual(theirs.confusion);
    const after = stepper.take();
    expect(await updateDifference(after, eager.state)).toBeLessThan(1);
    for (const model of [after, eager.state]) dispose(model);
    stepper.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  const optimisers: readonly OptimiserSettings['kind'][] = ['sgd', 'momentum', 'rmsprop', 'adam', 'adamw'];
  const clips: readonly TrainingSettings['clip'][] = [
    { kind: 'none', limit: 1 },
    { kind: 'norm', limit: 0.5 },
    { kind: 'globalNorm', limit: 0.5 },
    { kind: 'value', limit: 1e-3 },
  ];
  it.each(optimisers.flatMap((kind) => clips.map((clip) => [kind, clip] as const)))('%s, clipped by %o, 20 steps', async (kind, clip) => {
    const document = templates['3-vae'].build();
    document.training = { ...document.training, clip, optimiser: { ...document.training.optimiser, kind } };
    const { context, batches, betas } = await prepare(document, 32);
    let state = createModelState(context.network, context.optimiser, 1);
    const [first] = batches;
    if (!first) throw new Error('a batch');
    const stepper = createCompiledStepper(context, cloneModelState(state), [first]);
    for (let step = 0; step < 20; step++) {
      const batch = batches[step % 8] ?? first;
      const controls = { step, learningRate: (rate * (1 + step)) / 20, betas, withGradientNorms: true };
      const eager = eagerStep(context, state, batch, controls);
      state = eager.state;
      const mine = await read(stepper.step(batch, controls)),
        theirs = await read(eager.figures);
      expect(furthest(mine.figures, theirs.figures, 1e-3)).toBeLessThan(1e-3);
    }
    dispose(state);
    stepper.dispose();
  });

  it('also on the remainder of an epoch, and after a model was put in', async () => {
    const { context, betas, batches } = await prepare(templates['cvae-dense'].build(), 32);
    const [first] = batches;
    if (!first) throw new Error('a batch');
    const part: Batch = {
      size: 5,
      x: first.x.slice(0, (first.x.length / first.size) * 5),
      labels: first.labels?.slice(0, 5) ?? null,
      weights: null,
      indices: first.indices.slice(0, 5),
    };
    const stepper = createCompiledStepper(context, createModelState(context.network, context.optimiser, 1), [first, part]);
    await read(stepper.step(part, { step: 0, learningRate: 1, betas, withGradientNorms: true }));
    const fresh = createModelState(context.network, context.optimiser, 2);
    stepper.put(cloneModelState(fresh));
    const controls = { step: 3, learningRate: rate, betas, withGradientNorms: true };
    const eager = eagerStep(context, fresh, part, controls);
    expect(furthest((await read(stepper.step(part, controls))).figures, (await read(eager.figures)).figures, 1e-3)).toBeLessThan(1e-5);
    dispose(eager.state);
    stepper.dispose();
  });
});
