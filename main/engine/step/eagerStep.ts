import type { TrainingSettings } from '../../../shared/graph/document.ts';
import type { Batch } from '../data/dataset.ts';
import { totalLoss } from '../kinds/network.ts';
import type { ForwardResult, Network } from '../kinds/network.ts';
import type { LossTerm } from '../kinds/engineKind.ts';
import { tf } from '../tfjs/core.ts';
import { tidy } from '../tfjs/tidy.ts';
import type { Scalar, Tensor, Tensor1D, Tensor2D } from '../tfjs/core.ts';
import { clipGradients } from './clipGradients.ts';
import { disposeReplaced } from './modelState.ts';
import type { ModelState } from './modelState.ts';
import type { Optimiser } from './optimisers.ts';

/** What a step is told beside its batch. */
export interface StepControls {
  /** Steps done before this one: 0 for the first. Fixes every draw. */
  readonly step: number;
  readonly learningRate: number;
  /** Scheduled β by loss node; tensors where a step is being recorded. */
  readonly betas: Readonly<Record<string, number | Scalar>>;
  /** Also returns each node's gradient norm. */
  readonly withGradientNorms: boolean;
}

/** Figures of one batch, still on the device. The caller disposes them. */
export interface BatchFigures {
  /** [loss, then one value a term name of `termNames`]. */
  readonly figures: Tensor1D;
  /** Nats by latent dimension of all KL terms one after the other, or null. */
  readonly klPerDimension: Tensor1D | null;
  /** Counts [classes, classes], rows the true class, or null for a model without a classification loss. */
  readonly confusion: Tensor2D | null;
  /** The terms this loss has; the others' figures are zero and mean nothing. */
  readonly present: readonly TermName[];
  /** Norm of each node's gradient before clipping, in the order of `gradientNodes`, or null when not asked for. */
  readonly gradientNorms: Tensor1D | null;
}

export interface StepContext {
  readonly network: Network;
  readonly optimiser: Optimiser;
  readonly training: TrainingSettings;
  readonly seed: number;
}

/** Names of reported terms, in the order of `BatchFigures.figures` after the loss. */
export const termNames = ['reconstruction', 'kl', 'classification', 'penalty'] as const;
export type TermName = (typeof termNames)[number];

/** Nodes that have trained weights, in plan order. */
export function gradientNodes(network: Network): readonly string[] {
  return [...new Set(network.weights.filter((weight) => weight.trained).map((weight) => weight.node.id))];
}

/** One training step, an operation at a time. Consumes `state` (tensors it replaces are disposed) and returns the next. */
export function eagerStep(
  context: StepContext,
  state: ModelState,
  batch: Batch,
  controls: StepControls,
): { readonly state: ModelState; readonly figures: BatchFigures } {
  const made = tidy(() => {
    // 1. Forward and backward.
    const feeds = feedBatch(context.network, batch, controls.step);
    const { gradients, figures } = differentiate(context, state, feeds, controls);
    // 2. Clip.
    const clipped = clipGradients(
      gradients.map(({ gradient }) => gradient),
      context.training.clip,
    );
    // 3. Update weights, slots and moving averages.
    const weights: Record<string, Tensor> = { ...state.weights };
    const slots: Record<string, readonly Tensor[]> = { ...state.slots };
    const scalars = context.optimiser.scalars(controls.learningRate, controls.step + 1).map((value) => tf.scalar(value));
    for (const [index, { key }] of gradients.entries()) {
      const gradient = clipped[index],
        weight = state.weights[key];
      if (!gradient || !weight) throw new Error(`weight ${key} has no gradient or no value`);
      const updated = context.optimiser.update(weight, gradient, state.slots[key] ?? [], scalars);
      weights[key] = updated.weight;
      slots[key] = updated.slots;
    }
    Object.assign(weights, figures.states);
    return { state: { weights, slots }, figures: figures.batch };
  });
  disposeReplaced(state, made.state);
  return made;
}

export interface Feeds {
  readonly x: Tensor;
  readonly labels: Tensor1D | null;
  readonly exampleWeights: Tensor1D | null;
  readonly batchSize: number;
  readonly step: Scalar;
}

/** The batch as tensors on the device. */
export function feedBatch(network: Network, batch: Batch, step: number): Feeds {
  const features = batch.x.length / batch.size;
  const usesLabels = network.plan.nodes.some((node) => node.kind === 'labels');
  return {
    x: tf.tensor2d(batch.x, [batch.size, features], 'float32'),
    labels: usesLabels && batch.labels ? tf.tensor1d(batch.labels, 'int32') : null,
    exampleWeights: batch.weights ? tf.tensor1d(batch.weights, 'float32') : null,
    batchSize: batch.size,
    step: tf.scalar(step | 0, 'int32'),
  };
}

