import { describe, expect, it } from 'vitest';
import { centreInk, fitWhole, inverted, isDarkOnLight, pictureOfPixels, resample, withChannels } from './fitPicture.ts';
import type { Picture } from './fitPicture.ts';

/** A square of full ink. */
function square({ side, left, top, of }: { side: number; left: number; top: number; of: number }): Picture {
  const values = new Float32Array(of * of);
  for (let y = top; y < top + side; y++) for (let x = left; x < left + side; x++) values[y * of + x] = 1;
  return { width: of, height: of, channels: 1, values };
}
const inkOf = ({ values }: Picture): number => values.reduce((sum, value) => sum + value, 0);
const size = { width: 28, height: 28 };

describe('fitPicture', () => {
  it('keeps the mean of a picture that is scaled down', () => {
    const picture = square({ side: 10, left: 5, top: 7, of: 100 });
    const small = resample(picture, { left: 0, top: 0, width: 100, height: 100 }, { width: 25, height: 25 });
    expect(inkOf(small) / 625).toBeCloseTo(inkOf(picture) / 10_000, 5);
  });

  it('puts ink as MNIST does: longer side 20 of 28, centre of mass in the middle', () => {
    for (const picture of [square({ side: 6, left: 1, top: 20, of: 28 }), square({ side: 120, left: 70, top: 3, of: 200 })]) {
      const { values } = centreInk(picture, size);
      const at = (x: number, y: number): number => values[y * 28 + x] ?? -1;
      expect([at(4, 14), at(23, 14), at(14, 4), at(14, 23)].every((value) => value > 0.9)).toBe(true);
      expect([at(3, 14), at(24, 14), at(14, 3), at(14, 24)].every((value) => value < 0.1)).toBe(true);
      expect(inkOf({ ...size, channels: 1, values })).toBeCloseTo(400, 0);
    }
  });

  it('leaves an empty pad empty', () => {
    expect(inkOf(centreInk({ ...size, channels: 1, values: new Float32Array(784) }, size))).toBe(0);
  });

  it('fits a whole wide picture with bars above and below', () => {
    const wide: Picture = { width: 40, height: 20, channels: 1, values: new Float32Array(800).fill(1) };
    const { values } = fitWhole(wide, { width: 4, height: 4 });
    expect([...values]).toEqual([0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0]);
  });

  it('tells dark on light, and turns it round', () => {
    const paper = inverted(square({ side: 8, left: 10, top: 10, of: 28 }));
    expect(isDarkOnLight(paper)).toBe(true);
    expect(isDarkOnLight(inverted(paper))).toBe(false);
  });

  it('reads pixels as grey or colour', () => {
    const pixels = { width: 1, height: 2, data: [255, 0, 0, 255, 255, 255, 255, 0] };
    expect(pictureOfPixels(pixels, 1).values[0]).toBeCloseTo(0.299, 5);
    expect(pictureOfPixels(pixels, 1).values[1]).toBe(0);
    expect([...pictureOfPixels(pixels, 3).values]).toEqual([1, 0, 0, 0, 0, 0]);
    expect([...withChannels({ width: 1, height: 1, channels: 1, values: new Float32Array([0.5]) }, 3).values]).toEqual([0.5, 0.5, 0.5]);
  });
});
