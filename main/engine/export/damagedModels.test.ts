import { beforeAll, expect, it } from 'vitest';
import { tf } from '../tfjs/core.ts';
import { openDevice } from '../tfjs/devices.ts';
import { exportFormats } from './formats.ts';
import { readDamaged } from './testing/damage.ts';
import { exampleCard } from './testing/exampleCard.ts';
import { exampleInputs } from './testing/exampleInputs.ts';
import { templateModel } from './testing/templateModel.ts';

beforeAll(() => openDevice('tensorflow'));

/** Law: a damaged file is read, or refused with a code; nothing else. damagedModels.soak.ts does so longer. */
it.each(exportFormats.filter(({ read }) => read !== null))('$id: damaged files never throw, hang, leak or allocate absurdly', async (format) => {
  const model = templateModel('2-cnn', 'classifier', 'mean') ?? expect.fail('2-cnn classifies');
  const { value: files } = await format.write(model, exampleCard);
  const before = tf.memory().numTensors;
  const { refused, read, slowestMs, mostBytes } = await readDamaged(format, files ?? {}, exampleInputs(model, 2), { from: 0, rounds: 120 });
  expect(tf.memory().numTensors).toBe(before);
  expect(refused + read).toBe(120);
  expect(refused).toBeGreaterThan(20);
  expect(slowestMs).toBeLessThan(5000);
  expect(mostBytes).toBeLessThan(1e9);
});
