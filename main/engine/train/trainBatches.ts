import type { LossFigures, RunEvent } from '../../../shared/run/runEvent.ts';
import type { Batch } from '../data/dataset.ts';
import { batchOf, partOf } from '../data/batchBlock.ts';
import type { StepControls } from '../step/eagerStep.ts';
import { tensorsOf } from '../step/modelState.ts';
import { told, withModel } from './course.ts';
import type { Course, TrainJob } from './course.ts';
import { allFinite, nextLossIsFinite } from './locateDivergence.ts';

/** A tick reads figures off the device; ten a second follow the eye. */
const tickMs = 100;
/** Gradient norms are read at no more than this many evenly spaced steps of an epoch, a power of two apart: long calls begin at them. */
const normSamplesPerEpoch = 32;

/** Steps to the end of the epoch, or until the user stops, or until the loss is no longer a number. */
export async function* trainBatches(job: TrainJob, course: Course, startedAt: number): AsyncGenerator<RunEvent, 'complete' | 'stopped' | 'diverged'> {
  let lastTick = performance.now();
  let examples = 0;
  for await (const block of course.stream.blocks(course.epoch, course.batch)) {
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
    course.stream.release(block);
    yield* tellLostThread(job, course);
  }
  const next = await course.stream.peek(course.epoch + 1);
  return (await isSound(course, next ? batchOf(next, 0) : undefined)) ? 'complete' : 'diverged';
}

/** Steps from one reading of gradient norms to the next: the least power of two that keeps to `normSamplesPerEpoch`. */
function normInterval({ stepsPerEpoch }: Course): number {
  return 2 ** Math.ceil(Math.log2(Math.max(1, stepsPerEpoch / normSamplesPerEpoch)));
}

/** Whether the epoch's `batch`-th step is one whose gradient norms are read. */
export function samplesNorms(course: Course, batch: number): boolean {
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

/** Says, once, that batches are prepared on this thread because the other one broke down. */
async function* tellLostThread(job: TrainJob, course: Course): AsyncGenerator<RunEvent, void> {
  const { issue } = course.source;
  if (!issue || course.threadLost) return;
  course.threadLost = true;
  yield* told(job, course, { event: 'issue', step: course.step, issue });
}

/** Whether the epoch's loss so far, the model, and the loss of the next step are finite numbers: what is saved can be gone on from. */
async function isSound({ sum, stepper, step, context, timeline }: Course, next: Batch | undefined): Promise<boolean> {
  if (sum.examples > 0 && !Number.isFinite((await sum.readLoss()).loss)) return false;
  return withModel(
    stepper,
    async (state) => (await allFinite(tensorsOf(state))) && (!next || nextLossIsFinite(context, state, next, { step, betas: timeline.inForce(step).betas })),
  );
}

/** Lets timers, signals and channels be served between two batches. */
export const breathe = (): Promise<void> =>
  new Promise((resolve) => {
    setImmediate(resolve);
  });
