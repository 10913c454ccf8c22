import type { EndReason, EpochFigures, RunEvent } from '../../../shared/run/runEvent.ts';
import { gradientNodes } from '../step/eagerStep.ts';
import { tensorsOf } from '../step/modelState.ts';
import { closeCourse, openCourse, saveCheckpoint, told, writeCheckpoint } from './course.ts';
import type { Course, TrainJob } from './course.ts';
import { evaluateSplit } from './evaluateSplit.ts';
import { createFigureSum } from './figureSum.ts';
import { recover } from './recovery.ts';
import type { Opening } from './recovery.ts';
import { stopsEarly } from './stopsEarly.ts';
import { breathe, trainBatches } from './trainBatches.ts';

/**
 * Trains a job to its end, an event at a time; nothing advances while nobody reads. Every event but ticks is on disk before it is yielded.
 * Disposes the model when it returns, also when the reader leaves early. (Of a paused run a reader that waits for the next event must stop it first.)
 * Throws IssueError `run-unwritable` where the folder cannot be written.
 */
export async function* train(job: TrainJob): AsyncGenerator<RunEvent, void> {
  const course = openCourse(job);
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
    await closeCourse(course);
  }
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
