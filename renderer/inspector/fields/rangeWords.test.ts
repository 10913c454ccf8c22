import { expect, test } from 'vitest';
import { int, ints, number } from '../../../shared/nodes/params.ts';
import { rangeWords } from './rangeWords.ts';

const words = { title: { en: 'a', zh: 'a' }, help: { en: 'a', zh: 'a' } };

test.each([
  [int({ ...words, min: 1, max: 1_048_576, default: 1 }), '1 … 1,048,576'],
  [number({ ...words, min: -1e6, max: 0.9999, default: 0 }), '−1,000,000 … 0.9999'],
  [number({ ...words, min: 1e-9, max: 10, default: 0 }), '1e−9 … 10'],
  [ints({ ...words, min: 1, max: 512, minLength: 2, maxLength: 2, default: [3, 3] }), '2 × (1 … 512)'],
  [ints({ ...words, min: 1, max: 512, minLength: 1, maxLength: 4, default: [3] }), '1 … 4 × (1 … 512)'],
])('%o', (spec, said) => {
  expect(rangeWords(spec)).toBe(said);
});
