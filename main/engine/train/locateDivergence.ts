import type { Source } from '../../../shared/check/stages.ts';
import type { Batch } from '../data/dataset.ts';
import { portKey, totalLoss } from '../kinds/network.ts';
import { tf } from '../tfjs/core.ts';
import { tidy } from '../tfjs/tidy.ts';
import type { Tensor } from '../tfjs/core.ts';
import type { ControlsInForce } from './controlTimeline.ts';
import { feedBatch, gradientNodes } from '../step/eagerStep.ts';
import type { BatchFigures, StepContext, StepControls } from '../step/eagerStep.ts';
import { tensorsOf } from '../step/modelState.ts';
import type { ModelState } from '../step/modelState.ts';
import type { Stepper } from '../step/stepper.ts';

/** Where NaN or infinity began. */
export interface Divergence {
  /** Steps done before the one that went wrong. */
  readonly brokenStep: number;
  readonly node: string;
  /** output: the node's values; gradient: what the node's backward pass gives on, or its weights' gradient; update: its weights after a finite gradient. */
  readonly where: 'output' | 'gradient' | 'update';
  /** Steps that were good, and the model behind them. The caller owns it. */
  readonly step: number;
  readonly state: ModelState;
}

export interface ReplayRequest {
  readonly context: StepContext;
  /** Holds a good model, and trains as the run did: another way of computing the same step rounds differently, and may break down elsewhere or not at all. */
  readonly stepper: Stepper;
  /** Steps done when the model was good. */
  readonly step: number;
  readonly batches: Iterable<Batch>;
  readonly inForce: (step: number) => ControlsInForce;
  /** Takes over the figures of a good step. */
  readonly onGoodStep: (figures: BatchFigures, step: number, size: number) => void;
}

/**
 * Repeats the steps since a good state, one by one, until the first that goes wrong. Draws repeat exactly, so it always finds it.
 * A model whose own values or gradients are bad was ruined by the step before, whose update was too large though finite: that step is not a good one
 * either, and no smaller rate could save what it made.
 */
export async function locateDivergence(request: ReplayRequest): Promise<Divergence | null> {
  const { context, stepper } = request;
  let { step } = request;
  let last: { readonly before: ModelState; readonly figures: BatchFigures; readonly size: number } | null = null;
  for (const batch of request.batches) {
    const before = stepper.take();
    const { learningRate, betas } = request.inForce(step);
    const figures = stepper.step(batch, { step, learningRate, betas, withGradientNorms: true });
    const after = stepper.take();
    const found = await judge(context, { state: after, figures }, { before, batch, step, betas });
    disposeState(after);
    if (found) {
      disposeFigures(figures);
      const ruined = found.where === 'update' ? null : last;
      if (last && !ruined) request.onGoodStep(last.figures, step - 1, last.size);
      if (ruined) disposeFigures(ruined.figures);
      disposeState(ruined ? before : last?.before);
      return { ...found, brokenStep: step, step: ruined ? step - 1 : step, state: ruined ? ruined.before : before };
    }
    if (last) request.onGoodStep(last.figures, step - 1, last.size);
    disposeState(last?.before);
    last = { before, figures, size: batch.size };
    step++;
  }
  if (last) disposeFigures(last.figures);
  disposeState(last?.before);
  return null;
}

/** Whether the loss of the next step, and with it all that leads to it, is a finite number. */
export async function nextLossIsFinite(
  context: StepContext,
  state: ModelState,
  batch: Batch,
  { step, betas }: Pick<StepControls, 'step' | 'betas'>,
): Promise<boolean> {
  const { network, seed } = context;
  const flag = tidy(() =>
    finiteFlag(totalLoss(network.forward({ ...feedBatch(network, batch, step), weights: state.weights, training: true, seed, betas, withLoss: true }).terms)),
  );
  const [good] = await readFlags([flag]);
  return good === true;
}

/** What is wrong with a step that was made; null where nothing is. */
async function judge(
  context: StepContext,
  { state, figures }: { readonly state: ModelState; readonly figures: BatchFigures },
  { before, batch, step, betas }: { readonly before: ModelState; readonly batch: Batch; readonly step: number; readonly betas: StepControls['betas'] },
): Promise<Found | null> {
  const gradients = figures.gradientNorms ? Array.from(await figures.gradientNorms.data()) : [];
  if ((await allFinite([figures.figures])) && gradients.every(Number.isFinite) && (await allFinite(tensorsOf(state)))) return null;
  return (
    (await firstBadOutput(context, before, batch, step)) ??
    (await badBackward(context, before, batch, { step, betas })) ??
    badGradient(context, gradients) ??
    badUpdate(context, state)
  );
}

