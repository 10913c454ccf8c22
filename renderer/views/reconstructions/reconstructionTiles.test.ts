import { describe, expect, it } from 'vitest';
import { fillPixels } from '../paint/paintTile.ts';
import { meanSquaredError } from '../paint/valueRows.ts';
import { reconstructionTiles } from './reconstructionTiles.ts';

const inputs = { shape: [2, 2, 2, 1], values: new Float32Array([0, 1, 0, 1, 1, 1, 1, 1]) };
const made = { shape: [2, 4], values: new Float32Array([0.5, 1, 0, 0, 1, 1, 1, 0.75]) };

describe('reconstructionTiles', () => {
  it('gives each example three tiles below each other, a flat reconstruction in the shape of its picture', () => {
    const { tiles, layout } = reconstructionTiles({ inputs, made }, { stated: [0, 1], width: 300 });
    expect(tiles).toHaveLength(6);
    expect(tiles.map(({ map }) => map)).toEqual(['values', 'values', 'difference', 'values', 'values', 'difference']);
    expect(tiles[1]?.shape).toEqual([2, 2, 1]);
    expect([...(tiles[2]?.values ?? [])]).toEqual([0.5, 0, 0, -1]);
    expect(tiles[3]?.x).toBe((tiles[0]?.width ?? 0) + 3);
    expect(layout.blocks).toBe(1);
  });

  it('draws too dark blue and too bright vermilion, at full colour for a whole range', () => {
    const pixels = new Uint8ClampedArray(8);
    fillPixels(pixels, { values: new Float32Array([-1, 1]), map: 'difference', range: [0, 1] }, 1, 'light');
    expect([...pixels]).toEqual([0, 114, 178, 255, 213, 94, 0, 255]);
  });

  it('means the squares of the differences', () => {
    expect(meanSquaredError(new Float32Array([0, 1]), new Float32Array([0.5, 1]))).toBe(0.125);
  });
});
