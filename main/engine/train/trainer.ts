import { issue } from '../../../shared/check/issue.ts';
import type { Plan } from '../../../shared/check/stages.ts';
import type { EndReason, EpochFigures, LossFigures, RunCost, RunDevice, RunEvent, RunVersions } from '../../../shared/run/runEvent.ts';
import { applyEvent, initialRunState } from '../../../shared/run/runState.ts';
import type { RunState } from '../../../shared/run/runState.ts';
import type { PreparedData } from '../data/dataset.ts';
import { bestEpoch } from '../files/runFolder.ts';
import type { RunFolder } from '../files/runFolder.ts';
import type { Checkpoint } from '../files/checkpoint.ts';
import type { Network } from '../kinds/network.ts';
import { createControlTimeline } from './controlTimeline.ts';
import type { ControlTimeline } from './controlTimeline.ts';
import { eagerStep, gradientNodes } from './eagerStep.ts';
import type { StepContext } from './eagerStep.ts';
import { evaluateSplit } from './evaluateSplit.ts';
import { createFigureSum } from './figureSum.ts';
import type { FigureSum } from './figureSum.ts';
import { locateDivergence } from './locateDivergence.ts';
import { cloneModelState, readModelState, tensorsOf } from './modelState.ts';
import type { ModelState } from './modelState.ts';
import { tf } from '../tfjs/core.ts';
import { tidy } from '../tfjs/tidy.ts';
import type { Optimiser } from './optimisers.ts';
import type { RunSignals } from './runSignals.ts';

/** Everything a run needs, made ready by the engine. */
export interface TrainJob {
  readonly run: string;
  readonly at: string;
  readonly network: Network;
  readonly optimiser: Optimiser;
  readonly data: PreparedData;
  /** The starting model; owned by the trainer from here on. */
  readonly state: ModelState;
  /** Where to go on from, for a resumed run. */
  readonly from: Pick<Checkpoint, 'epoch' | 'step' | 'sums' | 'progress'> | null;
  /** What was logged before, for a resumed run: its epochs and controls. */
  readonly history: RunState;
  readonly epochs: number;
  readonly folder: RunFolder | null;
  readonly signals: RunSignals;
  readonly device: RunDevice;
  readonly versions: RunVersions;
  readonly cost: RunCost;
}

/** A tick reads figures off the device; ten a second follow the eye. */
const tickMs = 100;
/** Gradient norms are read at about this many evenly spaced steps of an epoch. */
const normSamplesPerEpoch = 20;

/** The mutable heart of a run in progress. */
interface Course {
  state: ModelState;
  step: number;
  epoch: number;
  /** Batches done in the epoch in progress. */
  batch: number;
  sum: FigureSum;
  seen: RunState;
  readonly timeline: ControlTimeline;
  readonly context: StepContext;
  readonly stepsPerEpoch: number;
  /** Milliseconds spent paused in this epoch: no training time. */
  pausedMs: number;
}

/**
 * Trains a job to its end, an event at a time; nothing advances while nobody reads. Every event but ticks is on disk before it is yielded.
 * Disposes the model when it returns, also when the reader leaves early.
 */
export async function* train(job: TrainJob): AsyncGenerator<RunEvent, void> {
  const course = begin(job);
  try {
    yield* told(job, course, startEvent(job, course));
    let end: EndReason | null = null;
    while (end === null && course.epoch < job.epochs) end = yield* trainEpoch(job, course);
    yield* told(job, course, endEvent(job, course, end ?? 'done'));
  } finally {
    course.sum.dispose();
    for (const tensor of tensorsOf(course.state)) tensor.dispose();
  }
}

function begin(job: TrainJob): Course {
  const { plan } = job.network;
  const stepsPerEpoch = stepsInEpoch(job.data, plan);
  return {
    state: job.state, step: job.from?.step ?? 0, epoch: job.from?.epoch ?? 0, batch: job.from?.progress.batch ?? 0,
    sum: createFigureSum(job.from ?? undefined), seen: job.history ?? initialRunState,
    timeline: createControlTimeline(plan, stepsPerEpoch, job.history.controls),
    context: { network: job.network, optimiser: job.optimiser, training: plan.training, seed: plan.training.seed },
    stepsPerEpoch, pausedMs: 0,
  };
}

export function stepsInEpoch(data: PreparedData, plan: Plan): number {
  return Math.max(1, Math.ceil(data.counts.train / plan.training.batchSize));
}

