import type { Issue } from '../../../shared/check/issue.ts';
import type { Plan } from '../../../shared/check/stages.ts';
import type { RunCost, RunDevice, RunEvent, RunVersions } from '../../../shared/run/runEvent.ts';
import { applyEvent } from '../../../shared/run/runState.ts';
import type { RunState } from '../../../shared/run/runState.ts';
import { createBatchSource } from '../data/batchStream.ts';
import type { BatchSource, BatchStream } from '../data/batchStream.ts';
import type { Batch, PreparedData } from '../data/dataset.ts';
import { bestEpoch } from '../files/bestEpoch.ts';
import type { Checkpoint } from '../files/checkpoint.ts';
import type { RunFolder } from '../files/runFolder.ts';
import type { Network } from '../kinds/network.ts';
import type { StepContext } from '../step/eagerStep.ts';
import { readModelState, tensorsOf } from '../step/modelState.ts';
import type { ModelState } from '../step/modelState.ts';
import type { Optimiser } from '../step/optimisers.ts';
import { createCompiledStepper, createEagerStepper } from '../step/stepper.ts';
import type { Stepper } from '../step/stepper.ts';
import { eagerNote } from '../step/traceable.ts';
import { tf } from '../tfjs/core.ts';
import { createControlTimeline } from './controlTimeline.ts';
import type { ControlTimeline } from './controlTimeline.ts';
import { evaluationSizes } from './evaluateSplit.ts';
import { createFigureSum } from './figureSum.ts';
import type { FigureSum } from './figureSum.ts';
import type { RunSignals } from './runSignals.ts';

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

/** The mutable heart of a run in progress. */
export interface Course {
  readonly stepper: Stepper;
  /** Where batches come from, and those of the training split in the order of epochs. */
  readonly source: BatchSource;
  readonly stream: BatchStream;
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
  /** Whether it was told that batches are no longer prepared ahead. */
  threadLost: boolean;
}

/** What a job begins with. The other thread prepares the first batches while the step is compiled. */
export function openCourse(job: TrainJob): Course {
  const { plan } = job.network;
  const stepsPerEpoch = stepsInEpoch(job.data, plan);
  const context = { network: job.network, optimiser: job.optimiser, training: plan.training, seed: plan.training.seed };
  const source = createBatchSource(job.data);
  const step = createStepper(job, context);
  const { batchSize } = plan.training;
  const at = { epoch: job.from?.epoch ?? 0, startBatch: job.from?.progress.batch ?? 0 };
  return {
    ...step,
    source,
    stream: source.stream({ split: 'train', batchSize, stride: step.stepper.longestStride, epochs: job.epochs + 1, ...at }),
    step: job.from?.step ?? 0,
    epoch: at.epoch,
    batch: at.startBatch,
    sum: createFigureSum(job.from ?? undefined),
    seen: job.history,
    timeline: createControlTimeline(plan, stepsPerEpoch, job.history.controls),
    context,
    stepsPerEpoch,
    pausedMs: 0,
    paused: false,
    threadLost: false,
  };
}

/** Gives up everything a course holds. */
export async function closeCourse({ sum, stepper, source }: Course): Promise<void> {
  sum.dispose();
  stepper.dispose();
  await source.close();
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

/** Steps of one epoch, the smaller last one included. */
export function stepsInEpoch(data: PreparedData, plan: Plan): number {
  return Math.max(1, Math.ceil(data.counts.train / plan.training.batchSize));
}

/** Folds events into what is known, writes them to the run's log in one piece, then yields them: what a reader has seen is on disk. */
export async function* told(job: TrainJob, course: Course, ...events: readonly RunEvent[]): AsyncGenerator<RunEvent, void> {
  course.seen = events.reduce(applyEvent, course.seen);
  await job.folder?.append(events);
  yield* events;
}

export async function* saveCheckpoint(job: TrainJob, course: Course): AsyncGenerator<RunEvent, void> {
  const saved = await writeCheckpoint(job, course);
  if (saved) yield* told(job, course, saved);
}

/** Writes the model and the epoch in progress; null for a run without a folder. */
export async function writeCheckpoint(job: TrainJob, course: Course): Promise<RunEvent | null> {
  if (!job.folder) return null;
  const { sums, progress } = await course.sum.save();
  const model = await withModel(course.stepper, (state) => readModelState(state, job.optimiser));
  const checkpoint = { epoch: course.epoch, step: course.step, model, sums, progress: { ...progress, batch: course.batch } };
  return job.folder.saveCheckpoint(checkpoint, { newest: job.network.plan.training.keepCheckpoints, bestEpoch: bestEpoch(course.seen) });
}

/** Lends the model as it stands. */
export async function withModel<T>(stepper: Stepper, use: (state: ModelState) => Promise<T>): Promise<T> {
  const state = stepper.take();
  try {
    return await use(state);
  } finally {
    tf.dispose([...tensorsOf(state)]);
  }
}

/** The first of some items, if there is one. */
export function firstOf<T>(items: Iterable<T>): T | undefined {
  for (const item of items) return item;
  return undefined;
}
