import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Worker } from 'node:worker_threads';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { IssueError } from '../../../shared/check/issue.ts';
import { dataReferenceSchema } from '../../../shared/data/dataReference.ts';
import type { BatchSource, BatchSourceOptions, BatchStream } from './batchStream.ts';
import { createBatchSource } from './batchStream.ts';
import type { Batch, Dataset, PreparedData, SplitName } from './dataset.ts';
import { loadDataset } from './loadDataset.ts';
import { packDataset } from './packDataset.ts';
import { batchOf } from './batchBlock.ts';
import type { PreparedBlock } from './preparedBlock.ts';
import { prepareData } from './prepareData.ts';
import { bytesOf, createTempFolder, encodeIdx, encodeNpy, greyPng } from './testing/sampleFiles.ts';
import { expectWords, loadWell } from './testing/loadSample.ts';

/** Threads that this process started and that have not ended. */
let alive = 0;
const watch = (worker: Worker): void => {
  alive += 1;
  worker.once('exit', () => (alive -= 1));
};
beforeAll(() => void process.on('worker', watch));
afterAll(() => void process.off('worker', watch));

const sources: BatchSource[] = [];
function sourceOf(data: PreparedData, options: BatchSourceOptions = { thread: 'other' }): BatchSource {
  const source = createBatchSource(data, options);
  sources.push(source);
  return source;
}
afterEach(async () => {
  await Promise.all(sources.splice(0).map((source) => source.close()));
  // What is closed is gone.
  expect(alive).toBe(0);
});

function prepare(dataset: Dataset, reference: object = {}): PreparedData {
  const { value } = prepareData(dataset, dataReferenceSchema.parse({ kind: 'idx', ...reference }), 1);
  if (!value) throw new Error('not prepared');
  return value;
}

/** Pictures of 6 × 5 bytes in three classes of different size; 101 of 130 are for training. */
function pictures(count = 130): Dataset {
  const values = new Uint8Array(count * 30).map((_, i) => (i * 73 + (i % 30) * 11) % 251);
  const labels = Int32Array.from({ length: count }, (_, i) => (i % 6 < 3 ? 0 : i % 6 < 5 ? 1 : 2));
  return packDataset({ name: 'pictures', shape: [6, 5, 1], values, labels, classes: ['a', 'b', 'c'] });
}

/** The batches of blocks as they come, copied, each block given back at once. */
async function readAll(stream: BatchStream, epoch: number, startBatch = 0): Promise<{ readonly batches: Batch[]; readonly blocks: number[] }> {
  const batches: Batch[] = [],
    blocks: number[] = [];
  for await (const block of stream.blocks(epoch, startBatch)) {
    expect([block.epoch, block.firstBatch]).toEqual([epoch, startBatch + batches.length]);
    for (let i = 0; i < block.batches; i++) batches.push(structuredClone(batchOf(block, i)));
    blocks.push(block.batches);
    stream.release(block);
  }
  return { batches, blocks };
}

async function expectSame(data: PreparedData, thread: 'own' | 'other'): Promise<void> {
  const source = sourceOf(data, { thread });
  const { train } = data.counts;
  const batchSize = Math.max(2, Math.floor(train / 10));
  for (const stride of [1, 8]) {
    const stream = source.stream({ split: 'train', batchSize, stride, epochs: 3 });
    for (const [epoch, startBatch] of [
      [0, 0],
      [1, 0],
      [2, 3],
      [0, 1],
      [2, 0],
    ] as const) {
      const { batches, blocks } = await readAll(stream, epoch, startBatch);
      expect(batches).toEqual([...data.batches('train', { batchSize, epoch, startBatch })].map((batch) => structuredClone(batch)));
      const full = Math.floor(train / batchSize) - startBatch;
      const expected = Array.from({ length: Math.ceil(full / stride) }, (_, i) => Math.min(stride, full - i * stride));
      expect(blocks).toEqual(train % batchSize > 0 ? [...expected, 1] : expected);
    }
  }
  for (const split of ['validation', 'test'] as const) {
    const stream = source.stream({ split, batchSize: 3, stride: 2 });
    expect((await readAll(stream, 4)).batches).toEqual([...data.batches(split, { batchSize: 3, epoch: 4 })].map((batch) => structuredClone(batch)));
  }
  expect(source.issue).toBeNull();
  expect(source.thread).toBe(thread);
}

