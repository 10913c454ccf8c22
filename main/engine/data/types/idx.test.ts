import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bytesOf, createTempFolder, encodeIdx } from '../testing/sampleFiles.ts';
import { loadWell, refusal, storedOf } from '../testing/loadSample.ts';

let folder: Awaited<ReturnType<typeof createTempFolder>>;
beforeAll(async () => {
  folder = await createTempFolder();
});
afterAll(() => folder.remove());

const pixels = Uint8Array.from({ length: 5 * 2 * 3 }, (_, i) => i * 8);
const pictures = encodeIdx(0x08, [5, 2, 3], pixels);
const labels = encodeIdx(0x08, [5], Uint8Array.of(1, 0, 2, 1, 0));
const bigEndian = (bytes: number, write: (view: DataView, i: number) => void): Uint8Array => {
  const out = new Uint8Array(bytes * 6);
  const view = new DataView(out.buffer);
  for (let i = 0; i < 6; i++) write(view, i);
  return out;
};

describe('reads', () => {
  test.each(['plain', 'gzipped'])('pictures and labels of %s files', async (how) => {
    const pack = (bytes: Uint8Array): Uint8Array => (how === 'gzipped' ? gzipSync(bytes) : bytes);
    const path = await folder.write(`${how}-images.idx`, pack(pictures));
    const labelPath = await folder.write(`${how}-labels.idx`, pack(labels));
    const { facts, labels: found, ...dataset } = await loadWell({ kind: 'idx', path, labelPath });
    expect(facts).toMatchObject({ name: `${how}-images.idx`, count: 5, shape: [2, 3, 1], storedRange: [0, 255], classes: ['0', '1', '2'], factors: null });
    expect([...(found ?? [])]).toEqual([1, 0, 2, 1, 0]);
    expect(storedOf({ facts, labels: found, ...dataset }, 4)).toEqual([...pixels.subarray(24)]);
  });

  test('without labels there are no classes, and the hash is that of the data alone', async () => {
    const one = await loadWell({ kind: 'idx', path: await folder.write('a.idx', pictures) });
    const two = await loadWell({ kind: 'idx', path: await folder.write('b.idx.gz', gzipSync(pictures)) });
    const labelled = await loadWell({ kind: 'idx', path: await folder.write('c.idx', pictures), labelPath: await folder.write('c-labels.idx', labels) });
    expect(one.labels).toBeNull();
    expect(one.facts.classes).toBeNull();
    expect(two.facts.hash).toBe(one.facts.hash);
    expect(labelled.facts.hash).not.toBe(one.facts.hash);
    expect(one.facts.hash).toMatch(/^[0-9a-f]{64}$/);
  });

  test.each([
    ['int8', 0x09, bigEndian(1, (view, i) => view.setInt8(i, i - 3))],
    ['int16', 0x0b, bigEndian(2, (view, i) => view.setInt16(i * 2, i - 3))],
    ['int32', 0x0c, bigEndian(4, (view, i) => view.setInt32(i * 4, i - 3))],
    ['float32', 0x0d, bigEndian(4, (view, i) => view.setFloat32(i * 4, i - 3))],
    ['float64', 0x0e, bigEndian(8, (view, i) => view.setFloat64(i * 8, i - 3))],
  ] as const)('%s vectors, with their own range', async (name, code, elements) => {
    const dataset = await loadWell({ kind: 'idx', path: await folder.write(`${name}.idx`, encodeIdx(code, [2, 3], elements)) });
    expect(dataset.facts).toMatchObject({ count: 2, shape: [3], storedRange: [-3, 2] });
    expect(storedOf(dataset, 1)).toEqual([0, 1, 2]);
  });

  test('labels beyond 255 are numbered in ascending order', async () => {
    const far = encodeIdx(0x0c, [5], bytesOf(new Uint8Array(20).map((_, i) => (i % 4 === 2 ? ([9, 1, 9, 4, 1][Math.floor(i / 4)] ?? 0) : 0))));
    const dataset = await loadWell({ kind: 'idx', path: await folder.write('far.idx', pictures), labelPath: await folder.write('far-labels.idx', far) });
    expect(dataset.facts.classes).toEqual(['256', '1024', '2304']);
    expect([...(dataset.labels ?? [])]).toEqual([2, 0, 2, 1, 0]);
  });
});

