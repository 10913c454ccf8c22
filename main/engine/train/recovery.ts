import { issue } from '../../../shared/check/issue.ts';
import { titleOf } from '../../../shared/graph/titles.ts';
import type { Text } from '../../../shared/messages/language.ts';
import type { EndReason, RunEvent } from '../../../shared/run/runEvent.ts';
import { cloneModelState } from '../step/modelState.ts';
import type { ModelState } from '../step/modelState.ts';
import { firstOf, saveCheckpoint, told } from './course.ts';
import type { Course, TrainJob } from './course.ts';
import { createFigureSum } from './figureSum.ts';
import type { SavedSums } from './figureSum.ts';
import { locateDivergence } from './locateDivergence.ts';
import type { Divergence, ReplayRequest } from './locateDivergence.ts';
import { samplesNorms } from './trainBatches.ts';

/** A good model to go back to, with what goes with it. */
export interface Opening {
  readonly state: ModelState;
  readonly step: number;
  readonly batch: number;
  readonly sums: SavedSums;
}

/** Puts the last good model back, names the place, and ends the run. */
export async function* recover(job: TrainJob, course: Course, opening: Opening): AsyncGenerator<RunEvent, EndReason> {
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
