import { beforeAll, expect, it } from 'vitest';
import { templates } from '../../../shared/templates/templates.ts';
import { openDevice } from '../tfjs/devices.ts';
import { eagerStep } from './eagerStep.ts';
import { cloneModelState, createModelState } from './modelState.ts';
import { createCompiledStepper } from './stepper.ts';
import { batchAt, disposeState, firstExamples, furthest, liveTensors, read, subjectOf } from './testing/stepComparison.ts';

// What a step computes is held to the eager step by stepKinds, stepTemplates, stepOptimisers, stepGraphs and stepNoise.
beforeAll(() => openDevice('tensorflow'));

it('a model that was put in takes the place of the one that was there, slots and all', async () => {
  const on = await subjectOf(templates['cvae-dense'].build(), 32);
  const { context, betas } = on;
  const full = batchAt(on, 0),
    part = firstExamples(full, 5);
  const before = liveTensors();
  const stepper = createCompiledStepper(context, createModelState(context.network, context.optimiser, 1), [full, part]);
  await read(stepper.step(part, { step: 0, learningRate: 1, betas, withGradientNorms: true }));
  let eager = createModelState(context.network, context.optimiser, 2);
  stepper.put(cloneModelState(eager));
  for (let step = 0; step < 3; step++) {
    const controls = { step, learningRate: 1e-3, betas, withGradientNorms: true };
    const made = eagerStep(context, eager, part, controls);
    eager = made.state;
    expect(furthest((await read(stepper.step(part, controls))).figures, (await read(made.figures)).figures, 1e-3)).toBeLessThan(1e-5);
  }
  disposeState(eager);
  stepper.dispose();
  expect(liveTensors()).toBe(before);
});
