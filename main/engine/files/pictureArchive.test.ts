import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { zipSync } from 'fflate';
import * as fc from 'fast-check';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { IssueError } from '../../../shared/check/issue.ts';
import { createOwnData } from './ownData.ts';
import type { OwnDataSets } from './ownData.ts';
import { archiveLimits, planPictures } from './pictureArchive.ts';
import type { ArchiveLimits } from './pictureArchive.ts';

const folders: string[] = [];
let root: string;
let own: OwnDataSets;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'hourglass-archive-'));
  folders.push(root);
  own = createOwnData(root);
});
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))));

const picture = Uint8Array.of(0x89, 0x50, 1, 2, 3);
const zipOf = (names: readonly string[], bytes: Uint8Array = picture): Uint8Array => zipSync(Object.fromEntries(names.map((name) => [name, bytes])));
const send = (zip: Uint8Array, limits?: Partial<ArchiveLimits>) => own.receiveArchive('Pets', Readable.from([zip]), { ...archiveLimits, ...limits });
const codesOf = (work: Promise<unknown>): Promise<string[]> =>
  work.then(
    () => [],
    (error: unknown) => {
      if (error instanceof IssueError) return error.issues.map(({ code }) => code);
      throw error;
    },
  );
/** Everything under the data folder, files and folders alike. */
const left = async (): Promise<string[]> => (await readdir(join(root, 'data'), { recursive: true }).catch(() => [])).toSorted((a, b) => (a < b ? -1 : 1));

describe('a zip of pictures', () => {
  test('becomes a set with a folder a class, without what systems put beside them', async () => {
    const made = await send(
      zipOf(['cats/1.png', 'cats/2.JPG', 'dogs/1.jpeg', 'dogs/notes.txt', '__MACOSX/cats/._1.png', 'cats/.DS_Store', '.hidden/1.png', 'Thumbs.db']),
    );
    expect(made).toEqual({ name: 'Pets', path: join(root, 'data/Pets'), pictures: 3 });
    expect(await left()).toEqual(['Pets', 'Pets/cats', 'Pets/cats/1.png', 'Pets/cats/2.JPG', 'Pets/dogs', 'Pets/dogs/1.jpeg']);
    expect(new Uint8Array(await readFile(join(root, 'data/Pets/cats/1.png')))).toEqual(picture);
    expect(await own.list()).toMatchObject([{ name: 'Pets', files: 3, path: join(root, 'data/Pets'), entries: [{ name: 'cats' }, { name: 'dogs' }] }]);
  });

  test('may have a folder around everything, and names of any script', async () => {
    await send(zipOf(['My photos/all/猫/一.png', 'My photos/all/cafe\u0301/1.png']));
    expect(await left()).toEqual(['Pets', 'Pets/caf\u00e9', 'Pets/caf\u00e9/1.png', 'Pets/猫', 'Pets/猫/一.png']);
  });

  test('of pictures alone, or of one class, keeps what there is', async () => {
    await send(zipOf(['1.png', '2.png']));
    await send(zipOf(['cats/1.png', 'cats/2.png']));
    expect(await left()).toEqual(['Pets', 'Pets-2', 'Pets-2/cats', 'Pets-2/cats/1.png', 'Pets-2/cats/2.png', 'Pets/1.png', 'Pets/2.png']);
  });

  test('never takes the place of another set', async () => {
    await send(zipOf(['a/1.png', 'b/1.png']));
    expect((await send(zipOf(['c/1.png', 'd/1.png']))).name).toBe('Pets-2');
    expect(await readdir(join(root, 'data/Pets'))).toEqual(['a', 'b']);
  });
});

