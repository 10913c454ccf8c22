import { analyseDocument } from '../../../../shared/check/analyse.ts';
import type { Plan } from '../../../../shared/check/stages.ts';
import type { GraphDoc } from '../../../../shared/graph/document.ts';
import type { Batch } from '../../data/dataset.ts';
import { loadDataset } from '../../data/loadDataset.ts';
import { prepareData } from '../../data/prepareData.ts';
import { lowerPlan } from '../../kinds/network.ts';
import { tf } from '../../tfjs/core.ts';
import { betaFactor } from '../../train/schedules.ts';
import { blocksOf } from './blocksOf.ts';
import { eagerStep } from '../eagerStep.ts';
import type { BatchFigures, StepContext, StepControls } from '../eagerStep.ts';
import { cloneModelState, createModelState, tensorsOf } from '../modelState.ts';
import type { ModelState } from '../modelState.ts';
import { createOptimiser } from '../optimisers.ts';
import { createCompiledStepper } from '../stepper.ts';

const root = new URL('../../../..', import.meta.url).pathname;

/** A model and batches to train it on. */
export interface Subject {
  readonly context: StepContext;
  readonly batches: readonly Batch[];
  /** β of each loss node with a KL term. */
  readonly betas: Readonly<Record<string, number>>;
}

/** The document on its own data: the first 400 examples. */
export async function subjectOf(document: GraphDoc, batchSize: number): Promise<Subject> {
  const drawn: GraphDoc = { ...document, data: { ...document.data, limit: 400 }, training: { ...document.training, batchSize } };
  const loaded = await loadDataset(drawn.data, { root, seed: 1 });
  const data = loaded.value && prepareData(loaded.value, drawn.data, 1).value;
  const { plan, issues } = analyseDocument(drawn);
  if (!data || !plan) throw new Error(`the document does not train: ${issues.map(({ code }) => code).join(', ')}`);
  return subject(plan, [...data.batches('train', { batchSize, epoch: 0 })]);
}

/** A plan on batches of one's own. */
export function subject(plan: Plan, batches: readonly Batch[]): Subject {
  const betas = Object.fromEntries(
    plan.nodes.filter(({ params }) => params.kl === true).map(({ id, params }) => [id, Number(params.beta) * betaFactor(params, 1)]),
  );
  return { context: { network: lowerPlan(plan), optimiser: createOptimiser(plan.training.optimiser), training: plan.training, seed: 1 }, batches, betas };
}

/** The at-th batch, over and over. */
export function batchAt({ batches }: Subject, at: number): Batch {
  const batch = batches[at % batches.length];
  if (!batch) throw new Error('no batches');
  return batch;
}

/** The first `size` examples of a batch. */
export function firstExamples({ size: all, x, labels, weights, indices }: Batch, size: number): Batch {
  return {
    size,
    x: x.slice(0, (x.length / all) * size),
    labels: labels?.slice(0, size) ?? null,
    weights: weights?.slice(0, size) ?? null,
    indices: indices.slice(0, size),
  };
}

/** A step's figures, read back. */
export interface Reading {
  /** The loss, then its terms. */
  readonly figures: Float32Array;
  readonly norms: Float32Array;
  readonly perDimension: Float32Array;
  readonly confusion: Float32Array;
}

/** Reads figures, and gives their tensors up. */
export async function read({ figures, gradientNorms, klPerDimension, confusion }: BatchFigures): Promise<Reading> {
  const [a, b, c, d] = await Promise.all(
    [figures, gradientNorms, klPerDimension, confusion].map(async (tensor) => Float32Array.from((await tensor?.data()) ?? [])),
  );
  for (const tensor of [figures, gradientNorms, klPerDimension, confusion]) tensor?.dispose();
  if (!a || !b || !c || !d) throw new Error('four readings');
  return { figures: a, norms: b, perDimension: c, confusion: d };
}