function disposeState(state: ModelState | undefined): void {
  if (state) for (const tensor of tensorsOf(state)) tensor.dispose();
}

function disposeFigures({ figures, klPerDimension, confusion, gradientNorms }: BatchFigures): void {
  for (const tensor of [figures, klPerDimension, confusion, gradientNorms]) tensor?.dispose();
}

type Found = Pick<Divergence, 'node' | 'where'>;

async function firstBadOutput({ network, seed }: StepContext, state: ModelState, batch: Batch, step: number): Promise<Found | null> {
  const ports = portsOf({ network });
  const flags = tidy(() => {
    const feeds = feedBatch(network, batch, step);
    const { outputs } = network.forward({ ...feeds, weights: state.weights, training: true, seed, wanted: ports });
    return ports.map((source) => finiteFlag(outputs[portKey(source)]?.value));
  });
  const bad = ports[(await readFlags(flags)).indexOf(false)];
  return bad ? { node: bad.node, where: 'output' } : null;
}

/**
 * Gradients flow backwards: of the ports in plan order, the last one at which the loss's gradient is bad was handed it by the node that reads it.
 * Where several read it, its own node is named.
 */
async function badBackward(
  { network, seed }: StepContext,
  state: ModelState,
  batch: Batch,
  { step, betas }: Pick<StepControls, 'step' | 'betas'>,
): Promise<Found | null> {
  const request = { weights: state.weights, training: true, seed, betas };
  for (const port of portsOf({ network }).toReversed()) {
    const flag = tidy(() => {
      const feeds = feedBatch(network, batch, step);
      const value = network.forward({ ...feeds, ...request, wanted: [port] }).outputs[portKey(port)]?.value;
      if (value?.dtype !== 'float32') return finiteFlag(undefined);
      const { grads } = tf
        .engine()
        .gradients(
          () => totalLoss(network.forward({ ...feeds, ...request, withLoss: true, given: { [portKey(port)]: value } }).terms),
          [value],
          undefined,
          true,
        );
      return finiteFlag(grads[0]);
    });
    const [good] = await readFlags([flag]);
    if (good) continue;
    const readers = network.plan.nodes.filter(({ inputs }) =>
      Object.values(inputs)
        .flat()
        .some((source) => portKey(source) === portKey(port)),
    );
    return { node: readers.length === 1 ? (readers[0]?.id ?? port.node) : port.node, where: 'gradient' };
  }
  return null;
}

/** The last node in plan order whose weights' gradient is bad met it first. */
function badGradient({ network }: StepContext, norms: readonly number[]): Found | null {
  const nodes = gradientNodes(network);
  const node = nodes[norms.findLastIndex((norm) => !Number.isFinite(norm))];
  return node === undefined ? null : { node, where: 'gradient' };
}

async function badUpdate({ network }: StepContext, state: ModelState): Promise<Found> {
  for (const { key, node } of network.weights) {
    const weight = state.weights[key];
    if (weight && !(await allFinite([weight, ...(state.slots[key] ?? [])]))) return { node: node.id, where: 'update' };
  }
  const loss = network.plan.nodes.find((node) => node.kind === 'loss' || node.kind === 'classificationLoss');
  return { node: loss?.id ?? network.plan.nodes[0]?.id ?? '', where: 'output' };
}

/** Every output port, in plan order. */
function portsOf({ network }: Pick<StepContext, 'network'>): readonly Source[] {
  return network.plan.nodes.flatMap((node) => Object.keys(node.outputs).map((port) => ({ node: node.id, port })));
}

const finiteFlag = (tensor: Tensor | undefined): Tensor =>
  tensor && tensor.dtype === 'float32' ? tf.cast(tf.all(tf.isFinite(tensor)), 'int32') : tf.scalar(1, 'int32');

/** Reads flags and disposes them. */
async function readFlags(flags: readonly Tensor[]): Promise<readonly boolean[]> {
  const good = await Promise.all(flags.map(async (flag) => (await flag.data())[0] === 1));
  for (const flag of flags) flag.dispose();
  return good;
}

/** Whether every value of the tensors is a finite number. */
export async function allFinite(tensors: readonly Tensor[]): Promise<boolean> {
  return (await readFlags(tidy(() => tensors.map(finiteFlag)))).every(Boolean);
}
