import { expect, it } from 'vitest';
import { fileNamePart } from './download.ts';
import { shortNumber } from './shortNumber.ts';

it('shortens figures to four digits without losing their size', () => {
  expect([0, 97.3149, 0.00123456, 1234567, -0.00001234, null, Number.NaN, Infinity].map(shortNumber)).toEqual([
    '0',
    '97.31',
    '0.001235',
    '1.23e+6',
    '-1.23e-5',
    '–',
    'NaN',
    '∞',
  ]);
});

it('makes a name fit for a file', () => {
  expect(fileNamePart('VAE, dense: β=4 / "two"')).toBe('VAE,-dense-β=4-two');
  expect(fileNamePart('///')).toBe('run');
  expect(fileNamePart('变分 自编码器')).toBe('变分-自编码器');
});