describe('the same numbers as PreparedData.batches, bit for bit', () => {
  let folder: Awaited<ReturnType<typeof createTempFolder>>;
  beforeEach(async () => {
    folder = await createTempFolder();
  });
  afterEach(() => folder.remove());
  const bytes = Uint8Array.from({ length: 60 * 12 }, (_, i) => (i * 37) % 256);
  const floats = Float32Array.from({ length: 60 * 3 }, (_, i) => Math.sin(i) * 100);

  const references: Readonly<Record<string, () => Promise<object>>> = {
    mnist: async () => ({ kind: 'mnist', limit: 90 }),
    shapes: async () => ({ kind: 'shapes', limit: 90 }),
    moons: async () => ({ kind: 'moons', limit: 90 }),
    rings: async () => ({ kind: 'rings', limit: 90 }),
    blobs: async () => ({ kind: 'blobs', limit: 90 }),
    'swiss-roll': async () => ({ kind: 'swiss-roll', limit: 90 }),
    waves: async () => ({ kind: 'waves', limit: 90 }),
    idx: async () => ({ kind: 'idx', path: await folder.write('x.idx', encodeIdx(0x08, [60, 4, 3], bytes)) }),
    'npy of bytes': async () => ({ kind: 'npy', path: await folder.write('x.npy', encodeNpy('|u1', [60, 4, 3], bytes)) }),
    'npy of floats': async () => ({ kind: 'npy', path: await folder.write('x.npy', encodeNpy('<f4', [60, 3], bytesOf(floats))) }),
    csv: async () => ({
      kind: 'csv',
      labelColumn: 'c',
      path: await folder.write('x.csv', ['a,b,c', ...Array.from({ length: 60 }, (_, i) => `${i * 0.3},${-i},${i % 2 ? 'odd' : 'even'}`)].join('\n')),
    }),
    images: async () => {
      for (let i = 0; i < 40; i++)
        await folder.write(
          `${i % 3 ? 'most' : 'few'}/${i}.png`,
          greyPng(4, 5, (x, y) => (x * 40 + y * 9 + i * 5) % 256),
        );
      return { kind: 'images', path: folder.path };
    },
  };

  test.each(Object.keys(references))('%s', async (name) => {
    const reference = (await references[name]?.()) ?? {};
    const dataset = await loadWell(reference);
    expect(dataset.stored.buffer).toBeInstanceOf(SharedArrayBuffer);
    const balance = dataset.labels ? 'oversample' : 'none';
    const hard = { normalise: 'standard', augment: { noise: 0.2, flip: dataset.facts.shape.length === 3 }, balance };
    for (const over of dataset.stored instanceof Float32Array ? [{}, hard] : [hard]) {
      await expectSame(prepare(dataset, { ...reference, ...over }), 'other');
    }
  });

  test('fashion-mnist, where it is on this machine', async ({ skip }) => {
    const reference = dataReferenceSchema.parse({ kind: 'fashion-mnist', limit: 300 });
    const { value } = await loadDataset(reference, { seed: 1 });
    if (!value) skip();
    else await expectSame(prepare(value, reference), 'other');
  });

  const augments = [{}, { noise: 0.1 }, { shift: 1, rotate: 15, flip: true, noise: 0.1 }, { shift: 2 }];
  const cases = augments.flatMap((augment, i) =>
    (['none', 'oversample', 'weights'] as const).map((balance, j) => ({ augment, balance, normalise: ['unit', 'signed', 'standard', 'none'][(i + j) % 4] })),
  );
  test.each(cases)('pictures with $augment, balance $balance, normalise $normalise', async (reference) => {
    const data = prepare(pictures(), reference);
    await expectSame(data, 'other');
    await expectSame(data, 'own');
  });

  test('and of data that can only be asked for batches', async () => {
    await expectSame({ ...prepare(pictures(), { balance: 'weights' }), recipe: null }, 'own');
  });
});

