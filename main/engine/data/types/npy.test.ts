import { strToU8, zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bytesOf, createTempFolder, encodeNpy } from '../testing/sampleFiles.ts';
import { loadWell, refusal, storedOf } from '../testing/loadSample.ts';

let folder: Awaited<ReturnType<typeof createTempFolder>>;
beforeAll(async () => {
  folder = await createTempFolder();
});
afterAll(() => folder.remove());

/** Files written by NumPy 2.4. */
const byNumpy = {
  /** savez_compressed(x=arange(12, uint8).reshape(3, 2, 2), y=[2, 0, 1] as int64) */
  archive:
    'UEsDBC0AAAAIAAAAIQCaCbEc//////////8FABQAeC5ucHkBABAAjAAAAAAAAABUAAAAAAAAAJvsF+obEMnIUMZQrZ6SWpxcpG6loF5Taqiuo6Cell9UUpSYF59flJIKEndLzClOBYoXZyQWpAL5GsY6CkZApKmjUKtAHuBiYGRiZmFlY+fg5OIGAFBLAwQtAAAACAAAACEAihrOE///////////BQAUAHkubnB5AQAQAJgAAAAAAAAASgAAAAAAAACb7BfqGxDJyFDGUK2eklqcXKRupaBuk2mhrqOgnpZfVFKUmBefX5SSChJ3S8wpTgWKF2ckFqQC+RrGOpo6CrUKFAAuJgZUwAilAVBLAQItAy0AAAAIAAAAIQCaCbEcVAAAAIwAAAAFAAAAAAAAAAAAAACAAQAAAAB4Lm5weVBLAQItAy0AAAAIAAAAIQCKGs4TSgAAAJgAAAAFAAAAAAAAAAAAAACAAYsAAAB5Lm5weVBLBQYAAAAAAgACAGYAAAAMAQAAAAA=',
  /** x=arange(8, uint8).reshape(2, 4) behind a text file, zipped by Python with zip64 sizes, offsets and directory throughout. */
  zip64:
    'UEsDBC0AAAAAAAAAIQDwcRrE//////////8IABQAbm90ZS50eHQBABAAKAAAAAAAAAAoAAAAAAAAAHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHhQSwMELQAAAAgAAAAhAFizPtP//////////wUAFAB4Lm5weQEAEACIAAAAAAAAAE4AAAAAAAAAm+wX6hsQychQxlCtnpJanFykbqWgXlNqqK6joJ6WX1RSlJgXn1+UkgoSd0vMKU4FihdnJBakAvkaRjoKJpo6CrUKZAMuBkYmZhZWNnYAUEsBAi0DLQAAAAAAAAAhAPBxGsT//////////wgAFAAAAAAAAAAAAIABAAAAAG5vdGUudHh0AQAQACgAAAAAAAAAKAAAAAAAAABQSwECLQMtAAAACAAAACEAWLM+0///////////BQAcAAAAAAAAAAAAgAH/////eC5ucHkBABgAiAAAAAAAAABOAAAAAAAAAGIAAAAAAAAAUEsGBiwAAAAAAAAALQAtAAAAAAAAAAAAAgAAAAAAAAACAAAAAAAAAJkAAAAAAAAA5wAAAAAAAABQSwYHAAAAAIABAAAAAAAAAQAAAFBLBQYAAAAAAgACAJkAAADnAAAAAAA=',
  /** asfortranarray(arange(6, float32).reshape(2, 3) / 4) */
  fortran:
    'k05VTVBZAQB2AHsnZGVzY3InOiAnPGY0JywgJ2ZvcnRyYW5fb3JkZXInOiBUcnVlLCAnc2hhcGUnOiAoMiwgMyksIH0gICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAAAAABAPwAAgD4AAIA/AAAAPwAAoD8=',
  /** array([[1.5, -2, 6.1e-5], [65504, 0, 5.96e-8]], '>f2') */
  half: 'k05VTVBZAQB2AHsnZGVzY3InOiAnPmYyJywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDIsIDMpLCB9ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAo+AMAAA/97/wAAAAE=',
};
const numpyFile = (name: keyof typeof byNumpy): Promise<string> => folder.write(`${name}.npy`, Buffer.from(byNumpy[name], 'base64'));

