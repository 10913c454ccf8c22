import { beforeAll, describe, expect, test } from 'vitest';
import { randomNormal, randomUniform } from '../../../shared/random/philox.ts';
import { tf } from './core.ts';
import { openDevice } from './devices.ts';
import { drawNormal, drawUniform } from './randomOps.ts';

/** Law: native TensorFlow's stateless draws are those of shared/random/philox.ts, so that every device draws alike. */
beforeAll(() => openDevice('tensorflow'));

const seeds: readonly (readonly [number, number])[] = [
  [0, 0],
  [1, 2],
  [-1, 7],
  [2147483647, -2147483648],
  [123456789, 1000],
];
const shapes: readonly (readonly number[])[] = [[1], [2], [3], [5, 7], [128, 784], [3, 1, 2, 5]];

function drawn(
  draw: typeof drawNormal,
  shape: readonly number[],
  seed: readonly [number, number],
): { readonly shape: readonly number[]; readonly data: Float32Array } {
  const seedTensor = tf.tensor1d([...seed], 'int32');
  const tensor = draw(shape, seedTensor);
  const read = { shape: tensor.shape, data: Float32Array.from(tensor.dataSync()) };
  tf.dispose([seedTensor, tensor]);
  return read;
}

describe.each(seeds)('seed [%i, %i]', (...seed) => {
  test.each(shapes)('shape %j', (...shape) => {
    const size = tf.util.sizeFromShape([...shape]);
    const uniform = drawn(drawUniform, shape, seed);
    expect(uniform.shape).toEqual(shape);
    expect(uniform.data).toEqual(randomUniform(seed, size));
    const normal = drawn(drawNormal, shape, seed).data,
      expected = randomNormal(seed, size);
    // sin, cos and log of float32 differ in the last place between libraries.
    expect(Math.max(...normal.map((value, at) => Math.abs(value - (expected[at] ?? Number.NaN))))).toBeLessThan(2e-6);
  });
});

test('the same seed draws the same, another seed does not, and nothing stays behind', () => {
  const before = tf.memory().numTensors;
  expect(drawn(drawNormal, [64], [5, 6]).data).toEqual(drawn(drawNormal, [64], [5, 6]).data);
  expect(drawn(drawNormal, [64], [5, 6]).data).not.toEqual(drawn(drawNormal, [64], [5, 7]).data);
  expect(tf.memory().numTensors).toBe(before);
});