/** One epoch: steps with ticks, figures, validation, checkpoint. Returns why the run ends here, or null to go on. */
async function* trainEpoch(job: TrainJob, course: Course): AsyncGenerator<RunEvent, EndReason | null> {
  const opening = { state: cloneModelState(course.state), step: course.step, batch: course.batch };
  const startedAt = performance.now();
  course.pausedMs = 0;
  try {
    // 1. Steps.
    const outcome = yield* trainBatches(job, course, startedAt);
    const seconds = (performance.now() - startedAt - course.pausedMs) / 1000;
    // 2. A loss that is not a number means the model is lost: find where it began and go back to before it.
    if (outcome === 'diverged') return yield* recover(job, course, opening);
    if (outcome === 'stopped') {
      yield* saveCheckpoint(job, course);
      return 'stopped';
    }
    // 3. Figures, with validation.
    course.epoch += 1;
    const trained = course.batch - opening.batch;
    course.batch = 0;
    yield* told(job, course, { event: 'epoch', ...(await epochFigures(job, course, seconds, trained)) });
    course.sum.dispose();
    course.sum = createFigureSum();
    // 4. Checkpoint, and whether to stop early.
    yield* saveCheckpoint(job, course);
    return stopsEarly(job, course.seen) ? 'early' : null;
  } finally {
    for (const tensor of tensorsOf(opening.state)) tensor.dispose();
  }
}

/** Steps to the end of the epoch, or until the user stops, or until the loss is no longer a number. */
async function* trainBatches(job: TrainJob, course: Course, startedAt: number): AsyncGenerator<RunEvent, 'complete' | 'stopped' | 'diverged'> {
  const { batchSize } = job.network.plan.training;
  const normEvery = Math.max(1, Math.floor(course.stepsPerEpoch / normSamplesPerEpoch));
  let lastTick = performance.now();
  let examples = 0;
  for (const batch of job.data.batches('train', { batchSize, epoch: course.epoch, startBatch: course.batch })) {
    // 1. What the user asked for since the last batch.
    yield* waitWhilePaused(job, course);
    if (job.signals.stopped) return 'stopped';
    yield* takeChanges(job, course);
    // 2. The step.
    const { learningRate, betas } = course.timeline.inForce(course.step);
    const withGradientNorms = course.batch % normEvery === 0;
    const made = eagerStep(course.context, course.state, batch, { step: course.step, learningRate, betas, withGradientNorms });
    course.state = made.state;
    course.sum.add(made.figures, batch.size);
    course.step += 1;
    course.batch += 1;
    examples += batch.size;
    // 3. A tick now and then, which is also when a lost model is noticed.
    const now = performance.now();
    if (now - lastTick >= tickMs || job.signals.paused) {
      lastTick = now;
      const figures = await course.sum.readLoss();
      if (!Number.isFinite(figures.loss)) return 'diverged';
      const perSecond = examples / Math.max(1e-9, (now - startedAt - course.pausedMs) / 1000);
      yield tick(job, course, figures, perSecond);
    }
    await breathe();
  }
  const { loss } = await course.sum.readLoss();
  return Number.isFinite(loss) && (await finiteWeights(course.state)) ? 'complete' : 'diverged';
}

async function* waitWhilePaused(job: TrainJob, course: Course): AsyncGenerator<RunEvent, void> {
  if (!job.signals.paused || job.signals.stopped) return;
  const since = performance.now();
  yield* told(job, course, { event: 'paused', step: course.step });
  await job.signals.untilMayStep();
  course.pausedMs += performance.now() - since;
  if (!job.signals.stopped) yield* told(job, course, { event: 'resumed', step: course.step });
}

/** Changes asked for now, and those of a stretch that was lost and is met again. */
async function* takeChanges(job: TrainJob, course: Course): AsyncGenerator<RunEvent, void> {
  for (const control of course.timeline.loggedAt(course.step)) if (course.step > (job.from?.step ?? -1)) yield* told(job, course, control);
  const changes = job.signals.takeChanges();
  if (!changes) return;
  const control = { event: 'control', step: course.step, ...changes } as const;
  course.timeline.add(control);
  yield* told(job, course, control);
}

function tick(job: TrainJob, course: Course, figures: LossFigures, examplesPerSecond: number): RunEvent {
  const left = (job.epochs - course.epoch) * job.data.counts.train - course.batch * job.network.plan.training.batchSize;
  return { event: 'batch', epoch: course.epoch + 1, step: course.step, batch: course.batch, figures, examplesPerSecond, secondsLeft: Math.max(0, left) / Math.max(1e-9, examplesPerSecond) };
}