describe('reads what NumPy writes', () => {
  test('an archive with zip64 sizes: pictures of bytes and int64 labels', async () => {
    const dataset = await loadWell({ kind: 'npy', path: await numpyFile('archive') });
    expect(dataset.facts).toMatchObject({ count: 3, shape: [2, 2, 1], storedRange: [0, 255], classes: ['0', '1', '2'] });
    expect([...(dataset.labels ?? [])]).toEqual([2, 0, 1]);
    expect(storedOf(dataset, 2)).toEqual([8, 9, 10, 11]);
  });
  test('an archive whose directory is zip64 as well', async () => {
    const dataset = await loadWell({ kind: 'npy', path: await numpyFile('zip64') });
    expect([storedOf(dataset, 0), storedOf(dataset, 1)]).toEqual([
      [0, 1, 2, 3],
      [4, 5, 6, 7],
    ]);
  });
  test('column-major order', async () => {
    const dataset = await loadWell({ kind: 'npy', path: await numpyFile('fortran') });
    expect(dataset.facts).toMatchObject({ count: 2, shape: [3], storedRange: [0, 1.25] });
    expect([storedOf(dataset, 0), storedOf(dataset, 1)]).toEqual([
      [0, 0.25, 0.5],
      [0.75, 1, 1.25],
    ]);
  });
  test('big-endian halves, the smallest included', async () => {
    const dataset = await loadWell({ kind: 'npy', path: await numpyFile('half') });
    expect(storedOf(dataset, 0)).toEqual([1.5, -2, 1023 * 2 ** -24]);
    expect(storedOf(dataset, 1)).toEqual([65504, 0, 2 ** -24]);
  });
});

describe('reads', () => {
  test.each([
    ['<i2', Int16Array.of(-3, 2, 1, 0)],
    ['<u2', Uint16Array.of(3, 2, 1, 65535)],
    ['<i4', Int32Array.of(-3, 2, 1, 0)],
    ['<u4', Uint32Array.of(3, 2, 1, 2 ** 24)],
    ['<i8', BigInt64Array.of(-3n, 2n, 1n, 0n)],
    ['<u8', BigUint64Array.of(3n, 2n, 1n, 2n ** 40n)],
    ['|i1', Int8Array.of(-3, 2, 1, 0)],
    ['|u1', Uint8Array.of(3, 2, 1, 0)],
    ['<f4', Float32Array.of(-3.5, 2, 1, 0)],
    ['<f8', Float64Array.of(-3.5, 2, 1, 0)],
  ] as const)('%s', async (descr, values) => {
    for (const version of [1, 2, 3]) {
      const dataset = await loadWell({ kind: 'npy', path: await folder.write('a.npy', encodeNpy(descr, [2, 2], bytesOf(values), { version })) });
      const expected = Array.from(values, Number);
      expect([...storedOf(dataset, 0), ...storedOf(dataset, 1)]).toEqual(expected);
      expect(dataset.facts.storedRange).toEqual(descr === '|u1' ? [0, 255] : [Math.min(...expected), Math.max(...expected)]);
    }
  });

  test('truth values as 0 and 1', async () => {
    const dataset = await loadWell({ kind: 'npy', path: await folder.write('b.npy', encodeNpy('|b1', [2, 2, 2], Uint8Array.of(0, 1, 1, 0, 1, 1, 0, 0))) });
    expect(dataset.facts).toMatchObject({ shape: [2, 2, 1], storedRange: [0, 1] });
  });

  test('labels of a second file', async () => {
    const path = await folder.write('x.npy', encodeNpy('|u1', [3, 2], Uint8Array.of(1, 2, 3, 4, 5, 6)));
    const labelPath = await folder.write('y.npy', encodeNpy('<i8', [3, 1], bytesOf(BigInt64Array.of(1n, 0n, 1n))));
    expect([...((await loadWell({ kind: 'npy', path, labelPath })).labels ?? [])]).toEqual([1, 0, 1]);
  });

  test('the archive of Keras: training part, then the test part as the official one', async () => {
    const archive = zipSync({
      'x_test.npy': encodeNpy('|u1', [1, 2, 2], Uint8Array.of(9, 9, 9, 9)),
      'x_train.npy': encodeNpy('|u1', [2, 2, 2], Uint8Array.of(1, 1, 1, 1, 2, 2, 2, 2)),
      'y_train.npy': encodeNpy('|u1', [2], Uint8Array.of(0, 1)),
      'y_test.npy': encodeNpy('|u1', [1], Uint8Array.of(1)),
    });
    const dataset = await loadWell({ kind: 'npy', path: await folder.write('mnist.npz', archive) });
    expect(dataset.facts.count).toBe(3);
    expect(dataset.officialTestStart).toBe(2);
    expect([0, 1, 2].map((i) => storedOf(dataset, i)[0])).toEqual([1, 2, 9]);
    expect([...(dataset.labels ?? [])]).toEqual([0, 1, 1]);
  });

  test('the only array of an archive, whatever its name', async () => {
    const archive = zipSync({ 'spikes.npy': encodeNpy('<f4', [1, 2], bytesOf(Float32Array.of(1, 2))) }, { level: 0 });
    expect((await loadWell({ kind: 'npy', path: await folder.write('one.npz', archive) })).facts.shape).toEqual([2]);
  });
});

