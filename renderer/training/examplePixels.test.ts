import { expect, test } from 'vitest';
import { brightnessRange, examplePixels, lookOf } from './examplePixels.ts';

test.each([
  [[28, 28, 1], 'picture'],
  [[32, 32, 3], 'picture'],
  [[2], 'dot'],
  [[3], 'dot'],
  [[32, 1], 'line'],
  [[784], 'figures'],
  [[4, 4, 9], 'figures'],
] as const)('%j', (shape, look) => {
  expect(lookOf(shape)).toBe(look);
});

test('grey, colour and both ends of the range', () => {
  expect([...examplePixels(Float32Array.of(0, 0.5, 1, 2), 1, [0, 1])]).toEqual([0, 0, 0, 255, 128, 128, 128, 255, 255, 255, 255, 255, 255, 255, 255, 255]);
  expect([...examplePixels(Float32Array.of(-1, 0, 1), 3, [-1, 1])]).toEqual([0, 128, 255, 255]);
  expect([...examplePixels(Float32Array.of(0, 0, 0, 0.2), 4, [0, 1])]).toEqual([0, 0, 0, 51]);
  expect([...examplePixels(Float32Array.of(Number.NaN), 1, [0, 1])][3]).toBe(0);
});

test('an open range takes the values’ own', () => {
  expect(brightnessRange([0, 255], Float32Array.of(3))).toEqual([0, 255]);
  expect(brightnessRange([-Infinity, Infinity], Float32Array.of(-2, 3, Number.NaN))).toEqual([-2, 3]);
  expect(brightnessRange([-Infinity, Infinity], Float32Array.of(3, 3))).toEqual([2.5, 3.5]);
  expect(brightnessRange([-Infinity, Infinity], new Float32Array())).toEqual([0, 1]);
});
