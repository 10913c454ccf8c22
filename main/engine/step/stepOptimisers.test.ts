import { beforeAll, describe, it } from 'vitest';
import { openDevice } from '../tfjs/devices.ts';
import { fewWays, wayTitle } from './testing/trainingWays.ts';
import { expectSameCurve } from './testing/wayLaw.ts';

beforeAll(() => openDevice('tensorflow'));

/** `npm run soak` goes through every combination. */
describe('however a model is trained, compiled and eager agree', () => {
  it.each(fewWays.map((way) => [wayTitle(way), way] as const))('%s', async (_, way) => expectSameCurve(way));
});
