import { expect, test } from 'vitest';
import { differingSettings } from './differingSettings.ts';

test('names what any two runs differ in, once', () => {
  const runs = [
    { epochs: 10, rate: 0.001, data: 'mnist' },
    { epochs: 10, rate: 0.01, data: 'mnist' },
    { epochs: 5, rate: 0.001, data: 'mnist' },
  ];
  expect(differingSettings(runs)).toEqual(['epochs', 'rate']);
  expect(differingSettings(runs.slice(0, 1))).toEqual([]);
  expect(differingSettings([])).toEqual([]);
});