export interface Differentiated {
  readonly gradients: readonly { readonly key: string; readonly node: string; readonly gradient: Tensor }[];
  readonly figures: { readonly batch: BatchFigures; readonly states: Readonly<Record<string, Tensor>> };
}

export function differentiate(context: StepContext, state: ModelState, feeds: Feeds, controls: StepControls): Differentiated {
  const { network, seed } = context;
  const trained = network.weights.filter((weight) => weight.trained);
  const variables = trained.map(({ key }) => {
    const tensor = state.weights[key];
    if (!tensor) throw new Error(`weight ${key} is missing`);
    return tensor;
  });
  let kept: { batch: Omit<BatchFigures, 'gradientNorms'>; states: Record<string, Tensor> } | undefined;
  const loss = (): Scalar => {
    const result = network.forward({ ...feeds, weights: state.weights, training: true, seed, betas: controls.betas, withLoss: true });
    const total = totalLoss(result.terms);
    // gradients() tidies what its function made: what is read later must be kept.
    kept = keep(total, result);
    return total;
  };
  // Of a model that is frozen whole nothing is differentiated: its figures are all there is to a step.
  const made = (): { readonly value: Tensor; readonly grads: readonly Tensor[] } =>
    variables.length === 0 ? { value: loss(), grads: [] } : tf.engine().gradients(loss, variables, undefined, true);
  const { value, grads } = orElse(made, () => {
    if (kept) tf.dispose([...batchTensors(kept.batch), ...Object.values(kept.states)]);
  });
  if (!kept) throw new Error('the forward pass did not run');
  value.dispose();
  const found = trained.flatMap(({ key, node }, index) => {
    // A weight that no loss depends on has no gradient and stays as it is.
    const gradient = grads[index];
    return gradient ? [{ key, node: node.id, gradient }] : [];
  });
  const gradientNorms = controls.withGradientNorms ? nodeNorms(gradientNodes(network), found) : null;
  return { gradients: found, figures: { batch: { ...kept.batch, gradientNorms }, states: kept.states } };
}

function keep(loss: Scalar, result: ForwardResult): { batch: Omit<BatchFigures, 'gradientNorms'>; states: Record<string, Tensor> } {
  const batch = batchFigures(loss, result.terms);
  for (const tensor of batchTensors(batch)) tf.keep(tensor);
  return { batch, states: Object.fromEntries(Object.entries(result.states).map(([key, tensor]) => [key, tf.keep(tensor)])) };
}

const batchTensors = ({ figures, klPerDimension, confusion }: Omit<BatchFigures, 'gradientNorms'>): readonly Tensor[] =>
  [figures, klPerDimension, confusion].filter((tensor) => tensor !== null);

/** Does `work`; where it throws, `giveUp` first. */
function orElse<T>(work: () => T, giveUp: () => void): T {
  try {
    return work();
  } catch (error) {
    giveUp();
    throw error;
  }
}

/** The figures of a forward pass with losses. */
export function batchFigures(loss: Scalar, terms: readonly LossTerm[]): Omit<BatchFigures, 'gradientNorms'> {
  const sums = termNames.map((name): Tensor => {
    const values = terms.filter((term) => term.name === name).map((term): Tensor => term.reported ?? term.value);
    return values.reduce((sum, part) => tf.add(sum, part), tf.scalar(0));
  });
  const perDimension = terms.flatMap((term) => (term.perDimension ? [term.perDimension] : []));
  return {
    figures: tf.stack([loss, ...sums]) as Tensor1D,
    klPerDimension: perDimension.length > 0 ? (tf.concat(perDimension) as Tensor1D) : null,
    confusion: confusionCounts(terms),
    present: termNames.filter((name) => terms.some((term) => term.name === name)),
  };
}

/** One-hot labels against one-hot predictions: a matrix product counts the pairs. */
function confusionCounts(terms: readonly LossTerm[]): Tensor2D | null {
  const term = terms.find(({ predicted, labels, classes }) => predicted && labels && classes);
  if (!term?.predicted || !term.labels || !term.classes) return null;
  const truth = tf.oneHot(term.labels, term.classes, 1, 0, 'float32'),
    guess = tf.oneHot(term.predicted, term.classes, 1, 0, 'float32');
  return tf.matMul(truth, guess, true, false) as Tensor2D;
}

function nodeNorms(nodes: readonly string[], gradients: Differentiated['gradients']): Tensor1D | null {
  if (nodes.length === 0) return null;
  const norms = nodes.map((id) => {
    const squares = gradients.filter(({ node }) => node === id).map(({ gradient }): Tensor => tf.sum(tf.square(gradient)));
    return tf.sqrt(squares.reduce((sum, part) => tf.add(sum, part), tf.scalar(0)));
  });
  return tf.stack(norms) as Tensor1D;
}
