import { describe, expect, it } from 'vitest';
import { codeAt, exampleOrder, placePoints } from './latentPoints.ts';

const codes = { shape: [3, 3], values: new Float32Array([0, 10, 5, 4, 12, 5, 2, 11, 5]) };

describe('placePoints', () => {
  it('centres the chosen dimensions and keeps one unit along all axes', () => {
    const placed = placePoints(codes, [0, 1, null]);
    expect([...placed.positions]).toEqual([-1, -0.5, 0, 1, 0.5, 0, 0, 0, 0]);
    expect(placed.middle).toEqual([2, 11, 0]);
    expect(placed.reach).toBe(2);
  });

  it('gives the code of a place back', () => {
    const placed = placePoints(codes, [0, 1, null]);
    expect([...codeAt(placed, { x: 1, y: 0.5 }, 3)]).toEqual([4, 12, 0]);
    expect([...codeAt(placePoints(codes, [2, 0, null]), { x: 0, y: -1 }, 3)]).toEqual([0, 0, 5]);
  });

  it('puts points that all coincide, and values that are no numbers, in the middle', () => {
    expect([...placePoints({ shape: [2, 1], values: new Float32Array([3, 3]) }, [0, null, null]).positions]).toEqual([0, 0, 0, 0, 0, 0]);
    const [x] = placePoints({ shape: [2, 1], values: new Float32Array([Number.NaN, 3]) }, [0, null, null]).positions;
    expect(x).toBe(0);
  });

  it('lets a few far points lie outside', () => {
    const values = Float32Array.from({ length: 10_000 }, (_, index) => (index === 17 ? 1e6 : (index % 100) / 50 - 1));
    expect(placePoints({ shape: [10_000, 1], values }, [0, null, null]).reach).toBeLessThan(2);
  });
});

describe('exampleOrder', () => {
  it('is a permutation for training examples and the plain order for others', () => {
    const order = exampleOrder({ split: 'train', count: 100, seed: 7, balance: 'none' });
    expect([...(order ?? [])].sort((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, index) => index));
    expect([...(order ?? [])]).not.toEqual(Array.from({ length: 100 }, (_, index) => index));
    expect([...(exampleOrder({ split: 'test', count: 3, seed: 7, balance: 'oversample' }) ?? [])]).toEqual([0, 1, 2]);
    expect(exampleOrder({ split: 'train', count: 3, seed: 7, balance: 'oversample' })).toBeNull();
  });
});
