import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fitName, nameFault, nameLimits } from './projectName.ts';

describe('a name of the library', () => {
  test.each([
    ['VAE', null],
    ['数字的变分自编码器', null],
    ['β-VAE (2) – copy', null],
    ['a.b', null],
    ['Äpfel', null],
    ['x'.repeat(80), null],
    ['😀', null],
    ['', 'empty'],
    ['   ', 'empty'],
    ['x'.repeat(81), 'too long'],
    ['数'.repeat(70), 'too long'],
    ['a/b', 'a character'],
    ['a\\b', 'a character'],
    ['c:', 'a character'],
    ['a\u0000b', 'a character'],
    ['a\nb', 'a character'],
    ['a\u202eb', 'a character'],
    ['a\u200bb', 'a character'],
    ['A\u0308pfel', 'a character'],
    ['\ud800', 'a character'],
    ['..', 'its ends'],
    ['.', 'its ends'],
    ['.hidden', 'its ends'],
    ['end.', 'its ends'],
    [' a', 'its ends'],
    ['a ', 'its ends'],
    ['CON', 'reserved'],
    ['nul.txt', 'reserved'],
    ['Lpt1', 'reserved'],
    ['__proto__', 'reserved'],
    ['constructor', 'reserved'],
    ['console', null],
  ] as const)('%j: %s', (name, fault) => expect(nameFault(name)).toBe(fault));

  test('is one step of a path, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 90 }), (name) => {
        if (nameFault(name) !== null) return;
        expect(name).not.toMatch(/[/\\]|^\.\.?$/);
        expect(Buffer.byteLength(name)).toBeLessThanOrEqual(nameLimits.bytes);
      }),
      { seed: 20261120, numRuns: 2000 },
    );
  });

  test('is made from any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        expect(nameFault(fitName(text, 'Model'))).toBeNull();
      }),
      { seed: 20261120, numRuns: 2000 },
    );
    expect(fitName(' My / model? ', 'Model')).toBe('My model');
    expect(fitName('..', 'Model')).toBe('Model');
    expect(fitName('数'.repeat(90), 'Model')).toBe('数'.repeat(66));
  });

  test('that has no fault is kept as it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (name) => {
        fc.pre(nameFault(name) === null && !/\s\s|[^\S ]/.test(name));
        expect(fitName(name, 'Model')).toBe(name);
      }),
      { seed: 20261120 },
    );
  });
});
