import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decode } from 'fast-png';
import { afterAll, describe, expect, it } from 'vitest';
import { IssueError } from '../../../shared/check/issue.ts';
import { encodePngGrid, pictureSize, writePngFolder, writePngGrid } from './pngGrid.ts';

const folder = mkdtempSync(join(tmpdir(), 'hourglass-png-'));
afterAll(() => rmSync(folder, { recursive: true }));

const codeOf = (act: () => unknown): string | undefined => {
  try {
    act();
  } catch (error) {
    return error instanceof IssueError ? error.issues[0]?.code : String(error);
  }
  return undefined;
};
const grey = (count: number, side: number, fill: (i: number) => number) => ({
  shape: [count, side, side, 1],
  values: Float32Array.from({ length: count * side * side }, (_, i) => fill(i)),
});

describe('pictureSize', () => {
  it.each([
    [[784], { height: 28, width: 28, channels: 1 }],
    [[28, 20], { height: 28, width: 20, channels: 1 }],
    [[28, 28, 1], { height: 28, width: 28, channels: 1 }],
    [[32, 32, 3], { height: 32, width: 32, channels: 3 }],
    [[2], null],
    [[64, 1], null],
    [[], null],
    [[8, 8, 2], null],
    [[3, 8, 8, 1], null],
  ])('%j', (shape, expected) => expect(pictureSize(shape)).toEqual(expected));
});

describe('a grid of pictures', () => {
  it('has two pixels between and around pictures, and shows 28 × 28 twice as large', () => {
    const { width, height, channels } = decode(encodePngGrid([{ pictures: grey(7, 28, () => 0), columns: 3 }], { range: [0, 1] }));
    expect({ width, height, channels }).toEqual({ width: 3 * 58 + 2, height: 3 * 58 + 2, channels: 1 });
  });

  it('puts each value where it belongs', () => {
    // Two pictures of 2 × 2, side by side: 0 1 2 3 | 4 5 6 7, from black 0 to white 7.
    const { width, data } = decode(encodePngGrid([{ pictures: grey(2, 2, (i) => i), columns: 2 }], { range: [0, 7], scale: 1 }));
    const at = (x: number, y: number): number => Number(data[y * width + x]);
    const shade = (value: number): number => Math.round((value / 7) * 255);
    expect(width).toBe(10);
    expect([at(2, 2), at(3, 2), at(2, 3), at(3, 3)]).toEqual([0, 1, 2, 3].map(shade));
    expect([at(6, 2), at(7, 2), at(6, 3), at(7, 3)]).toEqual([4, 5, 6, 7].map(shade));
    expect([at(0, 0), at(4, 2), at(5, 3)]).toEqual([200, 200, 200]);
  });

  it('sets parts below one another and measures an infinite range', () => {
    const parts = [
      { pictures: grey(2, 2, () => -3), columns: 4 },
      { pictures: grey(3, 2, () => 5), columns: 2 },
    ];
    const { width, height, data } = decode(encodePngGrid(parts, { range: [-Infinity, Infinity], scale: 1 }));
    expect({ width, height }).toEqual({ width: 10, height: 14 });
    expect([data[2 * width + 2], data[6 * width + 2]]).toEqual([0, 255]);
  });

  it('clamps what lies outside the range and shows NaN as black', () => {
    const { data } = decode(
      encodePngGrid([{ pictures: { shape: [1, 4], values: Float32Array.of(-9, 9, Number.NaN, 0.5) }, columns: 1 }], { range: [0, 1], scale: 1 }),
    );
    expect([data[14], data[15], data[20], data[21]]).toEqual([0, 255, 0, 128]);
  });

  it('keeps colours', () => {
    const values = Float32Array.from([1, 0, 0, 0, 1, 0, 0, 0, 1, 1, 1, 1]);
    const { data, channels, width } = decode(encodePngGrid([{ pictures: { shape: [1, 2, 2, 3], values }, columns: 1 }], { range: [0, 1], scale: 1 }));
    expect(channels).toBe(3);
    const at = (x: number, y: number): number[] => Array.from(data.subarray((y * width + x) * 3, (y * width + x) * 3 + 3));
    expect([at(2, 2), at(3, 2), at(2, 3), at(3, 3)]).toEqual([
      [255, 0, 0],
      [0, 255, 0],
      [0, 0, 255],
      [255, 255, 255],
    ]);
  });

  it('refuses what is no picture, no pictures at all, and a sheet beyond measure', () => {
    expect(codeOf(() => encodePngGrid([{ pictures: { shape: [5, 2], values: new Float32Array(10) }, columns: 1 }], { range: [0, 1] }))).toBe('picture-shape');
    expect(codeOf(() => encodePngGrid([{ pictures: grey(0, 2, () => 0), columns: 1 }], { range: [0, 1] }))).toBe('picture-none');
    expect(codeOf(() => encodePngGrid([{ pictures: grey(1, 28, () => 0), columns: 1 }], { range: [0, 1], scale: 1000 }))).toBe('picture-too-large');
  });

  it('is written whole, alone or picture by picture', async () => {
    await writePngGrid(join(folder, 'a/grid.png'), [{ pictures: grey(1, 4, () => 1), columns: 1 }], { range: [0, 1] });
    expect(readdirSync(join(folder, 'a'))).toEqual(['grid.png']);
    expect(
      await writePngFolder(
        join(folder, 'each'),
        grey(3, 4, (i) => i / 48),
        { range: [0, 1] },
      ),
    ).toBe(3);
    expect(readdirSync(join(folder, 'each')).toSorted()).toEqual(['0000.png', '0001.png', '0002.png']);
    expect(decode(readFileSync(join(folder, 'each/0002.png'))).width).toBe(4);
  });
});
