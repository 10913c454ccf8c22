import { describe, expect, it } from 'vitest';
import { analyseDocument } from '../../../shared/check/analyse.ts';
import type { Plan } from '../../../shared/check/stages.ts';
import { rateScheduleSchema, trainingSchema } from '../../../shared/graph/document.ts';
import { templates } from '../../../shared/templates/templates.ts';
import { createControlTimeline } from './controlTimeline.ts';
import { betaFactor, rateFactor } from './schedules.ts';

const rates = (settings: object, ...epochs: number[]): number[] => epochs.map((at) => rateFactor(rateScheduleSchema.parse(settings), at));
const betas = (params: Record<string, number | string>, ...epochs: number[]): number[] => epochs.map((at) => betaFactor(params, at));
const expectClose = (found: readonly number[], expected: readonly number[]): void => {
  for (const [i, value] of expected.entries()) expect(found[i]).toBeCloseTo(value, 12);
};

describe('the learning rate', () => {
  it('constant', () => expect(rates({ kind: 'constant' }, 0, 5, 500)).toEqual([1, 1, 1]));
  it('step: a factor after each ten epochs', () =>
    expectClose(rates({ kind: 'step', epochs: 10, factor: 0.5 }, 0, 9.99, 10, 19, 20, 35), [1, 1, 0.5, 0.5, 0.25, 0.125]));
  it('exponential: the same factor, smoothly', () =>
    expectClose(rates({ kind: 'exponential', epochs: 10, factor: 0.25 }, 0, 5, 10, 20), [1, 0.5, 0.25, 0.0625]));
  it('cosine: half way it is half way, and stays at the end', () =>
    expectClose(rates({ kind: 'cosine', epochs: 8, factor: 0.2 }, 0, 4, 8, 20), [1, 0.6, 0.2, 0.2]));
  it('warm-up: rises to one and stays', () => expectClose(rates({ kind: 'warmup', epochs: 4 }, 0, 1, 4, 9), [0, 0.25, 1, 1]));
});

describe('β', () => {
  it('constant', () => expect(betas({ betaSchedule: 'constant', betaEpochs: 3 }, 0, 10)).toEqual([1, 1]));
  it('warm-up', () => expectClose(betas({ betaSchedule: 'warmup', betaEpochs: 10 }, 0, 2.5, 10, 11), [0, 0.25, 1, 1]));
  it('cyclical: rises for half a cycle, holds for the other', () =>
    expectClose(betas({ betaSchedule: 'cyclical', betaEpochs: 4 }, 0, 1, 2, 3.9, 4, 5), [0, 0.5, 1, 1, 0, 0.5]));
});

describe('controls', () => {
  const document = templates['vae-dense'].build();
  const loss = document.nodes.loss;
  if (!loss) throw new Error('vae-dense has a loss');
  const plan: Plan | undefined = analyseDocument({
    ...document,
    nodes: { ...document.nodes, loss: { ...loss, params: { ...loss.params, beta: 2, betaSchedule: 'warmup', betaEpochs: 2 } } },
    training: trainingSchema.parse({ optimiser: { learningRate: 0.1 }, schedule: { kind: 'exponential', epochs: 1, factor: 0.5 } }),
  }).plan;
  if (!plan) throw new Error('vae-dense has a plan');
  const timeline = (...logged: Parameters<typeof createControlTimeline>[2]) => createControlTimeline(plan, 10, logged);

  it('schedules follow the step, and validation has the whole β', () => {
    const { inForce } = timeline();
    expect(inForce(0)).toEqual({ learningRate: 0.1, betas: { loss: 0 }, fullBetas: { loss: 2 } });
    expect(inForce(10)).toEqual({ learningRate: 0.05, betas: { loss: 1 }, fullBetas: { loss: 2 } });
  });
  it('a change acts from its step on, under the schedule', () => {
    const changed = timeline();
    changed.add({ event: 'control', step: 10, learningRate: 0.4 });
    changed.add({ event: 'control', step: 20, beta: 6 });
    expect(changed.inForce(9).learningRate).toBeCloseTo(0.1 * 0.5 ** 0.9, 12);
    expect(changed.inForce(10)).toEqual({ learningRate: 0.2, betas: { loss: 1 }, fullBetas: { loss: 2 } });
    expect(changed.inForce(20)).toEqual({ learningRate: 0.1, betas: { loss: 6 }, fullBetas: { loss: 6 } });
  });
  it('what was logged acts as when it was made', () => {
    expect(timeline({ event: 'control', step: 10, learningRate: 0.4 }, { event: 'control', step: 12, beta: 1 }).inForce(12)).toEqual(
      (() => {
        const made = timeline();
        made.add({ event: 'control', step: 10, learningRate: 0.4 });
        made.add({ event: 'control', step: 12, beta: 1 });
        return made.inForce(12);
      })(),
    );
  });
  it('a wish made anew in a lost stretch outlives the older one further on', () => {
    const resumed = timeline({ event: 'control', step: 30, learningRate: 1 });
    resumed.add({ event: 'control', step: 20, learningRate: 2 });
    expect(resumed.inForce(19).learningRate).toBeCloseTo(0.1 * 0.5 ** 1.9, 12);
    expect(resumed.inForce(40).learningRate).toBeCloseTo(2 * 0.5 ** 4, 12);
  });
});
