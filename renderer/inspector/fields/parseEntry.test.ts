import { describe, expect, test } from 'vitest';
import { definitionOf, nodeKinds } from '../../../shared/nodes/catalogue.ts';
import { int, ints, number } from '../../../shared/nodes/params.ts';
import { parseEntry, parseNumber, showEntry } from './parseEntry.ts';
import { stepValue } from './stepValue.ts';

const words = { title: { en: 'a', zh: 'a' }, help: { en: 'a', zh: 'a' } };
const pair = ints({ ...words, min: 1, max: 9, minLength: 2, maxLength: 2, default: [3, 3] });
const shape = ints({ ...words, min: 1, max: 9999, minLength: 1, maxLength: 4, default: [784] });
const optional = ints({ ...words, min: 1, max: 9, minLength: 0, maxLength: 1, default: [] });

describe('numbers', () => {
  test.each([
    ['0.5', 0.5],
    ['1e-3', 0.001],
    [' .25 ', 0.25],
    ['-2', -2],
    ['−2', -2],
    ['１２', 12],
    ['1/784', 1 / 784],
    ['3.', 3],
  ])('%j is %d', (typed, value) => {
    expect(parseNumber(typed)).toBe(value);
  });
  test.each(['', 'abc', '1,5', '1e', '1/0', '1/2/3', '0x10', 'Infinity', '--1'])('%j is none', (typed) => {
    expect(parseNumber(typed)).toBeUndefined();
  });
});

describe('lists of integers', () => {
  test.each([
    ['3×5', [3, 5]],
    ['3x5', [3, 5]],
    ['3, 5', [3, 5]],
    ['[3 5]', [3, 5]],
    ['3，5', [3, 5]],
    ['4', [4, 4]],
  ])('%j of two', (typed, value) => {
    expect(parseEntry(pair, typed)).toEqual(value);
  });
  test('one alone stays alone where the length is free', () => {
    expect(parseEntry(shape, '784')).toEqual([784]);
    expect(parseEntry(optional, '')).toEqual([]);
  });
  test.each(['3×a', '1.5', 'x y'])('%j is none', (typed) => {
    expect(parseEntry(shape, typed)).toBeUndefined();
  });
});

test('every default of the catalogue is read back as it is shown', () => {
  for (const kind of nodeKinds) {
    for (const spec of Object.values(definitionOf(kind).params)) {
      if (spec.type !== 'flag') expect(parseEntry(spec, showEntry(spec.default))).toEqual(spec.default);
    }
  }
});

describe('steps', () => {
  const rate = number({ ...words, min: 0, max: 1, default: 0 });
  const units = int({ ...words, min: 1, max: 20, default: 4 });
  test.each([
    [0.001, 1, 0.0011],
    [0.0011, -1, 0.001],
    [0.01, -1, 0.0099],
    [0, 1, 0.01],
    [0.99, 3, 1],
    [0.3, -2, 0.28],
    [0, -1, 0],
  ])('%d by %d', (from, steps, to) => {
    expect(stepValue(rate, from, steps)).toBe(to);
  });
  test('whole numbers by one, kept in range', () => {
    expect(stepValue(units, 4, 10)).toBe(14);
    expect(stepValue(units, 4, 100)).toBe(20);
    expect(stepValue(units, 4, -9)).toBe(1);
  });
  test('a step up and one down come back, wherever they start', () => {
    const wide = number({ ...words, min: -1e6, max: 1e6, default: 0 });
    for (const value of [0.1, 2.5, 10, 99, 100, 1e-5, -0.2, -10]) {
      expect(stepValue(wide, stepValue(wide, value, 1), -1)).toBeCloseTo(value, 12);
    }
  });
});
