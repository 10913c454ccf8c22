import { describe, expect, test } from 'vitest';
import { IssueError } from '../../../shared/check/issue.ts';
import { dataReferenceSchema } from '../../../shared/data/dataReference.ts';
import type { Batch, Dataset, PreparedData, SplitName } from './dataset.ts';
import { packDataset } from './packDataset.ts';
import { checkBatchSize, prepareData } from './prepareData.ts';
import { expectWords } from './testing/loadSample.ts';

const splitNames: readonly SplitName[] = ['train', 'validation', 'test'];

/** Pictures of 6 × 5 bytes whose first two pixels hold their index. Labels: class 0 half, class 1 a third, class 2 the rest. */
function pictures(count: number, { labelled = true, officialTestStart }: { labelled?: boolean; officialTestStart?: number } = {}): Dataset {
  const values = new Uint8Array(count * 30).map((_, i) => (i * 73 + (i % 30) * 11) % 251);
  for (let i = 0; i < count; i++) values.set([i & 255, i >> 8], i * 30);
  const labels = Int32Array.from({ length: count }, (_, i) => (i % 6 < 3 ? 0 : i % 6 < 5 ? 1 : 2));
  return packDataset({
    name: 'pictures',
    shape: [6, 5, 1],
    values,
    ...(labelled ? { labels, classes: ['a', 'b', 'c'] } : {}),
    ...(officialTestStart === undefined ? {} : { officialTestStart }),
  });
}

function prepare(dataset: Dataset, reference: object = {}, seed = 1): PreparedData {
  const { value, issues } = prepareData(dataset, dataReferenceSchema.parse({ kind: 'idx', ...reference }), seed);
  expect(issues).toEqual([]);
  if (value === undefined) throw new Error('not prepared');
  return value;
}

const epochOf = (data: PreparedData, split: SplitName, { batchSize = 16, epoch = 0, startBatch = 0 } = {}): Batch[] => [
  ...data.batches(split, { batchSize, epoch, startBatch }),
];
const indicesOf = (batches: readonly Batch[]): number[] => batches.flatMap(({ indices }) => [...indices]);
const sorted = (values: readonly number[]): number[] => [...values].sort((a, b) => a - b);

describe('splits', () => {
  test.each([
    { count: 100, split: {}, limit: undefined, counts: { train: 80, validation: 10, test: 10 } },
    { count: 101, split: { validation: 0.25, test: 0 }, limit: undefined, counts: { train: 76, validation: 25, test: 0 } },
    { count: 400, split: { validation: 0.1, test: 0.2 }, limit: 50, counts: { train: 35, validation: 5, test: 10 } },
  ])('$counts of $count, limit $limit', ({ count, split, limit, counts }) => {
    const data = prepare(pictures(count), { split, ...(limit ? { limit } : {}) });
    expect(data.counts).toEqual(counts);
    const parts = splitNames.map((name) => indicesOf(counts[name] > 0 ? epochOf(data, name, { batchSize: 7 }) : []));
    // Disjoint, exhaustive within the limit, every example once.
    const all = parts.flat();
    expect(new Set(all).size).toBe(limit ?? count);
    expect(all).toHaveLength(limit ?? count);
    expect(parts.map((part) => part.length)).toEqual(splitNames.map((name) => counts[name]));
  });

  test('depend on the seed, and not on normalisation, augmentation or balancing', () => {
    const dataset = pictures(200);
    const testOf = (reference: object, seed: number): number[] => indicesOf(epochOf(prepare(dataset, reference, seed), 'test'));
    const plain = testOf({}, 1);
    expect(testOf({ normalise: 'standard', augment: { shift: 1, noise: 0.1 }, balance: 'oversample' }, 1)).toEqual(plain);
    expect(testOf({}, 2)).not.toEqual(plain);
  });

  test('no test or validation example is ever in a training batch, in any epoch, balanced or not', () => {
    for (const balance of ['none', 'oversample', 'weights']) {
      const data = prepare(pictures(150), { balance });
      const held = new Set([...indicesOf(epochOf(data, 'test')), ...indicesOf(epochOf(data, 'validation'))]);
      for (let epoch = 0; epoch < 20; epoch++) for (const index of indicesOf(epochOf(data, 'train', { epoch }))) expect(held.has(index)).toBe(false);
    }
  });

  test('a published test part is the test split, whole or in part, and never learnt from', () => {
    const dataset = pictures(140, { officialTestStart: 120 });
    const whole = prepare(dataset, { split: { validation: 0.1, test: 0.1 } });
    expect(sorted(indicesOf(epochOf(whole, 'test')))).toEqual(Array.from({ length: 20 }, (_, i) => 120 + i));
    expect(whole.counts).toEqual({ train: 108, validation: 12, test: 20 });
    for (const reference of [{}, { limit: 70, split: { test: 20 / 140 } }, { split: { test: 0 } }]) {
      const data = prepare(dataset, reference);
      expect(Math.max(...indicesOf(epochOf(data, 'train')), ...indicesOf(epochOf(data, 'validation')))).toBeLessThan(120);
      for (const index of indicesOf(epochOf(data, 'test'))) expect(index).toBeGreaterThanOrEqual(120);
    }
    expect(prepare(dataset, { limit: 70, split: { test: 0.2, validation: 0.25 } }).counts).toEqual({ train: 42, validation: 14, test: 14 });
  });
});