describe('is refused, and leaves nothing behind', () => {
  test.each([
    '../../escape.png',
    'cats/../../../escape.png',
    '/etc/escape.png',
    'C:/escape.png',
    '..\\escape.png',
    'nul/1.png',
    'cats/a?.png',
    '../not a picture.txt',
  ])('a name that leads out or that some system refuses: %j', async (name) => {
    expect(await codesOf(send(zipOf(['cats/1.png', name])))).toEqual(['archive-path']);
    expect(await left()).toEqual([]);
    expect(await readdir(root)).toEqual(['data']);
  });

  test('folders within class folders, and an archive without pictures', async () => {
    expect(await codesOf(send(zipOf(['train/cats/1.png', 'test/cats/1.png'])))).toEqual(['archive-too-deep']);
    expect(await codesOf(send(zipOf(['a/b/c/1.png', 'a/2.png'])))).toEqual(['archive-too-deep']);
    expect(await codesOf(send(zipOf(['readme.txt'])))).toEqual(['archive-no-pictures']);
    expect(await codesOf(send(zipSync({})))).toEqual(['archive-no-pictures']);
    expect(await left()).toEqual([]);
  });

  test('more than there is room for: the archive, a picture, all pictures, their number', async () => {
    const zeros = zipOf(['a/1.png', 'a/2.png', 'a/3.png'], new Uint8Array(100_000));
    expect(zeros.byteLength).toBeLessThan(2000);
    expect(await codesOf(send(zeros, { archiveBytes: 500 }))).toEqual(['upload-too-large']);
    expect(await codesOf(send(zeros, { pictureBytes: 99_999 }))).toEqual(['archive-too-large']);
    expect(await codesOf(send(zeros, { unpackedBytes: 299_999 }))).toEqual(['archive-too-large']);
    expect(await codesOf(send(zeros, { pictures: 2 }))).toEqual(['archive-too-large']);
    expect(await left()).toEqual([]);
    expect((await send(zeros, { unpackedBytes: 300_000, pictureBytes: 100_000, pictures: 3 })).pictures).toBe(3);
  });

  test('a bomb that lies about its size is unpacked no further than it said', async () => {
    const bomb = zipOf(['a/1.png'], new Uint8Array(50_000_000));
    const view = new DataView(bomb.buffer, bomb.byteOffset, bomb.byteLength);
    // Both headers say 10 bytes instead of 50 MB.
    const central = bomb.findLastIndex((_, at) => at + 4 <= bomb.length && view.getUint32(at, true) === 0x02014b50);
    view.setUint32(22, 10, true);
    view.setUint32(central + 24, 10, true);
    const before = process.memoryUsage().arrayBuffers;
    expect(await codesOf(send(bomb))).toEqual(['archive-damaged']);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(10_000_000);
    expect(await left()).toEqual([]);
  });

  test('what is damaged or no archive at all, at whatever byte', async () => {
    const whole = zipOf(
      ['a/1.png', 'b/2.png'],
      new Uint8Array(300).map((_, index) => index % 251),
    );
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), async (at, change) => {
        const damaged = Uint8Array.from(whole);
        damaged[at] = (damaged[at] ?? 0) ^ change;
        const found = await codesOf(send(damaged));
        expect(['', 'archive-damaged', 'archive-no-pictures', 'archive-path', 'archive-too-large', 'archive-too-deep']).toContain(found.join(' '));
        await rm(join(root, 'data'), { recursive: true, force: true });
      }),
      { seed: 20261120, numRuns: 120 },
    );
    for (const cut of [0, 10, whole.length - 1]) expect(await codesOf(send(whole.subarray(0, cut)))).toEqual(['archive-damaged']);
    expect(await left()).toEqual([]);
  });

  test('a name of a set that the library refuses; nothing is read for it', async () => {
    for (const name of ['..', '../x', 'a/b', '.hidden', ''])
      expect(() => own.receiveArchive(name, Readable.from([zipOf(['1.png'])]))).toThrow(
        expect.objectContaining({ issues: [expect.objectContaining({ code: 'library-name' })] }),
      );
    expect(await readdir(root)).toEqual([]);
  });

  test('where the disk takes nothing', async () => {
    await writeFile(join(root, 'data'), 'a file where the folder should be');
    expect(await codesOf(send(zipOf(['1.png'])))).toEqual(['library-unwritable']);
  });
});

test('a plan never leads out of the set, whatever the names (law)', () => {
  const step = fc.constantFrom('..', '.', '', 'a', 'b', '\\', 'C:', '__MACOSX', '.x', '猫', 'nul', 'a\0');
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.array(step, { maxLength: 5 }), fc.constantFrom('1.png', '..png', '2.jpg', 'x.txt')), { maxLength: 6 }), (names) => {
      const entries = names.map(([steps, file]) => ({ name: [...steps, file].join('/'), method: 0, crc: 0, packedBytes: 1, unpackedBytes: 1, offset: 0 }));
      try {
        for (const { path } of planPictures(entries, 'x.zip', archiveLimits)) {
          expect(path.length === 1 || path.length === 2).toBe(true);
          for (const part of path) expect(part).not.toMatch(/^\.|[/\\\0:]/);
        }
      } catch (error) {
        expect(error).toBeInstanceOf(IssueError);
      }
    }),
    { seed: 20261120, numRuns: 2000 },
  );
});
