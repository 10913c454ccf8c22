import { beforeAll, describe, expect, it } from 'vitest';
import { openDevice } from '../tfjs/devices.ts';
import { randomModel } from './testing/randomModel.ts';
import { agreeing, compareStep, subject } from './testing/stepComparison.ts';

beforeAll(() => openDevice('tensorflow'));

/** `npm run soak` goes on from here. */
describe('seeded graphs of whatever fits together: compiled and eager agree', () => {
  it.each(Array.from({ length: 25 }, (_, seed) => seed))('seed %i', async (seed) => {
    const { plan, batches } = randomModel(seed);
    expect(await compareStep(subject(plan, batches), { rate: 1e-3, warmUp: 3, remainder: 3 })).toEqual(agreeing);
  });
});