/** Largest |a − b| / max(|b|, floor); infinite where they differ in length, or where only one is a number. */
export function furthest(a: Float32Array, b: Float32Array, floor: number): number {
  if (a.length !== b.length) return Infinity;
  return a.reduce((most, value, index) => {
    const other = b[index] ?? Number.NaN;
    const difference = Object.is(value, other) ? 0 : Math.abs(value - other) / Math.max(Math.abs(other), floor);
    return Math.max(most, Number.isNaN(difference) ? Infinity : difference);
  }, 0);
}

/** By weight, the worst |a − b| as a share of what is allowed: 1e-3 × rate + 1e-4 × |b|. */
export async function updateDifferences(a: ModelState, b: ModelState, rate: number): Promise<Readonly<Record<string, number>>> {
  const found: Record<string, number> = {};
  for (const [key, weight] of Object.entries(b.weights)) {
    const [mine, theirs] = await Promise.all([a.weights[key]?.data(), weight.data()]);
    found[key] = Float32Array.from(theirs).reduce((worst, value, index) => {
      const share = Math.abs(value - (mine?.[index] ?? Number.NaN)) / (1e-3 * rate + 1e-4 * Math.abs(value));
      return Math.max(worst, Number.isNaN(share) ? Infinity : share);
    }, 0);
  }
  return found;
}

export const disposeState = (state: ModelState): void => {
  for (const tensor of tensorsOf(state)) tensor.dispose();
};

/** What of a compiled step is further from the eager one than is allowed, each as a multiple of that. */
export interface StepDifference {
  /** Loss terms: relative 1e-5. */
  readonly terms: number | 'agree';
  /** Each layer's gradient norm: relative 1e-4. */
  readonly norms: number | 'agree';
  /** Nats by latent dimension: relative 1e-5. */
  readonly perDimension: number | 'agree';
  /** Counts by class: the same. */
  readonly confusion: number | 'agree';
  /** By weight, where its update differs by more than 1e-3 × rate + 1e-4 × |w|. */
  readonly updates: Readonly<Record<string, number>>;
}
/** No difference beyond what is allowed. */
export const agreeing: StepDifference = { terms: 'agree', norms: 'agree', perDimension: 'agree', confusion: 'agree', updates: {} };

/** Smallest figures that count: what is below is a sum that cancels. */
const floors = { terms: 1e-3, norms: 1e-4, perDimension: 1e-2 } as const;

/** A norm far below the largest layer's is a gradient that cancels: it is held to 3e-7 of the largest, a few roundings of float32. */
const normFloor = (norms: Float32Array): number => Math.max(floors.norms, 3e-3 * norms.reduce((most, norm) => Math.max(most, norm), 0));

/**
 * Trains `warmUp` steps eagerly, then takes the same step both ways from the same model, with the same draws: on a full batch and, where `remainder` is
 * given, on one of so many examples. Gives the first difference beyond what is allowed.
 */
export async function compareStep(
  on: Subject,
  { rate, warmUp, remainder }: { readonly rate: number; readonly warmUp: number; readonly remainder?: number },
): Promise<StepDifference> {
  const { context, betas } = on;
  let start = createModelState(context.network, context.optimiser, 1);
  for (let step = 0; step < warmUp; step++) {
    const made = eagerStep(context, start, batchAt(on, step), { step, learningRate: rate, betas, withGradientNorms: false });
    start = made.state;
    await read(made.figures);
  }
  const full = batchAt(on, warmUp),
    batches = remainder === undefined ? [full] : [full, firstExamples(full, remainder)];
  const stepper = createCompiledStepper(context, cloneModelState(start), batches);
  const controls: StepControls = { step: warmUp, learningRate: rate, betas, withGradientNorms: true };
  let found = agreeing;
  for (const batch of batches) {
    stepper.put(cloneModelState(start));
    const compiled = await read(stepper.step(batch, controls)),
      after = stepper.take();
    const eager = eagerStep(context, cloneModelState(start), batch, controls);
    const reading = await read(eager.figures);
    if (found === agreeing) found = differenceOf(compiled, reading, await updateDifferences(after, eager.state, rate));
    for (const model of [after, eager.state]) disposeState(model);
  }
  disposeState(start);
  stepper.dispose();
  return found;
}