describe('batches', () => {
  test('the same seed gives the same batches, bit for bit; another seed another order', () => {
    const reference = { augment: { shift: 2, rotate: 20, flip: true, noise: 0.1 }, balance: 'oversample' };
    const one = epochOf(prepare(pictures(100), reference), 'train', { epoch: 3 });
    expect(epochOf(prepare(pictures(100), reference), 'train', { epoch: 3 })).toEqual(one);
    expect(indicesOf(epochOf(prepare(pictures(100), reference, 2), 'train', { epoch: 3 }))).not.toEqual(indicesOf(one));
  });

  test('each epoch is a new order of the same examples; held-out splits keep theirs', () => {
    const data = prepare(pictures(100));
    const [first, second] = [indicesOf(epochOf(data, 'train')), indicesOf(epochOf(data, 'train', { epoch: 1 }))];
    expect(second).not.toEqual(first);
    expect(sorted(second)).toEqual(sorted(first));
    expect(epochOf(data, 'validation', { epoch: 1 })).toEqual(epochOf(data, 'validation'));
  });

  test('starting at a batch is skipping those before it', () => {
    for (const balance of ['none', 'oversample']) {
      const data = prepare(pictures(90), { balance, augment: { shift: 1, rotate: 5, noise: 0.2 } });
      const whole = epochOf(data, 'train', { batchSize: 10, epoch: 2 });
      expect(whole.map(({ size }) => size)).toEqual([10, 10, 10, 10, 10, 10, 10, 2]);
      for (const startBatch of [0, 1, 5, 7, 8, 9]) expect(epochOf(data, 'train', { batchSize: 10, epoch: 2, startBatch })).toEqual(whole.slice(startBatch));
    }
  });

  test('what an example becomes does not depend on the batch size', () => {
    const data = prepare(pictures(60), { augment: { shift: 1, rotate: 10, flip: true, noise: 0.3 }, balance: 'oversample' });
    const values = (batchSize: number): number[] => epochOf(data, 'train', { batchSize, epoch: 1 }).flatMap(({ x }) => [...x]);
    expect(values(7)).toEqual(values(48));
    expect(values(1)).toEqual(values(48));
  });

  test('labels go with their examples, and batches are the caller’s to keep', () => {
    const dataset = pictures(64);
    const batches = epochOf(prepare(dataset), 'train');
    for (const { x, labels, indices, size, weights } of batches) {
      expect(weights).toBeNull();
      for (let i = 0; i < size; i++) {
        expect(labels?.[i]).toBe(dataset.labels?.[indices[i] ?? -1]);
        expect(Math.round((x[i * 30] ?? 0) * 255)).toBe(indices[i]);
      }
    }
  });

  test('a set without labels has none in its batches', () => {
    expect(epochOf(prepare(pictures(50, { labelled: false })), 'train')[0]?.labels).toBeNull();
  });

  test('pick gives chosen examples of a split, clean even where training is augmented, and refuses places outside it', () => {
    const data = prepare(pictures(100), { augment: { shift: 2, noise: 0.5 }, balance: 'weights' });
    const [validation] = epochOf(data, 'validation', { batchSize: 10 });
    const picked = data.pick('validation', [9, 0]);
    expect([...picked.indices]).toEqual([validation?.indices[9], validation?.indices[0]]);
    expect([...picked.x.subarray(30)]).toEqual([...(validation?.x.subarray(0, 30) ?? [])]);
    expect(picked.weights).toBeNull();
    expect(() => data.pick('validation', [10])).toThrow(RangeError);
    expect(() => data.pick('test', [-1])).toThrow(RangeError);
    expect(data.pick('train', [5, 3]).size).toBe(2);
  });
});

