import type { Batch } from '../data/dataset.ts';
import { portKey } from '../kinds/network.ts';
import { tf } from '../tfjs/core.ts';
import { tidy } from '../tfjs/tidy.ts';
import type { Tensor } from '../tfjs/core.ts';
import type { ControlsInForce } from './controlTimeline.ts';
import { eagerStep, feedBatch, gradientNodes } from './eagerStep.ts';
import type { StepContext } from './eagerStep.ts';
import { cloneModelState, tensorsOf } from './modelState.ts';
import type { ModelState } from './modelState.ts';

/** Where NaN or infinity began. */
export interface Divergence {
  /** Steps done before the one that went wrong. */
  readonly step: number;
  readonly node: string;
  /** output: the node's values; gradient: the loss's gradient with respect to its weights; update: its weights after a finite gradient. */
  readonly where: 'output' | 'gradient' | 'update';
  /** The model before that step: the last good state. The caller owns it. */
  readonly state: ModelState;
}

export interface ReplayRequest {
  readonly context: StepContext;
  /** A good state; consumed. */
  readonly state: ModelState;
  /** Steps done when `state` was taken. */
  readonly step: number;
  readonly batches: Iterable<Batch>;
  readonly inForce: (step: number) => ControlsInForce;
}

/** Repeats the steps since a good state, one by one, until the first that goes wrong. Draws repeat exactly, so it always finds it. */
export async function locateDivergence(request: ReplayRequest): Promise<Divergence | null> {
  const { context } = request;
  let { state, step } = request;
  for (const batch of request.batches) {
    const before = cloneModelState(state);
    const { learningRate, betas } = request.inForce(step);
    const made = eagerStep(context, state, batch, { step, learningRate, betas, withGradientNorms: true });
    state = made.state;
    const norms = made.figures.gradientNorms;
    const gradients = norms ? Array.from(await norms.data()) : [];
    const finite = (await allFinite([made.figures.figures])) && gradients.every(Number.isFinite) && (await allFinite(tensorsOf(state)));
    for (const tensor of [made.figures.figures, made.figures.klPerDimension, made.figures.confusion, norms]) tensor?.dispose();
    if (!finite) {
      const found = (await firstBadOutput(context, before, batch, step)) ?? badGradient(context, gradients) ?? (await badUpdate(context, state));
      for (const tensor of tensorsOf(state)) tensor.dispose();
      return { step, ...found, state: before };
    }
    for (const tensor of tensorsOf(before)) tensor.dispose();
    step++;
  }
  for (const tensor of tensorsOf(state)) tensor.dispose();
  return null;
}

type Found = Pick<Divergence, 'node' | 'where'>;

async function firstBadOutput({ network, seed }: StepContext, state: ModelState, batch: Batch, step: number): Promise<Found | null> {
  const ports = network.plan.nodes.flatMap((node) => Object.keys(node.outputs).map((port) => ({ node: node.id, port })));
  const flags = tidy(() => {
    const feeds = feedBatch(network, batch, step);
    const { outputs } = network.forward({ ...feeds, weights: state.weights, training: true, seed, wanted: ports });
    return ports.map((source) => finiteFlag(outputs[portKey(source)]?.value));
  });
  const good = await Promise.all(flags.map(async (flag) => (await flag.data())[0] === 1));
  for (const flag of flags) flag.dispose();
  const bad = ports[good.indexOf(false)];
  return bad ? { node: bad.node, where: 'output' } : null;
}

/** Gradients flow backwards: the last node in plan order with a bad one met it first. */
function badGradient({ network }: StepContext, norms: readonly number[]): Found | null {
  const nodes = gradientNodes(network);
  const node = nodes[norms.findLastIndex((norm) => !Number.isFinite(norm))];
  return node === undefined ? null : { node, where: 'gradient' };
}

async function badUpdate({ network }: StepContext, state: ModelState): Promise<Found> {
  for (const { key, node } of network.weights) {
    const weight = state.weights[key];
    if (weight && !(await allFinite([weight]))) return { node: node.id, where: 'update' };
  }
  const loss = network.plan.nodes.find((node) => node.kind === 'loss' || node.kind === 'classificationLoss');
  return { node: loss?.id ?? network.plan.nodes[0]?.id ?? '', where: 'output' };
}

const finiteFlag = (tensor: Tensor | undefined): Tensor => (tensor && tensor.dtype === 'float32' ? tf.cast(tf.all(tf.isFinite(tensor)), 'int32') : tf.scalar(1, 'int32'));

async function allFinite(tensors: readonly Tensor[]): Promise<boolean> {
  const flags = tidy(() => tensors.map(finiteFlag));
  const good = await Promise.all(flags.map(async (flag) => (await flag.data())[0] === 1));
  for (const flag of flags) flag.dispose();
  return good.every(Boolean);
}