function differenceOf(mine: Reading, theirs: Reading, updates: Readonly<Record<string, number>>): StepDifference {
  const beyond = (share: number): number | 'agree' => (share <= 1 ? 'agree' : share);
  const found: StepDifference = {
    terms: beyond(furthest(mine.figures, theirs.figures, floors.terms) / 1e-5),
    norms: beyond(furthest(mine.norms, theirs.norms, normFloor(theirs.norms)) / 1e-4),
    perDimension: beyond(furthest(mine.perDimension, theirs.perDimension, floors.perDimension) / 1e-5),
    confusion: beyond(furthest(mine.confusion, theirs.confusion, 1) * 2),
    updates: Object.fromEntries(Object.entries(updates).filter(([, share]) => share > 1)),
  };
  const { terms, norms, perDimension, confusion } = found;
  return [terms, norms, perDimension, confusion].every((value) => value === 'agree') && Object.keys(found.updates).length === 0 ? agreeing : found;
}

/** The loss at each of `steps` steps. */
export type LossCurve = readonly number[];

/** How a curve is trained. */
interface CurveWish {
  readonly steps: number;
  readonly rateAt: (step: number) => number;
  readonly betasAt?: (step: number) => Subject['betas'];
  /** Most steps in one call: a power of two. */
  readonly stride: number;
}

/**
 * Trains from the same weights with the same draws: eagerly, compiled, and compiled with up to `stride` steps in a call. What each loss was; where a call
 * took several steps it told their mean, so `calls` and `eagerCalls` have a mean a call.
 */
export async function curvesOf(
  on: Subject,
  { steps, rateAt, betasAt = () => on.betas, stride }: CurveWish,
): Promise<{ readonly compiled: LossCurve; readonly eager: LossCurve; readonly calls: LossCurve; readonly eagerCalls: LossCurve }> {
  const { context } = on;
  const start = createModelState(context.network, context.optimiser, 1);
  const controlsAt = (step: number): StepControls => ({ step, learningRate: rateAt(step), betas: betasAt(step), withGradientNorms: step % 2 === 0 });
  const lossOf = async (figures: BatchFigures): Promise<number> => (await read(figures)).figures[0] ?? Number.NaN;
  const batches = Array.from({ length: steps }, (_, step) => batchAt(on, step));
  // 1. Eagerly.
  let state = cloneModelState(start);
  const eager: number[] = [];
  for (const [step, batch] of batches.entries()) {
    const made = eagerStep(context, state, batch, controlsAt(step));
    state = made.state;
    eager.push(await lossOf(made.figures));
  }
  disposeState(state);
  // 2. Compiled, step by step.
  const stepper = createCompiledStepper(context, cloneModelState(start), [...new Map(batches.map((batch) => [batch.size, batch])).values()]);
  const compiled: number[] = [];
  for (const [step, batch] of batches.entries()) compiled.push(await lossOf(stepper.step(batch, controlsAt(step))));
  // 3. Once more, several at a time.
  stepper.put(start);
  const calls: number[] = [],
    eagerCalls: number[] = [];
  let step = 0;
  for (const block of blocksOf(batches, Math.min(stride, stepper.longestStride))) {
    const from = step;
    step += block.batches;
    const controls = Array.from({ length: block.batches }, (_, at) => controlsAt(from + at));
    calls.push(await lossOf(stepper.steps(block, controls)));
    eagerCalls.push(eager.slice(from, step).reduce((sum, loss) => sum + loss, 0) / block.batches);
  }
  stepper.dispose();
  return { compiled, eager, calls, eagerCalls };
}

/** The largest |a − b| / |b| along two curves. */
export function curveDifference(a: LossCurve, b: LossCurve): number {
  return furthest(Float32Array.from(a), Float32Array.from(b), 1e-3);
}

/** Number of live tensors, of which a test must leave as many as it found. */
export const liveTensors = (): number => tf.memory().numTensors;
