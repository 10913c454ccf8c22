import { beforeAll, expect, it } from 'vitest';
import { templates } from '../../../shared/templates/templates.ts';
import type { TemplateId } from '../../../shared/templates/templates.ts';
import { openDevice } from '../tfjs/devices.ts';
import { tf } from '../tfjs/core.ts';
import { batchOf, partOf } from '../data/batchBlock.ts';
import { compileStep } from './compiledStep.ts';
import { createModelState, readModelState, tensorsOf } from './modelState.ts';
import { evaluateEagerly } from './stepper.ts';
import { blocksOf } from './testing/blocksOf.ts';
import { read, subjectOf } from './testing/stepComparison.ts';

beforeAll(async () => {
  await openDevice('tensorflow');
});

const meanOf = (lists: readonly Float32Array[]): number[] =>
  Array.from(lists[0] ?? [], (_, place) => lists.reduce((sum, list) => sum + (list[place] ?? NaN), 0) / lists.length);

/** Dense, with labels and counts, with moving averages and clipping, with weight decay. */
const cases: readonly [TemplateId, 'adam' | 'adamw' | 'sgd' | 'momentum' | 'rmsprop'][] = [
  ['vae-dense', 'adam'],
  ['cvae-dense', 'adamw'],
  ['2-cnn', 'momentum'],
  ['3-vae', 'rmsprop'],
];

it.each(cases)('a call of several steps of %s (%s) does what single steps do', { timeout: 60_000 }, async (id, kind) => {
  const document = templates[id].build('en');
  const on = await subjectOf({ ...document, training: { ...document.training, optimiser: { ...document.training.optimiser, kind } } }, 16);
  const { context, betas } = on;
  const before = tf.memory().numTensors;
  const model = createModelState(context.network, context.optimiser, 1);
  const [block] = blocksOf(on.batches, 8);
  if (!block) throw new Error('a block');
  const compiled = compileStep(context, model, { training: [batchOf(block, 0)], evaluation: [] });
  expect(compiled.stride).toBe(8);
  const controls = Array.from({ length: 8 }, (_, step) => ({ step, learningRate: 1e-3 * (1 + step), betas, withGradientNorms: step === 0 }));
  // One by one.
  compiled.put(model);
  const singles = [];
  for (const [at, each] of controls.entries()) singles.push(await read(compiled.run(partOf(block, at, 1), [each])));
  const afterSingles = compiled.take();
  // In one call.
  compiled.put(model);
  const whole = await read(compiled.run(block, controls));
  const afterWhole = compiled.take();
  // The same figures …
  meanOf(singles.map(({ figures }) => figures)).forEach((mean, place) => expect(whole.figures[place]).toBeCloseTo(mean, 3));
  meanOf(singles.map(({ perDimension }) => perDimension)).forEach((mean, place) => expect(whole.perDimension[place]).toBeCloseTo(mean, 4));
  expect(Array.from(whole.confusion)).toEqual(meanOf(singles.map(({ confusion }) => confusion)).map((mean) => Math.round(mean * 8)));
  expect(Array.from(whole.norms)).toEqual(Array.from(singles[0]?.norms ?? []));
  // … and the same model, but for what TensorFlow rounds otherwise where it fuses otherwise: a thousandth of all rates together.
  const [one, other] = [await readModelState(afterSingles, context.optimiser), await readModelState(afterWhole, context.optimiser)];
  const rates = controls.reduce((sum, { learningRate }) => sum + learningRate, 0);
  for (const [key, { values }] of Object.entries(one)) {
    const worst = values.reduce(
      (most, value, place) => Math.max(most, Math.abs((other[key]?.values[place] ?? NaN) - value) / (1e-3 * rates + 1e-4 * Math.abs(value))),
      0,
    );
    expect(worst, key).toBeLessThan(1);
  }
  compiled.dispose();
  for (const state of [model, afterSingles, afterWhole]) tf.dispose([...tensorsOf(state)]);
  expect(tf.memory().numTensors).toBe(before);
});

it.each(['vae-dense', '2-cnn', 'denoising-ae', 'vae-lstm-waves'] as const)('an evaluation of %s inside the session gives the eager figures', async (id) => {
  const on = await subjectOf(templates[id].build('en'), 8);
  const { context, betas } = on;
  const model = createModelState(context.network, context.optimiser, 3);
  const [batch] = on.batches;
  if (!batch) throw new Error('a batch');
  const compiled = compileStep(context, model, { training: [batch], evaluation: [batch] });
  compiled.put(model);
  const controls = { step: -3, betas };
  const mine = await read(compiled.evaluate(batch, controls)),
    theirs = await read(evaluateEagerly(context, model, batch, controls));
  expect(mine.figures.length).toBeGreaterThan(0);
  mine.figures.forEach((value, place) => expect(Math.abs(value - (theirs.figures[place] ?? NaN))).toBeLessThan(1e-5 * Math.max(1, Math.abs(value))));
  expect(mine.confusion).toEqual(theirs.confusion);
  compiled.dispose();
  tf.dispose([...tensorsOf(model)]);
});