describe('refuses', () => {
  const code = async (bytes: Uint8Array, options = {}): Promise<string> =>
    (await refusal({ kind: 'npy', path: await folder.write('bad.npy', bytes) }, options)).code;
  const good = encodeNpy('<f4', [2, 2], bytesOf(Float32Array.of(1, 2, 3, 4)));

  test('a file cut short', async () => {
    for (const length of [0, 8, 40, good.length - 1]) expect(await code(good.subarray(0, length))).toBe('data-truncated');
  });
  test('bytes too many', async () => expect(await code(Buffer.concat([good, Uint8Array.of(0)]))).toBe('data-trailing-bytes'));
  test('another magic number', async () => expect(await code(Buffer.from('not an array at all'))).toBe('data-magic'));
  test('an unknown version', async () => expect(await code(encodeNpy('<f4', [1, 1], new Uint8Array(4), { version: 4 }))).toBe('data-header'));
  test('a header that is no description', async () =>
    expect(await code(Buffer.from(good.map((byte, i) => (i > 10 && i < 60 ? 32 : byte))))).toBe('data-header'));
  test.each(['<c8', '<U5', '|O', '<M8[ns]', '<f16'])('elements of type %s', async (descr) =>
    expect(await code(encodeNpy(descr, [2, 2], new Uint8Array(64)))).toBe('data-dtype'),
  );
  test('an infinity, also one that only 64 bits can hold', async () => {
    expect(await code(encodeNpy('<f4', [2, 1], bytesOf(Float32Array.of(1, Infinity))))).toBe('data-not-finite');
    expect(await code(encodeNpy('<f8', [2, 1], bytesOf(Float64Array.of(1, 1e300))))).toBe('data-not-finite');
  });
  test('a scalar and a list of scalars', async () => {
    expect(await code(encodeNpy('<f4', [], new Uint8Array(4)))).toBe('data-shape');
    expect(await code(encodeNpy('<f4', [3], new Uint8Array(12)))).toBe('data-shape');
  });
  test('no example', async () => expect(await code(encodeNpy('<f4', [0, 3], new Uint8Array(0)))).toBe('data-empty'));
  test('absurd shapes', async () => {
    expect(await code(encodeNpy('<f4', [2 ** 40, 2 ** 40], new Uint8Array(4)))).toBe('data-truncated');
    expect(await code(encodeNpy('<f4', ['9'.repeat(30)].map(Number), new Uint8Array(4)))).toBe('data-header');
  });
  test('more than the limit, counted as it lies in memory', async () => {
    const bytes = encodeNpy('<i2', [50, 2], new Uint8Array(200));
    expect(await code(bytes, { limitBytes: bytes.length })).toBe('data-too-large');
  });
});

describe('refuses archives', () => {
  const code = async (bytes: Uint8Array, options = {}): Promise<string> =>
    (await refusal({ kind: 'npy', path: await folder.write('bad.npz', bytes) }, options)).code;
  const x = encodeNpy('|u1', [2, 500], new Uint8Array(1000));

  test('without a known name', async () => {
    expect(await code(zipSync({ 'p.npy': x, 'q.npy': x }))).toBe('data-npz-names');
    expect(await code(zipSync({ 'readme.txt': strToU8('hello') }))).toBe('data-npz-names');
  });
  test('cut short or with a flipped byte', async () => {
    const archive = zipSync({ 'x.npy': x });
    expect(await code(archive.subarray(0, archive.length - 30))).toBe('data-npz-damaged');
    const flipped = Uint8Array.from(archive);
    flipped.set([(flipped[60] ?? 0) ^ 8], 60);
    expect(await code(flipped)).toBe('data-npz-damaged');
  });
  test('that claim more than their bytes can hold, before unpacking', async () => {
    const bomb = Buffer.from(zipSync({ 'x.npy': x }));
    bomb.writeUInt32LE(0x7fffffff, bomb.lastIndexOf(Buffer.from([0x50, 0x4b, 1, 2])) + 24);
    expect(await code(bomb)).toBe('data-npz-damaged');
  });
  test('that unpack to more than the limit, or than they declare', async () => {
    const archive = zipSync({ 'x.npy': encodeNpy('|u1', [1000, 1000], new Uint8Array(1e6)) });
    expect(await code(archive, { limitBytes: 100_000 })).toBe('data-too-large');
    const modest = Buffer.from(archive);
    modest.writeUInt32LE(1000, modest.lastIndexOf(Buffer.from([0x50, 0x4b, 1, 2])) + 24);
    expect(await code(modest)).toBe('data-npz-damaged');
  });
  test('whose parts differ in shape, or whose labels are too few', async () => {
    const other = encodeNpy('|u1', [2, 400], new Uint8Array(800));
    expect(await code(zipSync({ 'x_train.npy': x, 'x_test.npy': other }))).toBe('data-shapes-differ');
    expect(await code(zipSync({ 'x.npy': x, 'y.npy': encodeNpy('|u1', [3], new Uint8Array(3)) }))).toBe('data-label-count');
  });
});
