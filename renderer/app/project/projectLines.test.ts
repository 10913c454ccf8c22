import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { fitName, nameFault } from '../../../shared/protocol/projectName.ts';
import { arrangeProjects, bytesText, copyName } from './projectLines.ts';

const lines = [
  { name: 'Digits', savedAt: '2026-11-02' },
  { name: '变分自编码器', savedAt: '2026-11-03' },
  { name: 'beta VAE', savedAt: '2026-11-01' },
];
const names = (query: string, order: 'opened' | 'saved' | 'name', recent: readonly string[] = []) =>
  arrangeProjects(lines, query, order, recent).map(({ name }) => name);

test('projects stand by when they were opened here, saved, or by name', () => {
  expect(names('', 'saved')).toEqual(['变分自编码器', 'Digits', 'beta VAE']);
  expect(names('', 'opened', ['beta VAE', 'gone'])).toEqual(['beta VAE', '变分自编码器', 'Digits']);
  expect(names('', 'name').indexOf('beta VAE')).toBeLessThan(names('', 'name').indexOf('Digits'));
});

test('a search looks in every name, whatever its letters', () => {
  expect(names('vae', 'name')).toEqual(['beta VAE']);
  expect(names('ＶＡＥ ', 'name')).toEqual(['beta VAE']);
  expect(names('自编码', 'name')).toEqual(['变分自编码器']);
  expect(names('none', 'name')).toEqual([]);
});

test('a copy gets the next free number, and a name that the library takes, however long the first one is', () => {
  expect(copyName('VAE', ['VAE'])).toBe('VAE (2)');
  expect(copyName('VAE (2)', ['VAE', 'vae (2)', 'VAE (3)'])).toBe('VAE (4)');
  expect(copyName('码'.repeat(66), [])).toMatch(/^码+ \(2\)$/);
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 100 }), (text) => {
      const name = fitName(text, 'project');
      const first = copyName(name, [name]);
      const second = copyName(name, [name, first]);
      expect([nameFault(first), nameFault(second)]).toEqual([null, null]);
      expect(new Set([name, first, second].map((each) => each.toLowerCase())).size).toBe(3);
    }),
    { seed: 20261120, numRuns: 500 },
  );
});

test.each([
  [0, '0 B'],
  [512, '512 B'],
  [999, '999 B'],
  [1000, '1 kB'],
  [3400, '3.4 kB'],
  [99_400, '99 kB'],
  [120_000_000, '120 MB'],
  [999_600, '1 MB'],
  [2.5e12, '2.5 TB'],
])('%d bytes are %s', (bytes, text) => expect(bytesText(bytes)).toBe(text));
