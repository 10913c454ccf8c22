import { issue } from '../../../shared/check/issue.ts';
import type { Issue } from '../../../shared/check/issue.ts';
import type { Plan } from '../../../shared/check/stages.ts';
import { titleOf } from '../../../shared/graph/titles.ts';
import type { Text } from '../../../shared/messages/language.ts';
import type { EndReason, EpochFigures, LossFigures, RunCost, RunDevice, RunEvent, RunVersions } from '../../../shared/run/runEvent.ts';
import { applyEvent } from '../../../shared/run/runState.ts';
import type { RunState } from '../../../shared/run/runState.ts';
import type { Batch, PreparedData } from '../data/dataset.ts';
import { bestEpoch } from '../files/bestEpoch.ts';
import type { RunFolder } from '../files/runFolder.ts';
import type { Checkpoint } from '../files/checkpoint.ts';
import type { Network } from '../kinds/network.ts';
import { createControlTimeline } from './controlTimeline.ts';
import type { ControlTimeline } from './controlTimeline.ts';
import { gradientNodes } from '../step/eagerStep.ts';
import type { StepContext, StepControls } from '../step/eagerStep.ts';
import { batchOf, blocksOf, partOf } from '../step/batchBlock.ts';
import { evaluateSplit, evaluationSizes } from './evaluateSplit.ts';
import { createFigureSum } from './figureSum.ts';
import type { FigureSum, SavedSums } from './figureSum.ts';
import { allFinite, locateDivergence, nextLossIsFinite } from './locateDivergence.ts';
import type { Divergence, ReplayRequest } from './locateDivergence.ts';
import { cloneModelState, readModelState, tensorsOf } from '../step/modelState.ts';
import type { ModelState } from '../step/modelState.ts';
import { createCompiledStepper, createEagerStepper } from '../step/stepper.ts';
import type { Stepper } from '../step/stepper.ts';
import { eagerNote } from '../step/traceable.ts';
import { tf } from '../tfjs/core.ts';
import type { Optimiser } from '../step/optimisers.ts';
import type { RunSignals } from './runSignals.ts';
import { stopsEarly } from './stopsEarly.ts';

/** Everything a run needs, made ready by the engine. */
export interface TrainJob {
  readonly run: string;
  readonly at: string;
  readonly network: Network;
  readonly optimiser: Optimiser;
  readonly data: PreparedData;
  /** Makes the starting model; called once, when the first event is asked for. The trainer owns what it makes. */
  readonly makeState: () => ModelState;
  /** Compile the step where the device can: tensorflow. */
  readonly compiled: boolean;
  /** Where to go on from, for a resumed run. */
  readonly from: Pick<Checkpoint, 'epoch' | 'step' | 'sums' | 'progress'> | null;
  /** What was logged before, for a resumed run: its epochs and controls. */
  readonly history: RunState;
  readonly epochs: number;
  /** Epochs up to this one cost no patience of early stopping. */
  readonly patienceFrom: number;
  readonly folder: RunFolder | null;
  readonly signals: RunSignals;
  readonly device: RunDevice;
  readonly versions: RunVersions;
  readonly cost: RunCost;
}

/** A tick reads figures off the device; ten a second follow the eye. */
const tickMs = 100;
/** Gradient norms are read at no more than this many evenly spaced steps of an epoch, a power of two apart: long calls begin at them. */
const normSamplesPerEpoch = 32;

/** The mutable heart of a run in progress. */
interface Course {
  readonly stepper: Stepper;
  /** Why the step is not compiled though it was to be; null where all is well. */
  readonly notCompiled: Issue | null;
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
  /** Whether it was told that the run stands still. */
  paused: boolean;
}

/** A good model to go back to, with what goes with it. */
interface Opening {
  readonly state: ModelState;
  readonly step: number;
  readonly batch: number;
  readonly sums: SavedSums;
}

/**
 * Trains a job to its end, an event at a time; nothing advances while nobody reads. Every event but ticks is on disk before it is yielded.
 * Disposes the model when it returns, also when the reader leaves early. (Of a paused run a reader that waits for the next event must stop it first.)
 * Throws IssueError `run-unwritable` where the folder cannot be written.
 */
export async function* train(job: TrainJob): AsyncGenerator<RunEvent, void> {
  const course = begin(job);
  try {
    // 1. The beginning is a checkpoint too: a run that is killed in its first epoch goes on from it.
    if (!job.from) await writeCheckpoint(job, course);
    // 2. Say what begins; of a resumed run also what was changed in the stretch that was lost, and is met again.
    const lost = job.history.controls.filter(({ step }) => job.from !== null && step > job.from.step);
    const notes = course.notCompiled ? [{ event: 'issue', step: course.step, issue: course.notCompiled } as const] : [];
    yield* told(job, course, startEvent(job, course), ...notes, ...lost);
    // 3. Epochs. A run that was killed after its last one, or was to stop there, has none left.
    let end: EndReason | null = course.batch === 0 && stopsNow(job, course) ? 'early' : null;
    while (end === null && course.epoch < job.epochs) end = yield* trainEpoch(job, course);
    yield* told(job, course, endEvent(job, course, end ?? 'done'));
  } finally {
    course.sum.dispose();
    course.stepper.dispose();
  }
}

