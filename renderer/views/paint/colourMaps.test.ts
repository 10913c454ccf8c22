import { describe, expect, it } from 'vitest';
import { drawnRange, grey, signed } from './colourMaps.ts';
import { hexToRgb, lineColours } from './palette.ts';

const contrast = (a: readonly number[], b: readonly number[]): number => {
  const light = (rgb: readonly number[]): number => {
    const [r = 0, g = 0, b = 0] = rgb.map((channel) => {
      const s = channel / 255;
      return s <= 0.04045 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const [low = 0, high = 0] = [light(a), light(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
};

describe('colour maps', () => {
  it('maps the range onto black to white and clips outside it', () => {
    expect([-2, -1, 0, 1, 5].map((value) => grey(value, [-1, 1]))).toEqual([0, 0, 128, 255, 255]);
    expect(grey(Number.NaN, [0, 1])).toBe(0);
    expect(grey(3, [3, 3])).toBe(0);
  });

  it('is neutral at zero and opposite on either side', () => {
    expect(signed(0, 1, 'light')).toEqual([247, 247, 247]);
    expect(signed(-1, 1, 'dark')).toEqual([0, 114, 178]);
    expect(signed(9, 1, 'dark')).toEqual([213, 94, 0]);
    expect(signed(Number.NaN, 1, 'light')).toEqual(signed(0, 1, 'light'));
  });

  it('draws in the stated range, or in that of the values where none is stated', () => {
    expect(drawnRange([0, 1], new Float32Array([5]))).toEqual([0, 1]);
    expect(drawnRange([-Infinity, Infinity], new Float32Array([-2, Number.NaN, 4]))).toEqual([-2, 4]);
    expect(drawnRange([-Infinity, Infinity], new Float32Array([]))).toEqual([0, 1]);
  });

  it('keeps every line 3:1 from the panel behind it', () => {
    for (const colour of lineColours.light) expect(contrast(hexToRgb(colour), [255, 255, 255]), colour).toBeGreaterThanOrEqual(3);
    for (const colour of lineColours.dark) expect(contrast(hexToRgb(colour), [30, 33, 40]), colour).toBeGreaterThanOrEqual(3);
  });
});
