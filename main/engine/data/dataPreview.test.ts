import { expect, test } from 'vitest';
import { dataReferenceSchema } from '../../../shared/data/dataReference.ts';
import { createDataPreviews } from './dataPreview.ts';
import { prepareData } from './prepareData.ts';
import { loadWell } from './testing/loadSample.ts';

const data = dataReferenceSchema.parse({ kind: 'blobs', limit: 200 });
const request = { data, seed: 1, split: 'train', label: null, from: 0, count: 12 } as const;

test('shows the examples that a run would train on, with the counts of their classes', async () => {
  const { value, issues } = await createDataPreviews({})(request);
  expect(issues).toEqual([]);
  const prepared = prepareData(await loadWell({ kind: 'blobs', limit: 200 }), data, 1).value;
  const first = prepared?.pick('train', [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
  expect(value).toMatchObject({ shape: [2], counts: { train: 160, validation: 20, test: 20 }, matching: 160 });
  expect(value?.examples).toEqual({ shape: [12, 2], values: first?.x, labels: first?.labels });
  expect(value?.classCounts?.reduce((sum, count) => sum + count, 0)).toBe(160);
  expect(value?.classes).toHaveLength(5);
});

test('leafs through one class to its end', async () => {
  const preview = createDataPreviews({});
  const whole = (await preview({ ...request, label: 2, count: 160 })).value;
  expect(whole?.matching).toBe(whole?.classCounts?.[2]);
  expect(new Set(whole?.examples.labels)).toEqual(new Set([2]));
  const rest = (await preview({ ...request, label: 2, from: 10, count: 160 })).value;
  expect(rest?.indices).toEqual(whole?.indices.slice(10));
  expect((await preview({ ...request, from: 160 })).value?.examples.shape).toEqual([0, 2]);
});

test('says what is wrong with the reference, and looks again when asked again', async () => {
  const preview = createDataPreviews({});
  const own = dataReferenceSchema.parse({ kind: 'csv' });
  for (const _ of [1, 2]) {
    const { value, issues } = await preview({ ...request, data: own });
    expect(value).toBeUndefined();
    expect(issues.map(({ code }) => code)).toEqual(['data-path-missing']);
  }
});