describe('normalisation', () => {
  test('unit and signed map the bytes 0 and 255 to the ends of their range; none leaves them', () => {
    const dataset = packDataset({ name: 'ends', shape: [3], values: Uint8Array.from({ length: 30 }, (_, i) => [0, 255, 51][i % 3] ?? 0) });
    const first = (normalise: string): number[] => [...(epochOf(prepare(dataset, { normalise }), 'test')[0]?.x ?? [])];
    expect(first('unit')).toEqual([0, 1, 0.2].map(Math.fround));
    expect(first('signed')).toEqual([-1, 1, -0.6].map(Math.fround));
    expect(first('none')).toEqual([0, 255, 51]);
    expect((['unit', 'signed', 'none', 'standard'] as const).map((normalise) => prepare(dataset, { normalise }).range)).toEqual([
      [0, 1],
      [-1, 1],
      [0, 255],
      [-Infinity, Infinity],
    ]);
  });

  test('points are scaled by their own range; points that are all the same become 0', () => {
    const points = (values: number[]): Dataset => packDataset({ name: 'points', shape: [1], values: Float32Array.from(values) });
    const all = (dataset: Dataset): number[] =>
      sorted(splitNames.flatMap((name) => epochOf(prepare(dataset), name, { batchSize: 8 }).flatMap(({ x }) => [...x])));
    expect(all(points([-4, -3, -2, -1, 0, 1, 2, 3, 4, 6]))).toEqual([0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 1].map(Math.fround));
    expect(all(points(Array.from({ length: 10 }, () => 7)))).toEqual(Array.from({ length: 10 }, () => 0));
  });

  test('standard has mean 0 and variance 1 for each feature over the training split alone; a constant feature becomes 0', () => {
    const count = 400;
    const values = Float32Array.from({ length: count * 3 }, (_, i) => [1e4 + Math.sin(i) * 3, 5, (i * i) % 17][i % 3] ?? 0);
    const data = prepare(packDataset({ name: 'features', shape: [3], values }), { normalise: 'standard' });
    const rows = epochOf(data, 'train', { batchSize: 320 })[0]?.x ?? new Float32Array(0);
    for (const feature of [0, 1, 2]) {
      const column = [...rows].filter((_, i) => i % 3 === feature);
      const mean = column.reduce((sum, value) => sum + value, 0) / column.length;
      const variance = column.reduce((sum, value) => sum + (value - mean) ** 2, 0) / column.length;
      expect(mean).toBeCloseTo(0, 4);
      expect(variance).toBeCloseTo(feature === 1 ? 0 : 1, 3);
    }
  });

  test('what standardised the data is told, so that other examples can be prepared alike', () => {
    const values = Float32Array.from({ length: 300 }, (_, i) => (i % 3) * 10 + Math.sin(i));
    const dataset = packDataset({ name: 'features', shape: [3], values });
    const data = prepare(dataset, { normalise: 'standard' });
    const { mean, scale, storedRange } = data.standardisation ?? { mean: [], scale: [], storedRange: null };
    expect(storedRange).toEqual(dataset.facts.storedRange);
    const { x, indices } = data.pick('test', [0]);
    const [index = 0] = indices;
    for (const feature of [0, 1, 2])
      expect(((values[index * 3 + feature] ?? 0) - (mean[feature] ?? 0)) * (scale[feature] ?? 0)).toBeCloseTo(x[feature] ?? Number.NaN, 4);
    expect(prepare(dataset, { normalise: 'signed' }).standardisation).toBeNull();
  });

  test('what lies in the test split does not change the training values', () => {
    const values = Float32Array.from({ length: 100 }, (_, i) => Math.cos(i));
    const before = prepare(packDataset({ name: 'a', shape: [1], values }), { normalise: 'standard' });
    const changed = Float32Array.from(values);
    for (const index of [...indicesOf(epochOf(before, 'test')), ...indicesOf(epochOf(before, 'validation'))]) changed[index] = 1000 + index;
    const after = prepare(packDataset({ name: 'a', shape: [1], values: changed }), { normalise: 'standard' });
    expect(epochOf(after, 'train')).toEqual(epochOf(before, 'train'));
  });
});