function begin(job: TrainJob): Course {
  const { plan } = job.network;
  const stepsPerEpoch = stepsInEpoch(job.data, plan);
  const context = { network: job.network, optimiser: job.optimiser, training: plan.training, seed: plan.training.seed };
  return {
    ...createStepper(job, context),
    step: job.from?.step ?? 0,
    epoch: job.from?.epoch ?? 0,
    batch: job.from?.progress.batch ?? 0,
    sum: createFigureSum(job.from ?? undefined),
    seen: job.history,
    timeline: createControlTimeline(plan, stepsPerEpoch, job.history.controls),
    context,
    stepsPerEpoch,
    pausedMs: 0,
    paused: false,
  };
}

/** Compiled for full batches and the remainder, whatever the data's order; an operation at a time where that cannot be. */
function createStepper({ data, makeState, compiled, network }: TrainJob, context: StepContext): Pick<Course, 'stepper' | 'notCompiled'> {
  const state = makeState();
  const { batchSize } = network.plan.training;
  const full = firstOf(data.batches('train', { batchSize, epoch: 0 }));
  if (!compiled || !full) return { stepper: createEagerStepper(context, state), notCompiled: null };
  const remainder = data.counts.train % batchSize;
  const examples = {
    training: remainder > 0 && remainder < full.size ? [full, firstExamples(full, remainder)] : [full],
    evaluation: evaluationSizes(data.counts.validation).flatMap((size) => firstOf(data.batches('validation', { batchSize: size, epoch: 0 })) ?? []),
  };
  try {
    return { stepper: createCompiledStepper(context, state, examples), notCompiled: null };
  } catch (error) {
    return { stepper: createEagerStepper(context, state), notCompiled: eagerNote(error, network.plan) };
  }
}

/** The first `size` examples of a batch, as a batch. */
function firstExamples({ size: all, x, labels, weights, indices }: Batch, size: number): Batch {
  return {
    size,
    x: x.slice(0, (x.length / all) * size),
    labels: labels?.slice(0, size) ?? null,
    weights: weights?.slice(0, size) ?? null,
    indices: indices.slice(0, size),
  };
}

export function stepsInEpoch(data: PreparedData, plan: Plan): number {
  return Math.max(1, Math.ceil(data.counts.train / plan.training.batchSize));
}

/** One epoch: steps with ticks, figures, validation, checkpoint. Returns why the run ends here, or null to go on. */
async function* trainEpoch(job: TrainJob, course: Course): AsyncGenerator<RunEvent, EndReason | null> {
  const opening: Opening = { state: course.stepper.take(), step: course.step, batch: course.batch, sums: await course.sum.save() };
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
    return stopsNow(job, course) ? 'early' : null;
  } finally {
    for (const tensor of tensorsOf(opening.state)) tensor.dispose();
  }
}