describe('reading', () => {
  /** What was asked of the other thread, in order. */
  interface Asked {
    readonly epoch: number;
    readonly firstBatch: number;
    readonly split: SplitName;
    readonly buffer: ArrayBuffer | null;
  }
  const asked: { readonly order: Asked; readonly hadBuffer: boolean }[] = [];
  beforeEach(() => {
    asked.length = 0;
    const post = MessagePort.prototype.postMessage;
    vi.spyOn(MessagePort.prototype, 'postMessage').mockImplementation(function (this: unknown, message: Asked, transfer) {
      if ('bufferBytes' in message) asked.push({ order: { ...message }, hadBuffer: message.buffer !== null });
      Reflect.apply(post, this, [message, transfer]);
    });
  });
  afterEach(() => vi.restoreAllMocks());

  test('never has more blocks prepared ahead than it may, and allocates none after the first ones', async () => {
    const stream = sourceOf(prepare(pictures(400))).stream({ split: 'train', batchSize: 10, stride: 2, epochs: 4, ahead: 3 });
    expect(asked).toHaveLength(3);
    let taken = 0;
    for (let epoch = 0; epoch < 4; epoch++) {
      for await (const block of stream.blocks(epoch)) {
        taken += 1;
        expect(asked.length - taken).toBeLessThanOrEqual(3);
        stream.release(block);
      }
    }
    expect(taken).toBe(4 * 16);
    expect(asked).toHaveLength(taken);
    expect(asked.filter(({ hadBuffer }) => !hadBuffer).length).toBeLessThanOrEqual(4);
  });

  test('prepares the next epoch while the last blocks of one are read, and nothing behind the last epoch', async () => {
    const stream = sourceOf(prepare(pictures())).stream({ split: 'train', batchSize: 20, stride: 4, epochs: 2, ahead: 2 });
    const reading = stream.blocks(0);
    await reading.next();
    await reading.next();
    const places = (): number[][] => asked.map(({ order }) => [order.epoch, order.firstBatch]);
    expect(places()).toEqual([
      [0, 0],
      [0, 4],
      [0, 5],
      [1, 0],
    ]);
    await readAll(stream, 0, 5);
    await readAll(stream, 1);
    expect(Math.max(...asked.map(({ order }) => order.epoch))).toBe(1);
    expect(new Set(asked.map(({ order }) => `${order.epoch} ${order.firstBatch}`)).size).toBe(asked.length);
  });

  test('peeks without taking, also behind the last epoch', async () => {
    const data = prepare(pictures());
    const stream = sourceOf(data).stream({ split: 'train', batchSize: 20, stride: 1, epochs: 1, epoch: 0, startBatch: 1 });
    const first = await stream.peek(0, 1);
    const before = asked.length;
    expect(first?.firstBatch).toBe(1);
    const [block] = await firstOf(stream.blocks(0, 1), 1);
    expect(block).toBe(first);
    expect(asked.length).toBe(before + 1);
    const behind = await stream.peek(1);
    expect(behind && batchOf(behind, 0).x).toEqual(first && [...data.batches('train', { batchSize: 20, epoch: 1 })][0]?.x);
    expect(await stream.peek(1, 99)).toBeNull();
  });

  test('goes back to earlier blocks, and drops what was prepared ahead', async () => {
    const data = prepare(pictures(), { augment: { noise: 0.1 } });
    const stream = sourceOf(data).stream({ split: 'train', batchSize: 10, stride: 2, epochs: 5 });
    for (const [epoch, startBatch] of [
      [2, 4],
      [0, 0],
      [2, 4],
      [4, 9],
      [0, 3],
    ] as const) {
      const kept = await firstOf(stream.blocks(epoch, startBatch), 2);
      const expected = [...data.batches('train', { batchSize: 10, epoch, startBatch })].slice(0, 4);
      const found = kept.flatMap((block) => Array.from({ length: block.batches }, (_, i) => batchOf(block, i)));
      // Blocks that were not given back stay as they are.
      expect(found.map(({ x }) => x)).toEqual(expected.slice(0, found.length).map(({ x }) => x));
      for (const block of kept) stream.release(block);
    }
  });

  test('several streams of one source do not disturb each other', async () => {
    const data = prepare(pictures());
    const source = sourceOf(data);
    const [train, validation] = [
      source.stream({ split: 'train', batchSize: 10, stride: 4, epochs: 3 }),
      source.stream({ split: 'validation', batchSize: 4, stride: 1, epochs: 3 }),
    ];
    for (let epoch = 0; epoch < 3; epoch++) {
      expect((await readAll(train, epoch)).batches.map(({ x }) => x)).toEqual([...data.batches('train', { batchSize: 10, epoch })].map(({ x }) => x));
      expect((await readAll(validation, epoch)).batches.map(({ x }) => x)).toEqual(
        [...data.batches('validation', { batchSize: 4, epoch: 0 })].map(({ x }) => x),
      );
    }
  });

  test('giving a block back twice, or one of another stream, changes nothing', async () => {
    const data = prepare(pictures());
    const source = sourceOf(data);
    const [one, other] = [source.stream({ split: 'train', batchSize: 10, stride: 1 }), source.stream({ split: 'train', batchSize: 10, stride: 1 })];
    const [block] = await firstOf(one.blocks(0), 1);
    if (!block) throw new Error('no block');
    other.release(block);
    one.release(block);
    one.release(block);
    expect((await readAll(one, 0, 1)).batches.map(({ x }) => x)).toEqual(
      [...data.batches('train', { batchSize: 10, epoch: 0, startBatch: 1 })].map(({ x }) => x),
    );
  });

  test('refuses a batch larger than the training split, and sizes that are none', () => {
    const source = sourceOf(prepare(pictures()), { thread: 'own' });
    expect(() => source.stream({ split: 'train', batchSize: 200, stride: 1 })).toThrow(IssueError);
    expect(() => source.stream({ split: 'train', batchSize: 0, stride: 1 })).toThrow(RangeError);
    expect(() => source.stream({ split: 'train', batchSize: 8, stride: 1.5 })).toThrow(RangeError);
  });

  test('small sets are prepared on the caller’s thread, large and augmented ones on another', async () => {
    const threadOf = (reference: object, count: number): string => sourceOf(prepare(pictures(count), reference), {}).thread;
    expect(threadOf({}, 12_000)).toBe('own');
    expect(threadOf({ augment: { rotate: 10, noise: 0.1 } }, 12_000)).toBe('other');
    await new Promise(setImmediate);
    expect(alive).toBe(1);
  });
});