describe('balancing', () => {
  const frequencies = (labels: readonly number[]): number[] => [0, 1, 2].map((label) => labels.filter((found) => found === label).length);
  const labelsOf = (batches: readonly Batch[]): number[] => batches.flatMap(({ labels }) => [...(labels ?? [])]);

  test('over-sampling: every epoch keeps its length and has each class equally often, within one', () => {
    const data = prepare(pictures(301), { balance: 'oversample' });
    for (let epoch = 0; epoch < 6; epoch++) {
      const labels = labelsOf(epochOf(data, 'train', { epoch }));
      expect(labels).toHaveLength(data.counts.train);
      const found = frequencies(labels);
      expect(Math.max(...found) - Math.min(...found)).toBeLessThanOrEqual(1);
    }
  });

  test('over-sampling: a rare class repeats all its examples equally often, and in time every common one comes', () => {
    const data = prepare(pictures(300), { balance: 'oversample' });
    const times = new Map<number, number>();
    const seen = new Set<number>();
    for (let epoch = 0; epoch < 20; epoch++) {
      for (const batch of epochOf(data, 'train', { epoch })) {
        batch.indices.forEach((index, i) => {
          seen.add(index);
          if (epoch === 0 && batch.labels?.[i] === 2) times.set(index, (times.get(index) ?? 0) + 1);
        });
      }
    }
    expect(Math.max(...times.values()) - Math.min(...times.values())).toBeLessThanOrEqual(1);
    expect(seen.size).toBe(data.counts.train);
  });

  test('copies of one example in an epoch are augmented each in its own way', () => {
    const data = prepare(pictures(120), { balance: 'oversample', augment: { noise: 0.2 } });
    const looks = new Map<number, Set<string>>();
    let copies = 0;
    for (const { x, indices } of epochOf(data, 'train')) {
      indices.forEach((index, i) => {
        const look = x.subarray(i * 30, (i + 1) * 30).join();
        copies += looks.has(index) ? 1 : 0;
        looks.set(index, (looks.get(index) ?? new Set()).add(look));
      });
    }
    expect(copies).toBeGreaterThan(5);
    expect([...looks.values()].reduce((sum, { size }) => sum + size, 0)).toBe(data.counts.train);
  });

  test('weights have mean 1 over an epoch and give each class the same sum; held-out splits have none', () => {
    const data = prepare(pictures(300), { balance: 'weights' });
    const batches = epochOf(data, 'train');
    const sums = [0, 0, 0];
    for (const { labels, weights } of batches) labels?.forEach((label, i) => (sums[label] = (sums[label] ?? 0) + (weights?.[i] ?? 0)));
    expect(sums.reduce((sum, value) => sum + value, 0) / data.counts.train).toBeCloseTo(1, 5);
    for (const sum of sums) expect(sum).toBeCloseTo(data.counts.train / 3, 3);
    expect(epochOf(data, 'test')[0]?.weights).toBeNull();
  });
});

