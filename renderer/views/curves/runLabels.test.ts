import { expect, test } from 'vitest';
import type { HistoryLine } from '../../../shared/protocol/hostCalls.ts';
import { runLabels } from './runLabels.ts';

const line = (learningRate: number, title: string | null = null): HistoryLine => ({
  folder: '/a',
  title,
  name: 'VAE',
  at: null,
  status: 'done',
  settings: { epochs: 5, batchSize: 128, learningRate, optimiser: 'adam', seed: 1, data: 'mnist' },
  epochsDone: 5,
  loss: 1,
  validationLoss: 1,
  seconds: 1,
  checkpoints: [],
  device: null,
  dataHash: null,
});
const labels = (...lines: (HistoryLine | null)[]) =>
  runLabels(
    lines.map((each) => ({ name: 'VAE', line: each })),
    (name, value) => `${name} ${value}`,
  );

test('one run, and runs of different titles, are called by these', () => {
  expect(labels(line(1))).toEqual(['VAE']);
  expect(labels(line(1, 'slow'), line(1, 'fast'), line(1))).toEqual(['slow', 'fast', 'VAE']);
});

test('runs called alike are told apart by what they differ in, else by number', () => {
  expect(labels(line(0.1), line(0.2))).toEqual(['VAE · learningRate 0.1', 'VAE · learningRate 0.2']);
  expect(labels(line(0.1), line(0.1))).toEqual(['VAE (1)', 'VAE (2)']);
  expect(labels(null, line(0.1), line(0.2))).toEqual(['VAE', 'VAE · learningRate 0.1', 'VAE · learningRate 0.2']);
  expect(new Set(labels(line(0.1), line(0.1), line(0.2))).size).toBe(3);
});