/** Steps to the end of the epoch, or until the user stops, or until the loss is no longer a number. */
async function* trainBatches(job: TrainJob, course: Course, startedAt: number): AsyncGenerator<RunEvent, 'complete' | 'stopped' | 'diverged'> {
  const { batchSize } = job.network.plan.training;
  let lastTick = performance.now();
  let examples = 0;
  for (const block of blocksOf(job.data.batches('train', { batchSize, epoch: course.epoch, startBatch: course.batch }), course.stepper.longestStride)) {
    for (let at = 0, count = 1; at < block.batches; at += count) {
      // 1. What the user asked for since the last call.
      yield* waitWhilePaused(job, course);
      if (job.signals.stopped) return (await isSound(course, batchOf(block, at))) ? 'stopped' : 'diverged';
      yield* takeChanges(job, course);
      // 2. The steps of one call.
      count = job.signals.paused ? 1 : stepsInCall(course, block.batches - at);
      course.sum.add(course.stepper.steps(partOf(block, at, count), controlsFor(course, count)), count * block.batchSize);
      course.step += count;
      course.batch += count;
      examples += count * block.batchSize;
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
  }
  return (await isSound(course, firstOf(job.data.batches('train', { batchSize, epoch: course.epoch + 1 })))) ? 'complete' : 'diverged';
}

/** Steps from one reading of gradient norms to the next: the least power of two that keeps to `normSamplesPerEpoch`. */
function normInterval({ stepsPerEpoch }: Course): number {
  return 2 ** Math.ceil(Math.log2(Math.max(1, stepsPerEpoch / normSamplesPerEpoch)));
}

/** Whether the epoch's `batch`-th step is one whose gradient norms are read. */
function samplesNorms(course: Course, batch: number): boolean {
  return batch % normInterval(course) === 0;
}

/** Steps that the next call takes, of those that wait: as many as the stepper likes, a power of two, but none whose norms are read behind the first. */
function stepsInCall(course: Course, waiting: number): number {
  const { stepper, batch } = course;
  const most = Math.min(stepper.stride, waiting, normInterval(course) - (batch % normInterval(course)));
  return 2 ** Math.floor(Math.log2(most));
}

function controlsFor(course: Course, count: number): readonly StepControls[] {
  return Array.from({ length: count }, (_, index) => {
    const { learningRate, betas } = course.timeline.inForce(course.step + index);
    return { step: course.step + index, learningRate, betas, withGradientNorms: index === 0 && samplesNorms(course, course.batch) };
  });
}

/** Stands still until the next batch may be trained. Single steps leave the run paused. */
async function* waitWhilePaused(job: TrainJob, course: Course): AsyncGenerator<RunEvent, void> {
  const { signals } = job;
  const since = performance.now();
  while (signals.paused && !signals.stopped && !signals.takeStep()) {
    if (course.paused) await signals.untilAsked();
    else {
      course.paused = true;
      yield* told(job, course, { event: 'paused', step: course.step });
    }
  }
  course.pausedMs += performance.now() - since;
  if (!course.paused || signals.paused || signals.stopped) return;
  course.paused = false;
  yield* told(job, course, { event: 'resumed', step: course.step });
}

async function* takeChanges(job: TrainJob, course: Course): AsyncGenerator<RunEvent, void> {
  const changes = job.signals.takeChanges();
  if (!changes) return;
  const control = { event: 'control', step: course.step, ...changes } as const;
  course.timeline.add(control);
  yield* told(job, course, control);
}

function tick(job: TrainJob, course: Course, figures: LossFigures, examplesPerSecond: number): RunEvent {
  const left = (job.epochs - course.epoch) * job.data.counts.train - course.batch * job.network.plan.training.batchSize;
  return {
    event: 'batch',
    epoch: course.epoch + 1,
    step: course.step,
    batch: course.batch,
    figures,
    examplesPerSecond,
    secondsLeft: Math.max(0, left) / Math.max(1e-9, examplesPerSecond),
  };
}

async function epochFigures(job: TrainJob, course: Course, seconds: number, batches: number): Promise<EpochFigures> {
  const { network, data } = job;
  const { figures, klPerDimension, classes, gradientNorms } = await course.sum.read();
  const { learningRate, betas, fullBetas } = course.timeline.inForce(course.step - 1);
  const validation = await evaluateSplit({ evaluate: course.stepper.evaluate, data, split: 'validation', betas: fullBetas, breathe });
  const inForce = Object.values(betas);
  return {
    epoch: course.epoch,
    step: course.step,
    ...figures,
    validation: validation ? { ...validation.figures, classes: validation.classes } : null,
    klPerDimension,
    classes,
    gradientNorms: Object.fromEntries(gradientNodes(network).map((node, index) => [node, gradientNorms?.[index] ?? 0])),
    learningRate,
    beta: inForce.length > 0 ? Math.max(...inForce) : null,
    examplesPerSecond: (data.counts.train * batches) / course.stepsPerEpoch / Math.max(1e-9, seconds),
    seconds,
  };
}

/** Puts the last good model back, names the place, and ends the run. */
async function* recover(job: TrainJob, course: Course, opening: Opening): AsyncGenerator<RunEvent, EndReason> {
  const { batchSize } = job.network.plan.training;
  // 1. Repeat the epoch up to the step that went wrong; the figures of the good steps are kept for whoever goes on.
  course.sum.dispose();
  const sum = createFigureSum(opening.sums);
  course.sum = sum;
  const onGoodStep: ReplayRequest['onGoodStep'] = ({ gradientNorms, ...figures }, step, size) => {
    const sampled = samplesNorms(course, opening.batch + step - opening.step);
    if (!sampled) gradientNorms?.dispose();
    sum.add({ ...figures, gradientNorms: sampled ? gradientNorms : null }, size);
  };
  const { data } = job,
    { epoch } = course;
  const batches = (function* () {
    yield* data.batches('train', { batchSize, epoch, startBatch: opening.batch });
    // The batch behind the last one is where a model shows that the last step ruined it.
    const behind = firstOf(data.batches('train', { batchSize, epoch: epoch + 1 }));
    if (behind) yield behind;
  })();
  course.stepper.put(cloneModelState(opening.state));
  const found = await locateDivergence({
    context: course.context,
    stepper: course.stepper,
    step: opening.step,
    batches,
    inForce: (step) => course.timeline.inForce(step),
    onGoodStep,
  });
  // 2. Go back to the last good model.
  course.stepper.put(found?.state ?? cloneModelState(opening.state));
  course.step = found?.step ?? opening.step;
  course.batch = opening.batch + course.step - opening.step;
  if (!found) {
    sum.dispose();
    course.sum = createFigureSum(opening.sums);
  }
  // 3. Say so.
  const name = found ? titleOf(job.network.plan.document, found.node) : job.network.plan.name;
  const place = found ? { node: found.node } : {};
  yield* told(job, course, {
    event: 'issue',
    step: course.step,
    issue: issue('run-diverged', place, { name, step: (found?.brokenStep ?? course.step) + 1, where: brokenParts[found?.where ?? 'output'] }),
  });
  yield* saveCheckpoint(job, course);
  return 'diverged';
}

/** What of a node broke down, in words. */
const brokenParts: Readonly<Record<Divergence['where'], Text>> = {
  output: { en: 'output', zh: '输出' },
  gradient: { en: 'gradient', zh: '梯度' },
  update: { en: 'weights', zh: '权重' },
};

async function* saveCheckpoint(job: TrainJob, course: Course): AsyncGenerator<RunEvent, void> {
  const saved = await writeCheckpoint(job, course);
  if (saved) yield* told(job, course, saved);
}

/** Writes the model and the epoch in progress; null for a run without a folder. */
async function writeCheckpoint(job: TrainJob, course: Course): Promise<RunEvent | null> {
  if (!job.folder) return null;
  const { sums, progress } = await course.sum.save();
  const model = await withModel(course.stepper, (state) => readModelState(state, job.optimiser));
  const checkpoint = { epoch: course.epoch, step: course.step, model, sums, progress: { ...progress, batch: course.batch } };
  return job.folder.saveCheckpoint(checkpoint, { newest: job.network.plan.training.keepCheckpoints, bestEpoch: bestEpoch(course.seen) });
}

function stopsNow({ network: { plan }, patienceFrom }: TrainJob, { seen }: Course): boolean {
  return stopsEarly({ settings: plan.training.earlyStopping, nodes: plan.nodes, patienceFrom }, seen);
}

function startEvent(job: TrainJob, course: Course): RunEvent {
  const { plan } = job.network;
  return {
    event: 'start',
    run: job.run,
    name: plan.name,
    folder: job.folder?.path ?? null,
    at: job.at,
    device: job.device,
    versions: job.versions,
    seed: plan.training.seed,
    epochs: job.epochs,
    stepsPerEpoch: course.stepsPerEpoch,
    batchSize: plan.training.batchSize,
    examples: job.data.counts,
    data: { name: job.data.facts.name, hash: job.data.facts.hash },
    cost: job.cost,
    resumedAt: job.from ? job.from.step : null,
  };
}

function endEvent(job: TrainJob, course: Course, reason: EndReason): RunEvent {
  return { event: 'end', reason, epoch: course.epoch, step: course.step, folder: job.folder?.path ?? null, device: job.device, seconds: course.seen.seconds };
}

/** Folds events into what is known, writes them to the run's log in one piece, then yields them: what a reader has seen is on disk. */
async function* told(job: TrainJob, course: Course, ...events: readonly RunEvent[]): AsyncGenerator<RunEvent, void> {
  course.seen = events.reduce(applyEvent, course.seen);
  await job.folder?.append(events);
  yield* events;
}

/** Whether the epoch's loss so far, the model, and the loss of the next step are finite numbers: what is saved can be gone on from. */
async function isSound({ sum, stepper, step, context, timeline }: Course, next: Batch | undefined): Promise<boolean> {
  if (sum.examples > 0 && !Number.isFinite((await sum.readLoss()).loss)) return false;
  return withModel(
    stepper,
    async (state) => (await allFinite(tensorsOf(state))) && (!next || nextLossIsFinite(context, state, next, { step, betas: timeline.inForce(step).betas })),
  );
}

/** Lends the model as it stands. */
async function withModel<T>(stepper: Stepper, use: (state: ModelState) => Promise<T>): Promise<T> {
  const state = stepper.take();
  try {
    return await use(state);
  } finally {
    tf.dispose([...tensorsOf(state)]);
  }
}

function firstOf<T>(items: Iterable<T>): T | undefined {
  for (const item of items) return item;
  return undefined;
}

/** Lets timers, signals and channels be served between two batches. */
const breathe = (): Promise<void> =>
  new Promise((resolve) => {
    setImmediate(resolve);
  });
