import { afterEach, beforeEach, expect, test } from 'vitest';
import { datasetCatalogue } from '../loadDataset.ts';
import { load, loadWell, refusal, storedOf } from '../testing/loadSample.ts';
import { createTempFolder, encodeIdx } from '../testing/sampleFiles.ts';
import { mnistFiles } from './mnist.ts';

let folder: Awaited<ReturnType<typeof createTempFolder>>;
beforeEach(async () => {
  folder = await createTempFolder();
});
afterEach(() => folder.remove());

const pack = async (): Promise<void> => {
  await folder.write(
    '.hourglass/data/mnist/images.idx',
    encodeIdx(
      8,
      [3, 28, 28],
      new Uint8Array(3 * 784).map((_, i) => Math.floor(i / 784) + 1),
    ),
  );
  await folder.write('.hourglass/data/mnist/labels.idx', encodeIdx(8, [3], Uint8Array.of(4, 0, 7)));
};

test('reads what set-up packed, with all ten classes', async () => {
  await pack();
  const dataset = await loadWell({ kind: 'mnist' }, { root: folder.path });
  expect(dataset.facts).toMatchObject({ name: 'mnist', count: 3, shape: [28, 28, 1], storedRange: [0, 255] });
  expect(dataset.facts.classes).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
  expect([...(dataset.labels ?? [])]).toEqual([4, 0, 7]);
  expect(storedOf(dataset, 2)).toEqual(Array.from({ length: 784 }, () => 3));
});

test('names the set-up command where nothing is packed, and says so in the catalogue', async () => {
  const found = await refusal({ kind: 'mnist' }, { root: folder.path });
  expect(found).toMatchObject({ code: 'data-mnist-not-packed', at: { file: mnistFiles({ root: folder.path }).images } });
  const available = async (): Promise<boolean | undefined> => (await datasetCatalogue({ root: folder.path })).find(({ kind }) => kind === 'mnist')?.available;
  expect(await available()).toBe(false);
  await pack();
  expect(await available()).toBe(true);
});

test('a packed file that is damaged is refused as such', async () => {
  await pack();
  await folder.write('.hourglass/data/mnist/labels.idx', encodeIdx(8, [2], Uint8Array.of(4, 0)));
  expect((await load({ kind: 'mnist' }, { root: folder.path })).issues[0]?.code).toBe('data-label-count');
});