async function firstOf(reading: AsyncIterable<PreparedBlock>, count: number): Promise<PreparedBlock[]> {
  const found: PreparedBlock[] = [];
  for await (const block of reading) {
    found.push(block);
    if (found.length === count) break;
  }
  return found;
}

describe('an end', () => {
  test('closing in the middle of everything ends the thread and every reading', async () => {
    const data = prepare(pictures(4000), { augment: { rotate: 20 } });
    for (const wait of [0, 1, 30]) {
      const source = sourceOf(data);
      const stream = source.stream({ split: 'train', batchSize: 100, stride: 8, epochs: 3 });
      const reading = stream.blocks(0);
      await reading.next();
      const pending = reading.next();
      await new Promise((resolve) => setTimeout(resolve, wait));
      await source.close();
      await pending;
      expect((await reading.next()).done).toBe(true);
      expect(await stream.peek(0)).toBeNull();
      expect(alive).toBe(0);
    }
  });

  const ends: Readonly<Record<string, { readonly program: string; readonly reason: RegExp }>> = {
    'throws at its start': { program: 'throw new Error("broken at once")', reason: /broken at once/ },
    'ends at its start': { program: 'process.exit(3)', reason: /exit 3/ },
    'is not there': { program: 'import "file:///nowhere/at/all.mjs"', reason: /nowhere/ },
    'ends in the middle': {
      program: `import { workerData } from 'node:worker_threads'; import '${new URL('./batchWorker.ts', import.meta.url).href}'; workerData.port.on('message', ({ id }) => id > 4 && process.exit(7));`,
      reason: /exit 7/,
    },
    'throws in the middle': {
      program: `import { workerData } from 'node:worker_threads'; import '${new URL('./batchWorker.ts', import.meta.url).href}'; workerData.port.on('message', ({ id }) => { if (id > 4) throw new Error('broken later'); });`,
      reason: /broken later/,
    },
  };
  test.each(Object.keys(ends))('a thread that %s is told of, and the same batches come from this one', async (name) => {
    const { program = '', reason = /./ } = ends[name] ?? {};
    const data = prepare(pictures(), { balance: 'weights', augment: { noise: 0.1 } });
    const source = sourceOf(data, { thread: 'other', entry: new URL(`data:text/javascript,${encodeURIComponent(program)}`) });
    const stream = source.stream({ split: 'train', batchSize: 10, stride: 2, epochs: 3 });
    for (let epoch = 0; epoch < 3; epoch++) {
      expect((await readAll(stream, epoch)).batches).toEqual([...data.batches('train', { batchSize: 10, epoch })].map((batch) => structuredClone(batch)));
    }
    expect(source.thread).toBe('own');
    expect(source.issue).toMatchObject({ code: 'data-thread-lost', severity: 'warning' });
    expect(source.issue?.values.reason).toEqual(expect.stringMatching(reason));
    if (source.issue) expectWords(source.issue);
  });

  test('a source that nobody closes keeps no process alive, and one that is waited for does', async () => {
    const module = (name: string): string => new URL(name, import.meta.url).href;
    const program = `
      const { packDataset } = await import('${module('./packDataset.ts')}');
      const { prepareData } = await import('${module('./prepareData.ts')}');
      const { createBatchSource } = await import('${module('./batchStream.ts')}');
      const { dataReferenceSchema } = await import('${module('../../../shared/data/dataReference.ts')}');
      const dataset = packDataset({ name: 'x', shape: [10], values: new Uint8Array(1000) });
      const sourceOf = () => createBatchSource(prepareData(dataset, dataReferenceSchema.parse({ kind: 'idx' }), 1).value, { thread: 'other' });
      sourceOf().stream({ split: 'train', batchSize: 8, stride: 2 });
      const source = sourceOf();
      const block = await source.stream({ split: 'train', batchSize: 8, stride: 2 }).peek(0);
      console.log(source.thread, block.batches);`;
    const { stdout, stderr } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', program], { timeout: 20_000 });
    expect(stdout).toBe('other 2\n');
    expect(stderr).toBe('');
  });
});
