import { describe, expect, test } from 'vitest';
import { deriveSeed, fillBits, permutation, philoxBlock, randomBits, randomNormal, randomUniform, statelessState } from './philox.ts';

const hex = (words: readonly number[]): string => words.map((word) => word.toString(16).padStart(8, '0')).join(' ');

/** Mean, variance, skewness and excess kurtosis. */
function moments(values: Float32Array): { mean: number; variance: number; skewness: number; kurtosis: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const central = (power: number): number => values.reduce((sum, value) => sum + (value - mean) ** power, 0) / values.length;
  const variance = central(2);
  return { mean, variance, skewness: central(3) / variance ** 1.5, kurtosis: central(4) / variance ** 2 - 3 };
}

describe('Philox4x32-10', () => {
  // Known-answer vectors of Random123 (kat_vectors, philox4x32 10).
  test.each([
    { counter: [0, 0, 0, 0], key: [0, 0], answer: '6627e8d5 e169c58d bc57ac4c 9b00dbd8' },
    {
      counter: [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
      key: [0xffffffff, 0xffffffff],
      answer: '408f276d 41c83b0e a20bc7c6 6d5451fd',
    },
    {
      counter: [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
      key: [0xa4093822, 0x299f31d0],
      answer: 'd16cfe09 94fdcceb 5001e420 24126ea1',
    },
  ] as const)('answers $answer', ({ counter, key, answer }) => {
    expect(hex(philoxBlock(counter, key))).toBe(answer);
  });

  test('a stream is its blocks in order, and a shorter draw is a prefix of a longer one', () => {
    const seed = [7, -3] as const;
    const state = statelessState(seed);
    const long = randomBits(seed, 4001);
    expect([...long.subarray(0, 4)]).toEqual(philoxBlock(state.counter, state.key));
    expect([...long.subarray(4, 8)]).toEqual(philoxBlock([1, 0, state.counter[2], state.counter[3]], state.key));
    expect([...long.subarray(3996, 4000)]).toEqual(philoxBlock([999, 0, state.counter[2], state.counter[3]], state.key));
    for (const count of [0, 1, 2, 3, 5, 4000]) expect(randomBits(seed, count)).toEqual(long.subarray(0, count));
  });

  test('a fill agrees with single blocks for any counter and key, and carries into the second word', () => {
    const words = randomBits([11, 12], 6 * 200);
    for (let at = 0; at < words.length; at += 6) {
      const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = words.subarray(at, at + 6);
      const into = new Uint32Array(4);
      fillBits({ counter: [a, b, c, d], key: [e, f] }, into);
      expect([...into]).toEqual(philoxBlock([a, b, c, d], [e, f]));
    }
    const across = new Uint32Array(8);
    fillBits({ counter: [0xffffffff, 4, 2, 3], key: [8, 9] }, across);
    expect([...across.subarray(4)]).toEqual(philoxBlock([0, 5, 2, 3], [8, 9]));
  });

  test('a negative seed is sign-extended to 64 bits, so −1 and 2³²−1 as int32 agree and 1 does not', () => {
    expect(statelessState([-1, 0])).toEqual(statelessState([0xffffffff | 0, 0]));
    expect(statelessState([-1, 0])).not.toEqual(statelessState([1, 0]));
    const mix = philoxBlock([0xffffffff, 0xffffffff, 5, 0], [0x3ec8f720, 0x02461e29]);
    expect(statelessState([-1, 5])).toEqual({ key: [mix[0], mix[1]], counter: [0, 0, mix[2], mix[3]] });
  });
});

describe('distributions', () => {
  const count = 200_000;

  test('every bit is set half the time', () => {
    const bits = randomBits([1, 2], count);
    for (let bit = 0; bit < 32; bit++) {
      let set = 0;
      for (const word of bits) set += (word >>> bit) & 1;
      expect(Math.abs(set / count - 0.5)).toBeLessThan(5 * Math.sqrt(0.25 / count));
    }
  });

  test('uniform draws lie in [0, 1), fill 64 bins evenly (χ²) and have mean ½, variance 1/12', () => {
    const draws = randomUniform([3, 4], count);
    const bins = new Int32Array(64);
    for (const draw of draws) {
      expect(draw >= 0 && draw < 1).toBe(true);
      const bin = Math.floor(draw * 64);
      bins[bin] = (bins[bin] ?? 0) + 1;
    }
    const expected = count / 64;
    const chiSquare = bins.reduce((sum, found) => sum + (found - expected) ** 2 / expected, 0);
    expect(chiSquare).toBeLessThan(120); // 63 degrees of freedom: mean 63, sd 11
    expect(chiSquare).toBeGreaterThan(20);
    const { mean, variance } = moments(draws);
    expect(mean).toBeCloseTo(0.5, 2);
    expect(variance).toBeCloseTo(1 / 12, 2);
  });

  test('normal draws have mean 0, variance 1, no skew, no excess kurtosis, and neighbours do not correlate', () => {
    const draws = randomNormal([5, 6], count);
    const { mean, variance, skewness, kurtosis } = moments(draws);
    expect(Math.abs(mean)).toBeLessThan(5 / Math.sqrt(count));
    expect(Math.abs(variance - 1)).toBeLessThan(5 * Math.sqrt(2 / count));
    expect(Math.abs(skewness)).toBeLessThan(5 * Math.sqrt(6 / count));
    expect(Math.abs(kurtosis)).toBeLessThan(5 * Math.sqrt(24 / count));
    const tail = draws.reduce((sum, draw) => sum + (Math.abs(draw) > 1.959964 ? 1 : 0), 0) / count;
    expect(tail).toBeCloseTo(0.05, 2);
    for (const lag of [1, 2, 4]) {
      let product = 0;
      for (let i = lag; i < count; i++) product += (draws[i] ?? 0) * (draws[i - lag] ?? 0);
      expect(Math.abs(product / count)).toBeLessThan(5 / Math.sqrt(count));
    }
  });

  test('an odd count of normals is a prefix of the even one', () => {
    expect(randomNormal([1, 1], 7)).toEqual(randomNormal([1, 1], 8).subarray(0, 7));
  });
});

describe('permutation', () => {
  test.each([0, 1, 2, 17, 1000])('of %i holds each index once, the same for the same seed', (count) => {
    const order = permutation([9, 9], count);
    expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, i) => i));
    expect(permutation([9, 9], count)).toEqual(order);
    if (count > 10) expect(permutation([9, 10], count)).not.toEqual(order);
  });

  test('all 24 orders of four come equally often', () => {
    const found = new Map<string, number>();
    const rounds = 12_000;
    for (let i = 0; i < rounds; i++) {
      const key = permutation([i, 77], 4).join('');
      found.set(key, (found.get(key) ?? 0) + 1);
    }
    expect(found.size).toBe(24);
    const expected = rounds / 24;
    const chiSquare = [...found.values()].reduce((sum, times) => sum + (times - expected) ** 2 / expected, 0);
    expect(chiSquare).toBeLessThan(55); // 23 degrees of freedom: mean 23, sd 7
  });
});

describe('deriveSeed', () => {
  test('keeps the run seed, tells purposes apart, and tells where one word ends', () => {
    expect(deriveSeed(42, 'shuffle', 3)).toEqual(deriveSeed(42, 'shuffle', 3));
    expect(deriveSeed(42, 'shuffle')[0]).toBe(42);
    expect(deriveSeed(42, 'shuffle', 3)).not.toEqual(deriveSeed(42, 'shuffle', 4));
    expect(deriveSeed(42, 'ab', 'c')).not.toEqual(deriveSeed(42, 'a', 'bc'));
  });

  test('ten thousand purposes collide no more than chance', () => {
    const salts = new Set(Array.from({ length: 10_000 }, (_, epoch) => deriveSeed(1, 'order', epoch)[1]));
    expect(salts.size).toBeGreaterThan(9_998);
  });
});
