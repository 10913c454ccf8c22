import { describe, expect, it } from 'vitest';
import type { Initialiser } from '../../../shared/nodes/defineNode.ts';
import { fansOf, initialWeights } from './initialWeights.ts';

const shape = [120, 80] as const;
const [fanIn, fanOut] = shape;
const draw = (name: Initialiser['name'], rest: object = {}, seed: readonly [number, number] = [3, 4]): Float32Array =>
  initialWeights({ name, ...rest } as Initialiser, shape, seed);
const variance = (values: Float32Array): number => values.reduce((sum, value) => sum + value * value, 0) / values.length;
const largest = (values: Float32Array): number => values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);

describe('fans', () => {
  it.each([
    [[], 1, 1],
    [[7], 7, 7],
    [[5, 3], 5, 3],
    [[3, 3, 16, 32], 144, 288],
    [[2, 5, 3], 10, 6],
  ])('of %j are %i and %i', (of, inputs, outputs) => {
    expect(fansOf(of)).toEqual([inputs, outputs]);
  });
});

describe('uniform initialisers', () => {
  const limits = { glorotUniform: Math.sqrt(6 / (fanIn + fanOut)), heUniform: Math.sqrt(6 / fanIn), lecunUniform: Math.sqrt(3 / fanIn), randomUniform: 0.05 };
  it.each(Object.entries(limits))('%s fills [−%f, limit] evenly', (name, limit) => {
    const values = draw(name as keyof typeof limits, { limit: 0.05 });
    expect(largest(values)).toBeLessThanOrEqual(limit * (1 + 1e-6));
    expect(largest(values)).toBeGreaterThan(limit * 0.999);
    expect(variance(values) / ((limit * limit) / 3)).toBeCloseTo(1, 1);
    expect(values.reduce((sum, value) => sum + value, 0) / values.length / limit).toBeCloseTo(0, 1);
    const quarters = [0, 0, 0, 0];
    for (const value of values) {
      const at = Math.min(3, Math.floor((value / limit + 1) * 2));
      quarters[at] = (quarters[at] ?? 0) + 1;
    }
    for (const count of quarters) expect(count / values.length).toBeCloseTo(0.25, 1);
  });
});

describe('truncated normal initialisers', () => {
  const variances = { glorotNormal: 2 / (fanIn + fanOut), heNormal: 2 / fanIn, lecunNormal: 1 / fanIn };
  it.each(Object.entries(variances))('%s has variance %f and ends at two deviations of what was cut', (name, expected) => {
    const values = draw(name as keyof typeof variances);
    const cutAt = (2 * Math.sqrt(expected)) / 0.87962566103423978;
    expect(variance(values) / expected).toBeGreaterThan(0.97);
    expect(variance(values) / expected).toBeLessThan(1.03);
    expect(largest(values)).toBeLessThanOrEqual(cutAt * (1 + 1e-6));
    expect(largest(values)).toBeGreaterThan(cutAt * 0.98);
  });
  it('randomNormal is not cut', () => {
    const values = draw('randomNormal', { stdDev: 0.5 });
    expect(Math.sqrt(variance(values))).toBeCloseTo(0.5, 1);
    expect(largest(values)).toBeGreaterThan(1.5);
  });
});

describe('orthogonal', () => {
  it.each([[[40, 40]], [[30, 70]], [[70, 30]], [[1, 5]], [[3, 3, 4, 8]]])('of shape %j has orthonormal rows or columns', (of) => {
    const values = initialWeights({ name: 'orthogonal' }, of, [1, 2]);
    const columns = of.at(-1) ?? 1,
      rows = values.length / columns;
    const vectors =
      rows >= columns
        ? Array.from({ length: columns }, (_, c) => Array.from({ length: rows }, (__, r) => values[r * columns + c] ?? NaN))
        : Array.from({ length: rows }, (_, r) => Array.from({ length: columns }, (__, c) => values[r * columns + c] ?? NaN));
    for (const [i, a] of vectors.entries())
      for (const [j, b] of vectors.entries()) {
        expect(Math.abs(a.reduce((sum, x, k) => sum + x * (b[k] ?? NaN), 0) - (i === j ? 1 : 0))).toBeLessThan(1e-6);
      }
  });
});

describe('constants', () => {
  it('zeros and ones', () => {
    expect(new Set(draw('zeros'))).toEqual(new Set([0]));
    expect(new Set(draw('ones'))).toEqual(new Set([1]));
  });
  it('an LSTM’s bias opens the forget gate alone: i, f, candidate, o', () => {
    expect([...initialWeights({ name: 'lstmBias' }, [8], [1, 1])]).toEqual([0, 0, 1, 1, 0, 0, 0, 0]);
  });
});

describe('the seed', () => {
  const random: readonly Initialiser[] = [
    { name: 'glorotUniform' },
    { name: 'heNormal' },
    { name: 'orthogonal' },
    { name: 'randomNormal', stdDev: 1 },
    { name: 'randomUniform', limit: 1 },
  ];
  it.each(random)('fixes $name', (initialiser) => {
    const values = (seed: readonly [number, number]): number[] => Array.from(initialWeights(initialiser, [6, 5], seed));
    expect(values([3, 4])).toEqual(values([3, 4]));
    expect(values([3, 5])).not.toEqual(values([3, 4]));
    expect(values([4, 4])).not.toEqual(values([3, 4]));
  });
  it('gives the numbers it has always given', () => {
    expect(Array.from(initialWeights({ name: 'glorotUniform' }, [2, 2], [1, 2]), (value) => value.toFixed(5))).toMatchInlineSnapshot(`
      [
        "0.84277",
        "-0.75433",
        "1.21549",
        "-0.83188",
      ]
    `);
  });
});
