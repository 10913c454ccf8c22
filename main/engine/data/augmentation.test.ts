import { describe, expect, test } from 'vitest';
import { dataReferenceSchema } from '../../../shared/data/dataReference.ts';
import { createAugmentation, moveImage } from './augmentation.ts';

const still = { shape: [3, 3, 1], background: 0, dx: 0, dy: 0, angle: 0, mirror: false };
const nine = Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9);
function moved(move: Partial<typeof still>, from = nine): number[] {
  const into = new Float32Array(from.length);
  moveImage(from, into, { ...still, ...move });
  return [...into];
}
const settings = (augment: object): ReturnType<typeof dataReferenceSchema.parse>['augment'] => dataReferenceSchema.parse({ kind: 'idx', augment }).augment;

describe('one move', () => {
  test('none leaves the picture as it is', () => expect(moved({})).toEqual([...nine]));
  test('one pixel to the right and one up; behind it lies the background', () => {
    expect(moved({ dx: 1, dy: -1, background: -7 })).toEqual([-7, 4, 5, -7, 7, 8, -7, -7, -7]);
  });
  test('mirrored left to right', () => expect(moved({ mirror: true })).toEqual([3, 2, 1, 6, 5, 4, 9, 8, 7]));
  test('a quarter turn clockwise about the centre', () => {
    moved({ angle: Math.PI / 2 }).forEach((value, i) => expect(value).toBeCloseTo([7, 4, 1, 8, 5, 2, 9, 6, 3][i] ?? 0, 4));
  });
  test('a half turn of an image with an even side and three channels', () => {
    const from = Float32Array.of(1, 2, 3, 4, 5, 6);
    moved({ shape: [1, 2, 3], angle: Math.PI }, from).forEach((value, i) => expect(value).toBeCloseTo([4, 5, 6, 1, 2, 3][i] ?? 0, 4));
  });
  test('an eighth turn weighs neighbours bilinearly: the centre stays, a ramp turns with it', () => {
    const side = 9,
      ramp = Float32Array.from({ length: 81 }, (_, i) => i % side);
    const turned = moved({ shape: [side, side, 1], angle: Math.PI / 4 }, ramp);
    expect(turned[40]).toBeCloseTo(4, 5);
    // Along the turned axis a linear ramp stays linear: one step to the right and down is √2 of it, across it there is no change.
    expect((turned[50] ?? 0) - (turned[40] ?? 0)).toBeCloseTo(Math.SQRT2, 4);
    expect((turned[48] ?? 0) - (turned[40] ?? 0)).toBeCloseTo(0, 4);
  });
});

describe('draws', () => {
  const shape = [9, 9, 1];
  const spot = Float32Array.from({ length: 81 }, (_, i) => (i === 40 ? 1 : 0));
  const draw = (augment: object, index: number, epoch = 0): Float32Array => {
    const image = Float32Array.from(spot);
    createAugmentation(settings(augment), shape, { seed: 5, background: 0 }).moveStored(image, { epoch, index, copy: 0 });
    return image;
  };

  test('shifts reach every place up to the limit, equally often, and none beyond', () => {
    const places = new Map<number, number>();
    for (let index = 0; index < 5000; index++) {
      const place = draw({ shift: 2 }, index).indexOf(1);
      places.set(place, (places.get(place) ?? 0) + 1);
    }
    expect([...places.keys()].sort((a, b) => a - b)).toEqual([
      20, 21, 22, 23, 24, 29, 30, 31, 32, 33, 38, 39, 40, 41, 42, 47, 48, 49, 50, 51, 56, 57, 58, 59, 60,
    ]);
    const chiSquare = [...places.values()].reduce((sum, found) => sum + (found - 200) ** 2 / 200, 0);
    expect(chiSquare).toBeLessThan(60); // 24 degrees of freedom: mean 24, sd 7
  });

  test('half of all pictures are mirrored', () => {
    const corner = (index: number): boolean => {
      const image = Float32Array.of(1, 0);
      createAugmentation(settings({ flip: true }), [1, 2, 1], { seed: 5, background: 0 }).moveStored(image, { epoch: 0, index, copy: 0 });
      return image[1] === 1;
    };
    const mirrored = Array.from({ length: 2000 }, (_, index) => corner(index)).filter(Boolean).length;
    expect(Math.abs(mirrored - 1000)).toBeLessThan(5 * Math.sqrt(500));
  });

  test('rotations stay within their limit and go both ways', () => {
    // The spot three pixels right of the centre moves up or down by at most 3 sin(angle).
    const angles = Array.from({ length: 500 }, (_, index) => {
      const image = Float32Array.from({ length: 81 }, (__, i) => (i === 43 ? 1 : 0));
      createAugmentation(settings({ rotate: 30 }), shape, { seed: 5, background: 0 }).moveStored(image, { epoch: 0, index, copy: 0 });
      let x = 0,
        y = 0;
      image.forEach((value, i) => {
        x += value * ((i % 9) - 4);
        y += value * (Math.floor(i / 9) - 4);
      });
      return (Math.atan2(y, x) * 180) / Math.PI;
    });
    expect(Math.max(...angles)).toBeLessThan(33);
    expect(Math.min(...angles)).toBeGreaterThan(-33);
    expect(angles.filter((angle) => angle > 0).length).toBeGreaterThan(200);
    expect(angles.filter((angle) => angle < 0).length).toBeGreaterThan(200);
  });

  test('differ between examples, epochs, copies and seeds, and are the same for the same', () => {
    const noisy = (seed: number, of: { epoch: number; index: number; copy: number }): string => {
      const example = new Float32Array(8);
      createAugmentation(settings({ noise: 1 }), [8], { seed, background: 0 }).addNoise(example, of, [-9, 9]);
      return example.join();
    };
    const of = { epoch: 1, index: 2, copy: 0 };
    const all = [
      noisy(1, of),
      noisy(2, of),
      noisy(1, { ...of, epoch: 2 }),
      noisy(1, { ...of, index: 1 }),
      noisy(1, { ...of, copy: 1 }),
      noisy(1, { epoch: 2, index: 1, copy: 0 }),
    ];
    expect(new Set(all).size).toBe(6);
    expect(noisy(1, of)).toBe(all[0]);
  });
});
