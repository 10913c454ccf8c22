import { encode as encodePngFast } from 'fast-png';
import { encode as encodeJpeg } from 'jpeg-js';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createTempFolder, encodePng, greyPng, pillowJpegs } from '../testing/sampleFiles.ts';
import { loadWell, refusal, storedOf } from '../testing/loadSample.ts';

let folder: Awaited<ReturnType<typeof createTempFolder>>;
beforeEach(async () => {
  folder = await createTempFolder();
});
afterEach(() => folder.remove());

const load = (): ReturnType<typeof loadWell> => loadWell({ kind: 'images', path: folder.path });
const refuse = (options = {}): ReturnType<typeof refusal> => refusal({ kind: 'images', path: folder.path }, options);

describe('reads', () => {
  test('class folders in the order of their names; files that are no pictures and hidden ones are passed over', async () => {
    await folder.write(
      'dogs/b.png',
      greyPng(3, 2, (x, y) => 100 + y * 3 + x),
    );
    await folder.write(
      'cats/z.PNG',
      greyPng(3, 2, (x, y) => y * 3 + x),
    );
    await folder.write(
      'cats/a.png',
      greyPng(3, 2, () => 7),
    );
    await folder.write('cats/notes.txt', 'not a picture');
    await folder.write('.hidden/c.png', 'not a picture');
    const dataset = await load();
    expect(dataset.facts).toMatchObject({ count: 3, shape: [2, 3, 1], storedRange: [0, 255], classes: ['cats', 'dogs'] });
    expect([...(dataset.labels ?? [])]).toEqual([0, 0, 1]);
    expect(storedOf(dataset, 1)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(storedOf(dataset, 2)).toEqual([100, 101, 102, 103, 104, 105]);
  });

  test('loose pictures without classes; one in colour makes all of them RGB', async () => {
    await folder.write(
      'a.png',
      greyPng(1, 2, (_, y) => 50 + y),
    );
    await folder.write(
      'b.png',
      encodePng({
        width: 1,
        height: 2,
        colourType: 2,
        rows: [
          [255, 0, 9],
          [1, 2, 3],
        ],
      }),
    );
    const dataset = await load();
    expect(dataset.facts).toMatchObject({ shape: [2, 1, 3], classes: null });
    expect(storedOf(dataset, 0)).toEqual([50, 50, 50, 51, 51, 51]);
    expect(storedOf(dataset, 1)).toEqual([255, 0, 9, 1, 2, 3]);
  });

  test('every colour type and depth of PNG', async () => {
    const size = { width: 5, height: 1 };
    await folder.write('1 grey, 1 bit.png', encodePng({ ...size, depth: 1, rows: [[0b01011000]] }));
    await folder.write('2 grey, 2 bits.png', encodePng({ ...size, depth: 2, rows: [[0b00011011, 0b01000000]] }));
    await folder.write('3 grey, 4 bits.png', encodePng({ ...size, depth: 4, rows: [[0x01, 0x23, 0xf0]] }));
    await folder.write('4 grey, 16 bits.png', encodePng({ ...size, depth: 16, rows: [[0, 9, 1, 9, 2, 9, 3, 9, 255, 9]] }));
    await folder.write('5 grey, alpha.png', encodePng({ ...size, colourType: 4, rows: [[100, 255, 100, 0, 100, 51, 0, 255, 255, 255]] }));
    await folder.write(
      '6 grey palette, transparent.png',
      encodePng({ ...size, colourType: 3, depth: 2, palette: [10, 10, 10, 20, 20, 20, 30, 30, 30], transparency: [255, 0], rows: [[0b00011000, 0b10000000]] }),
    );
    await folder.write('7 interlaced.png', encodePngFast({ ...size, data: Uint8Array.of(1, 2, 3, 4, 5), channels: 1 }, { interlace: 'Adam7' }));
    const dataset = await load();
    expect(dataset.facts.shape).toEqual([1, 5, 1]);
    expect(Array.from({ length: 7 }, (_, i) => storedOf(dataset, i))).toEqual([
      [0, 255, 0, 255, 255],
      [0, 85, 170, 255, 85],
      [0, 17, 34, 51, 255],
      [0, 1, 2, 3, 255],
      [100, 0, 20, 0, 255],
      [10, 0, 30, 10, 30],
      [1, 2, 3, 4, 5],
    ]);
  });

  test('palette and RGB with alpha', async () => {
    await folder.write('a.png', encodePng({ width: 2, height: 1, colourType: 3, depth: 8, palette: [1, 2, 3, 4, 5, 6], rows: [[1, 0]] }));
    await folder.write('b.png', encodePng({ width: 2, height: 1, colourType: 6, rows: [[10, 20, 30, 255, 10, 20, 30, 0]] }));
    const dataset = await load();
    expect([storedOf(dataset, 0), storedOf(dataset, 1)]).toEqual([
      [4, 5, 6, 1, 2, 3],
      [10, 20, 30, 0, 0, 0],
    ]);
  });

  test('JPEG: grey stays grey, progressive is read', async () => {
    await folder.write('grey.jpg', pillowJpegs.grey);
    const grey = await load();
    expect(grey.facts.shape).toEqual([6, 8, 1]);
    expect(storedOf(grey, 0)).toEqual(Array.from({ length: 48 }, () => 102));
    await folder.write('progressive.jpeg', pillowJpegs.progressive);
    const both = await load();
    expect(both.facts.shape).toEqual([6, 8, 3]);
    storedOf(both, 1).forEach((value, i) => expect(Math.abs(value - ([200, 40, 90][i % 3] ?? 0))).toBeLessThanOrEqual(2));
  });

  test('a colour profile is never unpacked, so a damaged one (or a bomb) does no harm', async () => {
    const damaged = Buffer.from('icc\0\0 this is no deflate stream', 'latin1');
    await folder.write('a.png', encodePng({ width: 1, height: 1, rows: [[5]], extra: [{ type: 'iCCP', data: damaged }] }));
    expect(storedOf(await load(), 0)).toEqual([5]);
  });
});

describe('refuses', () => {
  test('two sizes, naming both files and sizes', async () => {
    const first = await folder.write(
      'a/1.png',
      greyPng(3, 2, () => 0),
    );
    const second = await folder.write(
      'b/2.png',
      greyPng(2, 3, () => 0),
    );
    expect(await refuse()).toMatchObject({
      code: 'data-images-mixed-sizes',
      at: { file: second },
      values: { size: '2x3', otherFile: first, otherSize: '3x2' },
    });
  });
  test('two heights of one width', async () => {
    await folder.write(
      '1.png',
      greyPng(3, 2, () => 0),
    );
    await folder.write(
      '2.png',
      greyPng(3, 4, () => 0),
    );
    expect((await refuse()).code).toBe('data-images-mixed-sizes');
  });
  test('a PNG and a JPEG of two sizes', async () => {
    await folder.write(
      'a.png',
      greyPng(3, 2, () => 0),
    );
    await folder.write('b.jpg', encodeJpeg({ width: 4, height: 4, data: new Uint8Array(64) }).data);
    expect((await refuse()).code).toBe('data-images-mixed-sizes');
  });
  test('a picture cut short, with a flipped byte, or that is none', async () => {
    const good = greyPng(16, 16, (x, y) => x * y);
    for (const length of [0, 20, 33, 45, good.length - 13]) {
      await folder.write('a.png', good.subarray(0, length));
      expect((await refuse()).code).toBe('data-image-unreadable');
    }
    const flipped = Uint8Array.from(good);
    flipped.set([(flipped[45] ?? 0) ^ 1], 45);
    await folder.write('a.png', flipped);
    expect((await refuse()).code).toBe('data-image-unreadable');
    await folder.write('a.png', 'GIF89a');
    expect((await refuse()).code).toBe('data-image-unreadable');
    await folder.write('a.png', pillowJpegs.grey.subarray(0, 100));
    expect((await refuse()).code).toBe('data-image-unreadable');
  });
  test('a pixel outside the palette and fewer rows than promised', async () => {
    await folder.write('a.png', encodePng({ width: 1, height: 1, colourType: 3, palette: [1, 2, 3], rows: [[1]] }));
    expect((await refuse()).code).toBe('data-image-unreadable');
    await folder.write('a.png', encodePng({ width: 1, height: 9, colourType: 2, rows: [[1, 2, 3]] }));
    expect((await refuse()).code).toBe('data-image-unreadable');
  });
  test('a picture of 60,000 × 60,000 pixels in a few bytes, and pixels that unpack to more than the size', async () => {
    await folder.write('a.png', encodePng({ width: 60_000, height: 60_000, rows: [[1]] }));
    expect((await refuse()).code).toBe('data-too-large');
    await folder.write('a.png', encodePng({ width: 20_000, height: 20_000, rows: [[1]] }));
    const small = process.memoryUsage().arrayBuffers;
    expect((await refuse()).code).toBe('data-image-unreadable');
    expect(process.memoryUsage().arrayBuffers - small).toBeLessThan(2 ** 24);
    await folder.write('a.png', encodePng({ width: 1, height: 1, rows: [[1]], surplus: 2 ** 26 }));
    const before = process.memoryUsage().arrayBuffers;
    expect((await refuse()).code).toBe('data-image-unreadable');
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2 ** 24);
  });
  test('an empty folder, a file, a folder that is not there', async () => {
    expect((await refuse()).code).toBe('data-images-none');
    await folder.write('empty/readme.md', 'nothing');
    expect((await refuse()).code).toBe('data-images-none');
    expect(
      (
        await refusal({
          kind: 'images',
          path: await folder.write(
            'x.png',
            greyPng(1, 1, () => 0),
          ),
        })
      ).code,
    ).toBe('data-folder-expected');
    expect((await refusal({ kind: 'images', path: `${folder.path}/nowhere` })).code).toBe('data-file-missing');
  });
  test('a picture beside class folders', async () => {
    await folder.write(
      'a/1.png',
      greyPng(1, 1, () => 0),
    );
    const loose = await folder.write(
      '2.png',
      greyPng(1, 1, () => 0),
    );
    expect(await refuse()).toMatchObject({ code: 'data-images-loose', at: { file: loose }, values: { folder: 'a' } });
  });
  test('more than the limit', async () => {
    await folder.write(
      'a.png',
      greyPng(20, 20, () => 0),
    );
    expect((await refuse({ limitBytes: 1000 })).code).toBe('data-too-large');
  });
});
