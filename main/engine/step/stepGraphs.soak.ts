import { beforeAll, describe, expect, it } from 'vitest';
import { openDevice } from '../tfjs/devices.ts';
import { randomModel } from './testing/randomModel.ts';
import { agreeing, compareStep, subject } from './testing/stepComparison.ts';
import { allWays, wayTitle } from './testing/trainingWays.ts';
import { expectSameCurve } from './testing/wayLaw.ts';

beforeAll(() => openDevice('tensorflow'));

describe('seeded graphs of whatever fits together: compiled and eager agree', () => {
  it.each(Array.from({ length: 400 }, (_, seed) => 25 + seed))('seed %i', async (seed) => {
    const { plan, batches } = randomModel(seed);
    expect(await compareStep(subject(plan, batches), { rate: 1e-3, warmUp: 3, remainder: 3 })).toEqual(agreeing);
  });
});

describe('however a model is trained, compiled and eager agree', () => {
  it.each(allWays.map((way) => [wayTitle(way), way] as const))('%s', async (_, way) => expectSameCurve(way));
});