async function epochFigures(job: TrainJob, course: Course, seconds: number, batches: number): Promise<EpochFigures> {
  const { network, data } = job;
  const { figures, klPerDimension, classes, gradientNorms } = await course.sum.read();
  const { learningRate, betas, fullBetas } = course.timeline.inForce(course.step - 1);
  const validation = await evaluateSplit({ network, state: course.state, data, split: 'validation', seed: course.context.seed, betas: fullBetas, breathe });
  const inForce = Object.values(betas);
  return {
    epoch: course.epoch, step: course.step, ...figures,
    validation: validation ? { ...validation.figures, classes: validation.classes } : null,
    klPerDimension, classes,
    gradientNorms: Object.fromEntries(gradientNodes(network).map((node, index) => [node, gradientNorms?.[index] ?? 0])),
    learningRate, beta: inForce.length > 0 ? Math.max(...inForce) : null,
    examplesPerSecond: (data.counts.train * batches) / course.stepsPerEpoch / Math.max(1e-9, seconds),
    seconds,
  };
}

/** Puts the last good model back, names the place, and ends the run. */
async function* recover(job: TrainJob, course: Course, opening: { readonly state: ModelState; readonly step: number; readonly batch: number }): AsyncGenerator<RunEvent, EndReason> {
  const { batchSize } = job.network.plan.training;
  const batches = job.data.batches('train', { batchSize, epoch: course.epoch, startBatch: opening.batch });
  const found = await locateDivergence({ context: course.context, state: cloneModelState(opening.state), step: opening.step, batches, inForce: (step) => course.timeline.inForce(step) });
  for (const tensor of tensorsOf(course.state)) tensor.dispose();
  course.state = found?.state ?? cloneModelState(opening.state);
  course.step = found?.step ?? opening.step;
  course.batch = opening.batch + course.step - opening.step;
  course.sum.dispose();
  course.sum = createFigureSum();
  const name = job.network.plan.nodes.find(({ id }) => id === found?.node)?.name ?? found?.node ?? '';
  const place = found ? { node: found.node } : {};
  yield* told(job, course, { event: 'issue', step: course.step, issue: issue('run-diverged', place, { name, step: course.step + 1, where: found?.where ?? 'output' }) });
  yield* saveCheckpoint(job, course);
  return 'diverged';
}

async function* saveCheckpoint(job: TrainJob, course: Course): AsyncGenerator<RunEvent, void> {
  if (!job.folder) return;
  const { sums, progress } = await course.sum.save();
  const model = await readModelState(course.state, job.optimiser);
  const checkpoint = { epoch: course.epoch, step: course.step, model, sums, progress: { ...progress, batch: course.batch } };
  yield* told(job, course, await job.folder.saveCheckpoint(checkpoint, { newest: job.network.plan.training.keepCheckpoints, bestEpoch: bestEpoch(course.seen) }));
}

/** Patience is counted once β has reached its full value: before, the loss that is trained is not the one that is judged. */
function stopsEarly(job: TrainJob, seen: RunState): boolean {
  const { earlyStopping } = job.network.plan.training;
  if (!earlyStopping.enabled) return false;
  const warmUp = Math.max(0, ...job.network.plan.nodes.map(({ params }) => (params.kl === true && params.betaSchedule === 'warmup' ? Number(params.betaEpochs) : 0)));
  let best = Infinity, since = 0;
  for (const { epoch, loss, validation } of seen.epochs) {
    const judged = validation?.loss ?? loss;
    if (judged < best - earlyStopping.minDelta) { best = judged; since = 0; } else if (epoch > warmUp) since += 1;
  }
  return since >= earlyStopping.patience;
}

function startEvent(job: TrainJob, course: Course): RunEvent {
  const { plan } = job.network;
  return {
    event: 'start', run: job.run, name: plan.name, folder: job.folder?.path ?? null, at: job.at,
    device: job.device, versions: job.versions, seed: plan.training.seed,
    epochs: job.epochs, stepsPerEpoch: course.stepsPerEpoch, batchSize: plan.training.batchSize,
    examples: job.data.counts, data: { name: job.data.facts.name, hash: job.data.facts.hash },
    cost: job.cost, resumedAt: job.from ? job.from.step : null,
  };
}

function endEvent(job: TrainJob, course: Course, reason: EndReason): RunEvent {
  return { event: 'end', reason, epoch: course.epoch, step: course.step, folder: job.folder?.path ?? null, device: job.device, seconds: course.seen.seconds };
}

/** Folds an event into what is known, writes it to the run's log, then yields it: what a reader has seen is on disk. */
async function* told(job: TrainJob, course: Course, event: RunEvent): AsyncGenerator<RunEvent, void> {
  course.seen = applyEvent(course.seen, event);
  await job.folder?.append(event);
  yield event;
}

async function finiteWeights(state: ModelState): Promise<boolean> {
  const flag = tidy(() => Object.values(state.weights).map((weight) => tf.sum(tf.mul(weight, 0))).reduce((sum, part) => tf.add(sum, part), tf.scalar(0)));
  const [zero] = await flag.data();
  flag.dispose();
  return zero === 0;
}

/** Lets timers, signals and channels be served between two batches. */
const breathe = (): Promise<void> => new Promise((resolve) => { setImmediate(resolve); });
