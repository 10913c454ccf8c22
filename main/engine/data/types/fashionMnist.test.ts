import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import type { Server } from 'node:http';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Issue } from '../../../../shared/check/issue.ts';
import { IssueError } from '../../../../shared/check/issue.ts';
import type { Dataset } from '../dataset.ts';
import { expectWords, storedOf } from '../testing/loadSample.ts';
import { createTempFolder, encodeIdx } from '../testing/sampleFiles.ts';
import type { FashionPlaces } from './fashionMnist.ts';
import { downloadPublished, fashionFiles, loadFashion } from './fashionMnist.ts';

let folder: Awaited<ReturnType<typeof createTempFolder>>;
let server: Server | undefined;
let places: FashionPlaces;
beforeEach(async () => {
  folder = await createTempFolder();
  places = { debian: join(folder.path, 'debian'), cache: join(folder.path, 'cache'), url: 'http://127.0.0.1:9/', silenceMs: 300 };
});
afterEach(async () => {
  await new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve()));
  server?.closeAllConnections();
  server = undefined;
  await folder.remove();
});

/** A small set in the same four files: `train` and `test` examples, the i-th of grey i. */
async function writeSet(where: 'debian' | 'cache', train: number, test: number): Promise<void> {
  const pictures = (count: number): Uint8Array =>
    gzipSync(
      encodeIdx(
        8,
        [count, 28, 28],
        new Uint8Array(count * 784).map((_, i) => Math.floor(i / 784)),
      ),
    );
  const labels = (count: number): Uint8Array =>
    gzipSync(
      encodeIdx(
        8,
        [count],
        new Uint8Array(count).map((_, i) => i % 10),
      ),
    );
  await folder.write(`${where}/${fashionFiles.trainImages.name}`, pictures(train));
  await folder.write(`${where}/${fashionFiles.trainLabels.name}`, labels(train));
  await folder.write(`${where}/${fashionFiles.testImages.name}`, pictures(test));
  await folder.write(`${where}/${fashionFiles.testLabels.name}`, labels(test));
}

const load = (allowDownload = false): Promise<Dataset> => loadFashion(places, { allowDownload, limitBytes: 2 ** 30 });
async function refused(work: Promise<unknown>): Promise<Issue> {
  const error: unknown = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof IssueError) || error.issues[0] === undefined) throw error instanceof Error ? error : new Error('was not refused');
  expectWords(error.issues[0]);
  return error.issues[0];
}

test.each(['debian', 'cache'] as const)('reads the files in %s: training part first, then the test part', async (where) => {
  await writeSet(where, 12, 3);
  const dataset = await load();
  expect(dataset.facts).toMatchObject({ name: 'fashion-mnist', count: 15, shape: [28, 28, 1] });
  expect(dataset.facts.classes?.[9]).toBe('Ankle boot');
  expect(dataset.officialTestStart).toBe(12);
  expect([0, 11, 12, 14].map((i) => storedOf(dataset, i)[0])).toEqual([0, 11, 0, 2]);
  expect([...(dataset.labels ?? [])].slice(9)).toEqual([9, 0, 1, 0, 1, 2]);
});

test('Debian goes before the cache; a folder that lacks a file does not count', async () => {
  await writeSet('debian', 5, 1);
  await writeSet('cache', 9, 1);
  expect((await load()).facts.count).toBe(6);
  places = { ...places, debian: join(folder.path, 'none') };
  expect((await load()).facts.count).toBe(10);
});

test('without the files and without leave to download, both ways are named', async () => {
  const found = await refused(load());
  expect(found).toMatchObject({ code: 'data-fashion-absent', values: { debian: places.debian, cache: places.cache } });
});

describe('download', () => {
  const contents = gzipSync(encodeIdx(8, [2], Uint8Array.of(1, 2)));
  const file = { name: 'labels.gz', bytes: gunzipSync(contents).length, sha256: createHash('sha256').update(gunzipSync(contents)).digest('hex') };
  async function serve(answer: (url: string) => { status: number; body: Uint8Array | 'silence' }): Promise<void> {
    const started = createServer((request, response) => {
      const { status, body } = answer(request.url ?? '');
      response.writeHead(status);
      if (body === 'silence') response.write('.');
      else response.end(body);
    });
    server = started;
    await new Promise<void>((resolve) => started.listen(0, '127.0.0.1', resolve));
    const address = started.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    places = { ...places, url: `http://127.0.0.1:${address.port}/` };
    await folder.write('cache/.keep', '');
  }

  test('keeps a file whose contents are the published ones, whole and alone', async () => {
    let served = 0;
    await serve(() => ({ status: 200, body: ((served += 1), contents) }));
    await downloadPublished(file, places);
    await downloadPublished(file, places);
    expect(served).toBe(1);
    expect(await readdir(places.cache)).toEqual(['.keep', 'labels.gz']);
  });
  test('other contents are refused and not kept', async () => {
    await serve(() => ({ status: 200, body: gzipSync('something else') }));
    expect((await refused(load(true))).code).toBe('data-checksum');
    expect(await readdir(places.cache)).toEqual(['.keep']);
  });
  test('a refusal by the server, a server that falls silent, and none at all', async () => {
    await serve(() => ({ status: 404, body: new Uint8Array(0) }));
    expect((await refused(load(true))).code).toBe('data-download-failed');
    server?.close();
    await serve(() => ({ status: 200, body: 'silence' }));
    const began = performance.now();
    expect((await refused(load(true))).code).toBe('data-download-failed');
    expect(performance.now() - began).toBeLessThan(5000);
    places = { ...places, url: 'http://127.0.0.1:9/' };
    expect((await refused(load(true))).code).toBe('data-download-failed');
  });
});
