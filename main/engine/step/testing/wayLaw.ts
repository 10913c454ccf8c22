import { expect } from 'vitest';
import { createControlTimeline } from '../../train/controlTimeline.ts';
import { batchAt, curveDifference, firstExamples, subjectOf, curvesOf } from './stepComparison.ts';
import { trainedIn } from './trainingWays.ts';
import type { TrainingWay } from './trainingWays.ts';

/** Three epochs of four steps, the last of each on the remainder, with the schedules of a real run: the curves agree at 1e-3 of each loss. */
export async function expectSameCurve(way: TrainingWay): Promise<void> {
  const on = await subjectOf(trainedIn(way), 16);
  const batches = Array.from({ length: 4 }, (_, at) => (at === 3 ? firstExamples(batchAt(on, at), 7) : batchAt(on, at)));
  const timeline = createControlTimeline(on.context.network.plan, batches.length, []);
  const { compiled, eager, calls, eagerCalls } = await curvesOf(
    { ...on, batches },
    { steps: 12, stride: 2, rateAt: (step) => timeline.inForce(step).learningRate, betasAt: (step) => timeline.inForce(step).betas },
  );
  expect(eager.every(Number.isFinite)).toBe(true);
  expect(curveDifference(compiled, eager)).toBeLessThan(1e-3);
  expect(curveDifference(calls, eagerCalls)).toBeLessThan(1e-3);
}
