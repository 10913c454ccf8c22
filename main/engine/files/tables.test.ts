import { describe, expect, it } from 'vitest';
import { deriveSeed, randomNormal } from '../../../shared/random/philox.ts';
import { decodeNpy } from '../data/formats/npyFile.ts';
import { encodeCsv, matrixColumns } from './csvWriter.ts';
import { encodeNpy } from './npyWriter.ts';

describe('NPY', () => {
  it.each([[[3, 4]], [[12]], [[2, 3, 2, 1]]])('of shape %j reads back as it was', (shape) => {
    const values = Float32Array.from({ length: 12 }, (_, i) => (i - 5) / 3);
    const read = decodeNpy(encodeNpy({ shape, values }), 'x.npy', { purpose: 'examples', limitBytes: 1e6 });
    expect(read.shape).toEqual(shape);
    expect(Array.from(read.values)).toEqual(Array.from(values));
  });
  it('begins its data at a multiple of 64 bytes behind a line feed, as NumPy writes it', () => {
    const bytes = encodeNpy({ shape: [2], values: Int32Array.of(-1, 7) });
    expect([...bytes.subarray(0, 10)]).toEqual([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, 118, 0]);
    expect(new TextDecoder().decode(bytes.subarray(10, 128))).toBe(`${"{'descr': '<i4', 'fortran_order': False, 'shape': (2,), }".padEnd(117)}\n`);
    expect([...bytes.subarray(128)]).toEqual([255, 255, 255, 255, 7, 0, 0, 0]);
  });
  it('refuses a shape that its values do not fill', () => expect(() => encodeNpy({ shape: [2, 3], values: new Float32Array(5) })).toThrow(RangeError));
});

describe('CSV', () => {
  it('has a heading and a line a row; text is quoted where it must be', () => {
    const text = encodeCsv([
      { name: 'mean_0', cells: Float32Array.of(0.1, -2) },
      { name: 'class', cells: ['T-shirt, top', 'a "b"'] },
    ]);
    expect(text).toBe('mean_0,class\n0.1,"T-shirt, top"\n-2,"a ""b"""\n');
  });
  it('loses no bit of a float32', () => {
    const values = new Float32Array(2000);
    values.set(randomNormal(deriveSeed(5, 'csv'), values.length));
    const lines = encodeCsv([{ name: 'v', cells: values }])
      .trimEnd()
      .split('\n')
      .slice(1);
    expect(lines.map((line) => Math.fround(Number(line)))).toEqual(Array.from(values));
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(16);
  });
  it('takes a matrix by columns', () => {
    const columns = matrixColumns({ shape: [2, 3], values: Float32Array.of(1, 2, 3, 4, 5, 6) }, (i) => `z${i}`);
    expect(columns.map(({ name, cells }) => [name, ...Array.from(cells)])).toEqual([
      ['z0', 1, 4],
      ['z1', 2, 5],
      ['z2', 3, 6],
    ]);
  });
  it('refuses columns of different length', () =>
    expect(() =>
      encodeCsv([
        { name: 'a', cells: [1] },
        { name: 'b', cells: [] },
      ]),
    ).toThrow(RangeError));
});