describe('augmentation of the training split', () => {
  test('noise has the asked deviation, is clipped to the range, and changes from epoch to epoch', () => {
    const dataset = packDataset({ name: 'grey', shape: [100], values: new Uint8Array(100 * 50).map((_, i) => (i % 2 ? 128 : 0)) });
    const data = prepare(dataset, { augment: { noise: 0.1 } });
    const values = epochOf(data, 'train').flatMap(({ x }) => [...x]);
    const middle = values.filter((_, i) => i % 2 === 1).map((value) => value - 128 / 255);
    expect(Math.sqrt(middle.reduce((sum, value) => sum + value * value, 0) / middle.length)).toBeCloseTo(0.1, 2);
    expect(Math.min(...values)).toBe(0);
    expect(epochOf(data, 'train', { epoch: 1 }).flatMap(({ x }) => [...x])).not.toEqual(values);
    expect(epochOf(data, 'validation')[0]?.x.every((value, i) => value === Math.fround((i % 2 ? 128 : 0) / 255))).toBe(true);
  });
});

describe('refuses', () => {
  const issuesOf = (dataset: Dataset, reference: object): string[] => {
    const { value, issues } = prepareData(dataset, dataReferenceSchema.parse({ kind: 'idx', ...reference }), 1);
    issues.forEach(expectWords);
    if (issues.some(({ severity }) => severity === 'error')) expect(value).toBeUndefined();
    return issues.map(({ code }) => code);
  };

  test('splits that are asked for and empty', () => {
    expect(issuesOf(pictures(3), {})).toEqual(['data-split-empty', 'data-split-empty']);
    expect(issuesOf(pictures(3), { split: { validation: 0, test: 0 } })).toEqual([]);
    expect(issuesOf(pictures(10), { split: { validation: 0.5, test: 0.5 } })).toEqual(['data-split-empty']);
    expect(issuesOf(pictures(10), { split: { validation: 0.9, test: 0.9 } })).toContain('data-split-empty');
    expect(issuesOf(pictures(50), { limit: 1 })).toContain('data-split-empty');
  });
  test('balancing without labels', () => expect(issuesOf(pictures(50, { labelled: false }), { balance: 'weights' })).toEqual(['data-no-labels']));
  test('moving what is no image', () => {
    const points = packDataset({ name: 'points', shape: [2], values: new Float32Array(100) });
    for (const augment of [{ shift: 1 }, { rotate: 1 }, { flip: true }]) expect(issuesOf(points, { augment })).toEqual(['data-augment-not-image']);
    expect(issuesOf(points, { augment: { noise: 1 } })).toEqual([]);
  });
  test('and warns of a limit beyond the set', () => expect(issuesOf(pictures(50), { limit: 51 })).toEqual(['data-limit-unreached']));
  test('a batch larger than the training split, before the first batch is drawn', () => {
    const data = prepare(pictures(50));
    expect(checkBatchSize(data, 40)).toEqual([]);
    expect(checkBatchSize(data, 41)).toMatchObject([{ code: 'data-batch-too-large', values: { batchSize: 41, count: 40 } }]);
    checkBatchSize(data, 41).forEach(expectWords);
    expect(() => data.batches('train', { batchSize: 41, epoch: 0 })).toThrow(IssueError);
    expect(epochOf(data, 'validation', { batchSize: 41 })).toHaveLength(1);
    expect(() => data.batches('train', { batchSize: 0, epoch: 0 })).toThrow(RangeError);
  });
});

test('a batch of 128 images of 784 bytes is filled in well under half a millisecond', () => {
  const values = new Uint8Array(2000 * 784).map((_, i) => i * 7);
  const data = prepare(packDataset({ name: 'speed', shape: [28, 28, 1], values }));
  let best = Number.POSITIVE_INFINITY;
  for (let epoch = 0; epoch < 40; epoch++) {
    let last = performance.now();
    for (const { size } of data.batches('train', { batchSize: 128, epoch })) {
      const now = performance.now();
      if (size === 128) best = Math.min(best, now - last);
      last = now;
    }
  }
  expect(best).toBeLessThan(0.5);
});
