import { deriveSeed, randomBits, randomNormal, randomUniform } from '../../../../shared/random/philox.ts';

/** Seeded choices for test cases. */
export interface SeededDraw {
  /** An integer from `low` to `high`, both included. */
  int(low: number, high: number): number;
  pick<T>(options: readonly T[]): T;
  chance(): boolean;
}

/** Draws that depend on nothing but the purpose, e.g. a kind and the number of a case. */
export function createDraw(...purpose: readonly (string | number)[]): SeededDraw {
  const bits = randomBits(deriveSeed(1234, 'case', ...purpose), 256);
  let at = 0;
  const int = (low: number, high: number): number => {
    const word = bits[at++];
    if (word === undefined) throw new Error('a case draws at most 256 numbers');
    return low + (word % (high - low + 1));
  };
  return {
    int,
    pick: (options) => {
      const chosen = options[int(0, options.length - 1)];
      if (chosen === undefined) throw new Error('nothing to pick from');
      return chosen;
    },
    chance: () => int(0, 1) === 1,
  };
}

/** Standard normal float32 values of one purpose. */
export const normals = (count: number, ...purpose: readonly (string | number)[]): Float32Array => randomNormal(deriveSeed(4321, 'values', ...purpose), count);
/** Uniform float32 values in [0, 1) of one purpose. */
export const uniforms = (count: number, ...purpose: readonly (string | number)[]): Float32Array => randomUniform(deriveSeed(4321, 'values', ...purpose), count);
