import { expect, it } from 'vitest';
import { templates } from '../../../shared/templates/templates.ts';
import { tf } from '../tfjs/core.ts';
import { openDevice } from '../tfjs/devices.ts';
import { compareSteps, median } from './compareSteps.ts';

const root = new URL('../../..', import.meta.url).pathname;

it('times both ways of a model, and leaves no tensor and no thread behind', { timeout: 60_000 }, async () => {
  await openDevice('tensorflow');
  const before = tf.memory().numTensors;
  const document = templates['3-vae'].build('en');
  const found = [];
  for await (const each of compareSteps({ documents: { small: document }, rounds: 3, root })) found.push(each);
  expect(found).toHaveLength(1);
  const [{ rows, batchSize, steps, compiledToEager } = { rows: [], batchSize: 0, steps: 0, compiledToEager: NaN }] = found;
  expect(batchSize).toBe(document.training.batchSize);
  expect(rows.map(({ way }) => way)).toEqual(['eager', 'compiled']);
  for (const { roundsMs, stepMs, examplesPerSecond } of rows) {
    expect(roundsMs).toHaveLength(3);
    expect(roundsMs).toContain(stepMs);
    expect(examplesPerSecond * stepMs).toBeCloseTo(1000 * batchSize, 6);
  }
  expect(steps % 8).toBe(0);
  expect(compiledToEager).toBeGreaterThan(0);
  expect(tf.memory().numTensors).toBe(before);
});

it('the median is the middle, not the mean', () => {
  expect(median([9, 1, 2])).toBe(2);
  expect(median([])).toBeNaN();
});
