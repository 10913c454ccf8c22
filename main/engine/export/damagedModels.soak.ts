import { beforeAll, expect, it } from 'vitest';
import { openDevice } from '../tfjs/devices.ts';
import { exportFormats } from './formats.ts';
import { readDamaged } from './testing/damage.ts';
import { exampleCard } from './testing/exampleCard.ts';
import { exampleInputs } from './testing/exampleInputs.ts';
import { templateModel } from './testing/templateModel.ts';

beforeAll(() => openDevice('tensorflow'));

it.each(exportFormats.filter(({ read }) => read !== null))('$id: 1,000 damaged files of a dense, a convolutional and a recurrent model', async (format) => {
  for (const [at, id] of (['cvae-dense', '2-cnn', 'vae-lstm-waves'] as const).entries()) {
    const model = templateModel(id, 'full', 'mean') ?? expect.fail(`${id} is there`);
    const { value: files, issues } = await format.write(model, exampleCard);
    expect(issues).toEqual([]);
    const rounds = at === 0 ? 334 : 333;
    const { refused, read, slowestMs, mostBytes } = await readDamaged(format, files ?? {}, exampleInputs(model, 2), { from: 10_000 * (at + 1), rounds });
    expect(refused + read).toBe(rounds);
    expect(slowestMs).toBeLessThan(5000);
    expect(mostBytes).toBeLessThan(1e9);
  }
});
