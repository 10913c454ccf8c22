import { beforeAll, describe, expect, it } from 'vitest';
import { tf } from '../../tfjs/core.ts';
import { openDevice } from '../../tfjs/devices.ts';
import { runLayers } from '../runLayers.ts';
import { exampleCard } from '../testing/exampleCard.ts';
import { exampleInputs } from '../testing/exampleInputs.ts';
import { templateModels } from '../testing/templateModel.ts';
import type { StoredArray } from '../storedArray.ts';
import { savedModelFormat } from './savedModel.ts';
import { tfjsGraphFormat } from './tfjsGraph.ts';

beforeAll(async () => {
  await openDevice('tensorflow');
});

describe.each([savedModelFormat, tfjsGraphFormat])('$id', (format) => {
  const models = [...templateModels()];

  it.each(models.filter(({ model }) => model.sample !== 'sampled'))(
    'of $title gives what the layers give, for batches of one and of several',
    async ({ model }) => {
      const before = tf.memory().numTensors;
      const { value: files, issues } = await format.write(model, exampleCard);
      expect(issues).toEqual([]);
      const { value: back, issues: unread } = (await format.read?.(files ?? {})) ?? { value: undefined, issues: [] };
      expect(unread).toEqual([]);
      const layers = runLayers(model);
      for (const count of [1, 5]) {
        const inputs = exampleInputs(model, count);
        const mine = await layers.run(inputs),
          theirs = (await back?.run(inputs)) ?? {};
        expect(Object.keys(theirs).toSorted()).toEqual(Object.keys(mine).toSorted());
        for (const [name, { shape, values }] of Object.entries(mine)) {
          expect(theirs[name]?.shape).toEqual(shape);
          const furthest = values.reduce((most, value, place) => Math.max(most, Math.abs(value - (theirs[name]?.values[place] ?? NaN))), 0);
          expect(furthest).toBeLessThanOrEqual(1e-5);
        }
      }
      layers.dispose();
      back?.dispose();
      expect(tf.memory().numTensors).toBe(before);
    },
  );

  it.each(models.filter(({ model }) => model.sample === 'sampled'))('of $title draws anew at each call', async ({ model }) => {
    const { value: files } = await format.write(model, exampleCard);
    const { value: back } = (await format.read?.(files ?? {})) ?? { value: undefined };
    const inputs = exampleInputs(model, 4);
    const [first, second] = [await back?.run(inputs), await back?.run(inputs)];
    const sameAgain = ({ values }: StoredArray, name: string): boolean => values.every((value, place) => value === second?.[name]?.values[place]);
    const drawn = Object.entries(first ?? {}).filter(([name, array]) => !sameAgain(array, name));
    expect(drawn.length).toBeGreaterThan(0);
    back?.dispose();
  });
});
