import { beforeAll, describe, expect, it } from 'vitest';
import { openDevice } from '../tfjs/devices.ts';
import { cloneModelState, createModelState } from './modelState.ts';
import type { ModelState } from './modelState.ts';
import { createCompiledStepper, createEagerStepper } from './stepper.ts';
import type { Stepper } from './stepper.ts';
import { batchAt, disposeState, read, subjectOf } from './testing/stepComparison.ts';
import { fewWays, trainedIn, wayTitle } from './testing/trainingWays.ts';
import { expectSameCurve } from './testing/wayLaw.ts';

beforeAll(() => openDevice('tensorflow'));

/** `npm run soak` goes through every combination. */
describe('however a model is trained, compiled and eager agree', () => {
  it.each(fewWays.map((way) => [wayTitle(way), way] as const))('%s', async (_, way) => expectSameCurve(way));
});

/**
 * TensorFlow's fused updates take 1 − β in float32. Left at that, Adam's steps were 6.4·10⁻⁶ too long, all of them the same way: a convolutional classifier
 * was 3 % away from the eager curve after 50 steps. Rounding alone, summed over all weights, is a thousand times less.
 */
describe('all steps together are as long, to a millionth', () => {
  const settings = [
    { kind: 'adam' },
    { kind: 'adam', beta1: 0.99, beta2: 0.9999 },
    { kind: 'adamw' },
    { kind: 'rmsprop', rho: 0.999 },
    { kind: 'momentum' },
  ] as const;
  it.each(settings)('%o', async (optimiser) => {
    const way = { optimiser, clip: { kind: 'none', limit: 1 }, schedule: 'constant', betaSchedule: 'constant', freeBits: 0 } as const;
    const on = await subjectOf(trainedIn(way), 16);
    const start = createModelState(on.context.network, on.context.optimiser, 1);
    const lengthBy = async (stepper: Stepper, steps: number): Promise<number> => {
      for (let step = 0; step < steps; step++)
        await read(stepper.step(batchAt(on, 0), { step, learningRate: 1e-3, betas: on.betas, withGradientNorms: false }));
      const end = stepper.take();
      const length = await distance(start, end);
      disposeState(end);
      stepper.dispose();
      return length;
    };
    for (const steps of [1, 4]) {
      const eager = await lengthBy(createEagerStepper(on.context, cloneModelState(start)), steps),
        compiled = await lengthBy(createCompiledStepper(on.context, cloneModelState(start), [batchAt(on, 0)]), steps);
      expect(Math.abs(compiled / eager - 1)).toBeLessThan(1e-6);
    }
    disposeState(start);
  });
});

/** √Σ(a − b)² over all weights. */
async function distance(a: ModelState, b: ModelState): Promise<number> {
  let sum = 0;
  for (const [key, weight] of Object.entries(a.weights)) {
    const [from, to] = await Promise.all([weight.data(), b.weights[key]?.data()]);
    from.forEach((value, at) => {
      sum += (value - (to?.[at] ?? Number.NaN)) ** 2;
    });
  }
  return Math.sqrt(sum);
}