describe('refuses', () => {
  const code = async (bytes: Uint8Array, options = {}): Promise<string> => {
    const path = await folder.write('bad.idx', bytes);
    const found = await refusal({ kind: 'idx', path }, options);
    expect(found.at.file).toBe(path);
    return found.code;
  };

  test('a file cut short, at every length', async () => {
    for (const length of [0, 3, 4, 9, 15, 16, 45]) expect(await code(pictures.subarray(0, length))).toBe('data-truncated');
  });
  test('a gzip file cut short', async () => {
    const packed = gzipSync(
      encodeIdx(
        0x08,
        [100, 10],
        new Uint8Array(1000).map((_, i) => i * 37),
      ),
    );
    for (const length of [2, 12, 60, packed.length - 9]) expect(['data-truncated', 'data-gzip-damaged']).toContain(await code(packed.subarray(0, length)));
  });
  test('a gzip file with a flipped byte in its data', async () => {
    const packed = gzipSync(pictures);
    packed.set([255 - (packed[20] ?? 0)], 20);
    expect(await code(packed)).toMatch(/^data-(gzip-damaged|truncated|dtype|magic)$/);
  });
  test('bytes behind the last example', async () => {
    expect(await code(Buffer.concat([pictures, Uint8Array.of(1)]))).toBe('data-trailing-bytes');
    expect(await code(gzipSync(Buffer.concat([pictures, Uint8Array.of(1)])))).toBe('data-trailing-bytes');
  });
  test('another magic number', async () => expect(await code(Buffer.from('PK\u0003\u0004 something else'))).toBe('data-magic'));
  test('an unknown element type', async () => expect(await code(encodeIdx(0x0a, [1], new Uint8Array(8)))).toBe('data-dtype'));
  test('a header without axes', async () => expect(await code(Uint8Array.of(0, 0, 8, 0))).toBe('data-header'));
  test('no example', async () => expect(await code(encodeIdx(0x08, [0, 28, 28], new Uint8Array(0)))).toBe('data-empty'));
  test('labels where examples are expected', async () => expect(await code(labels)).toBe('data-shape'));
  test('a NaN', async () => expect(await code(encodeIdx(0x0d, [2, 1], Uint8Array.of(0, 0, 0, 0, 0x7f, 0xc0, 0, 0)))).toBe('data-not-finite'));
  test('2³¹ examples in a kilobyte, plain and gzipped, without allocating them', async () => {
    const absurd = encodeIdx(0x08, [2 ** 31, 28, 28], new Uint8Array(1000));
    const before = process.memoryUsage().arrayBuffers;
    expect(await code(absurd)).toBe('data-truncated');
    expect(await code(gzipSync(absurd))).toBe('data-too-large');
    expect(await code(gzipSync(encodeIdx(0x08, [2 ** 20, 28, 28], new Uint8Array(1000))))).toBe('data-truncated');
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2 ** 24);
  });
  test('more than the limit, in the file or behind gzip', async () => {
    expect(await code(pictures, { limitBytes: 20 })).toBe('data-too-large');
    expect(await code(gzipSync(encodeIdx(0x08, [1000, 10], new Uint8Array(10_000))), { limitBytes: 5000 })).toBe('data-too-large');
  });

  test('labels of another count, of a wrong shape, or that are no class numbers', async () => {
    const path = await folder.write('ok.idx', pictures);
    const withLabels = async (bytes: Uint8Array): Promise<string> =>
      (await refusal({ kind: 'idx', path, labelPath: await folder.write('bad-labels.idx', bytes) })).code;
    expect(await withLabels(encodeIdx(0x08, [4], new Uint8Array(4)))).toBe('data-label-count');
    expect(await withLabels(encodeIdx(0x08, [5, 2], new Uint8Array(10)))).toBe('data-label-shape');
    expect(await withLabels(encodeIdx(0x0d, [5], bigEndian(4, (view, i) => view.setFloat32(i * 4, i / 2)).subarray(0, 20)))).toBe('data-label-value');
    const many = Uint8Array.from({ length: 1001 * 4 }, (_, i) => (i % 4 === 3 ? (i >> 2) & 255 : i % 4 === 2 ? i >> 10 : 0));
    const manyPath = await folder.write('many.idx', encodeIdx(0x08, [1001, 1], new Uint8Array(1001)));
    const found = await refusal({ kind: 'idx', path: manyPath, labelPath: await folder.write('many-labels.idx', encodeIdx(0x0c, [1001], many)) });
    expect(found.code).toBe('data-too-many-classes');
  });

  test('no path, a missing file, a folder, a path no file can have', async () => {
    expect((await refusal({ kind: 'idx' })).code).toBe('data-path-missing');
    expect((await refusal({ kind: 'idx', path: `${folder.path}/nowhere.idx` })).code).toBe('data-file-missing');
    expect((await refusal({ kind: 'idx', path: folder.path })).code).toBe('data-file-expected');
    expect((await refusal({ kind: 'idx', path: 'a\u0000b' })).code).toBe('data-file-unreadable');
  });
});
