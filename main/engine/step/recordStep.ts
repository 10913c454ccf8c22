import type { Batch } from '../data/dataset.ts';
import { totalLoss } from '../kinds/network.ts';
import { tf } from '../tfjs/core.ts';
import type { Scalar, Tensor } from '../tfjs/core.ts';
import { nativeIds, record } from '../tfjs/recorder.ts';
import type { TensorId } from '../tfjs/recorder.ts';
import { tidy } from '../tfjs/tidy.ts';
import { cleanTape } from './cleanTape.ts';
import type { CleanTape } from './cleanTape.ts';
import { clipGradients } from './clipGradients.ts';
import { batchFigures, differentiate, feedBatch } from './eagerStep.ts';
import type { BatchFigures, Feeds, StepContext } from './eagerStep.ts';
import type { ModelState } from './modelState.ts';

/** What goes into a recorded pass: the tensors that change from call to call, by their numbers on the tape. */
export interface RecordedFeeds {
  readonly x: TensorId;
  readonly step: TensorId;
  /** Null where the network reads no labels. */
  readonly labels: TensorId | null;
  readonly exampleWeights: TensorId | null;
  /** β of each loss node, in the order of `lossNodes`. */
  readonly betas: readonly TensorId[];
  /** The weights, in the network's order. */
  readonly weights: readonly TensorId[];
}

/** The figures of a pass, by their numbers on the tape. */
export interface RecordedFigures {
  readonly figures: TensorId;
  readonly klPerDimension: TensorId | null;
  readonly confusion: TensorId | null;
}

/** A pass over one batch as a program: what goes in, what is done, what comes out. Holds for batches of that size alone. */
export interface RecordedPass {
  readonly batchSize: number;
  /** Values an example has. */
  readonly features: number;
  readonly tape: CleanTape;
  readonly feeds: RecordedFeeds;
  readonly figures: RecordedFigures;
  readonly present: BatchFigures['present'];
}

/** A training step: a pass with gradients. */
export interface RecordedStep extends RecordedPass {
  /** Clipped gradients by weight. */
  readonly gradients: readonly { readonly key: string; readonly node: string; readonly id: TensorId }[];
  /** New values of weights that are not trained by gradients: moving averages. */
  readonly states: readonly { readonly key: string; readonly id: TensorId }[];
  readonly norms: TensorId | null;
}

/** Loss nodes whose β is fed: those with a KL term, in plan order. */
export function lossNodes({ network }: StepContext): readonly string[] {
  return network.plan.nodes.filter(({ kind, params }) => kind === 'loss' && params.kl === true).map(({ id }) => id);
}

/** Runs one training step of the batch's size eagerly, changing nothing, and gives it as a program. */
export function recordStep(context: StepContext, state: ModelState, batch: Batch): RecordedStep {
  return recordPass(context, state, batch, (feeds, betas) => {
    const made = differentiate(context, state, feeds, { step: 0, learningRate: 0, betas, withGradientNorms: true });
    const clipped = clipGradients(
      made.gradients.map(({ gradient }) => gradient),
      context.training.clip,
    );
    const { batch: figures, states } = made.figures;
    const ids = {
      gradients: made.gradients.map(({ key, node }, index) => ({ key, node, id: idOf(clipped[index]) })),
      states: Object.entries(states).map(([key, tensor]) => ({ key, id: idOf(tensor) })),
      norms: optionalId(figures.gradientNorms),
      ...figureIds(figures),
    };
    // These were kept beyond tidying.
    for (const tensor of [figures.figures, figures.klPerDimension, figures.confusion, ...Object.values(states)]) tensor?.dispose();
    return { ids, wanted: [...ids.gradients, ...ids.states].map(({ id }) => id).concat(ids.norms ?? []) };
  });
}

/** Runs one evaluation of the batch's size (nothing trained, dropout and noise off) and gives it as a program. */
export function recordEvaluation(context: StepContext, state: ModelState, batch: Batch): RecordedPass {
  const { network, seed } = context;
  return recordPass(context, state, batch, (feeds, betas) => {
    const { terms } = network.forward({ ...feeds, weights: state.weights, training: false, seed, betas, withLoss: true });
    const figures = batchFigures(totalLoss(terms), terms);
    return { ids: figureIds({ ...figures, gradientNorms: null }), wanted: [] };
  });
}

/** Records `pass`, which is given everything that changes from call to call as tensors made before. */
function recordPass<Ids extends { readonly figures: RecordedFigures; readonly present: BatchFigures['present'] }>(
  context: StepContext,
  state: ModelState,
  batch: Batch,
  pass: (feeds: Feeds, betas: Readonly<Record<string, Scalar>>) => { readonly ids: Ids; readonly wanted: readonly TensorId[] },
): RecordedPass & Omit<Ids, 'figures' | 'present'> {
  const { network } = context;
  const feeds = feedBatch(network, batch, 0);
  const betas = Object.fromEntries(lossNodes(context).map((id) => [id, tf.scalar(1) as Scalar]));
  const fed = {
    x: idOf(feeds.x),
    step: idOf(feeds.step),
    labels: optionalId(feeds.labels),
    exampleWeights: optionalId(feeds.exampleWeights),
    betas: nativeIds(Object.values(betas)),
    weights: nativeIds(network.weights.map(({ key }) => must(state.weights[key]))),
  };
  try {
    const { value, tape } = record(() => tidy(() => pass(feeds, betas)));
    const { figures, klPerDimension, confusion } = value.ids.figures;
    const clean = cleanTape(tape, [...value.wanted, ...[figures, klPerDimension, confusion].filter((id) => id !== null)]);
    return { ...value.ids, batchSize: batch.size, features: batch.x.length / batch.size, tape: clean, feeds: fed };
  } finally {
    tf.dispose([feeds.x, feeds.step, ...Object.values(betas)]);
    feeds.labels?.dispose();
    feeds.exampleWeights?.dispose();
  }
}

function figureIds({ figures, klPerDimension, confusion, present }: BatchFigures): {
  readonly figures: RecordedFigures;
  readonly present: BatchFigures['present'];
} {
  return { figures: { figures: idOf(figures), klPerDimension: optionalId(klPerDimension), confusion: optionalId(confusion) }, present };
}

function idOf(tensor: Tensor | undefined): TensorId {
  return must(nativeIds([must(tensor)])[0]);
}

const optionalId = (tensor: Tensor | null): TensorId | null => (tensor ? idOf(tensor) : null);

function must<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('a recorded pass lacks a tensor');
  return value;
}
