import { describe, expect, it } from 'vitest';
import type { EpochFigures } from '../../../shared/run/runEvent.ts';
import { initialRunState } from '../../../shared/run/runState.ts';
import type { RunState } from '../../../shared/run/runState.ts';
import { alignLines, curveLines, metricsOf } from './curveLines.ts';
import { curvesCsv } from './curvesCsv.ts';

const epoch = (number: number, loss: number, validation: number | null): EpochFigures => ({
  epoch: number,
  step: number * 10,
  loss,
  reconstruction: loss - 1,
  kl: 1,
  classification: null,
  penalty: null,
  validation: validation === null ? null : { loss: validation, reconstruction: validation - 2, kl: 2, classification: null, penalty: null, classes: null },
  klPerDimension: [1, 0],
  gradientNorms: {},
  classes: null,
  learningRate: 0.001,
  beta: 1,
  examplesPerSecond: 100,
  seconds: 2,
});
const state: RunState = {
  ...initialRunState,
  start: {
    event: 'start',
    run: 'r',
    name: 'Run, "one"',
    folder: null,
    at: '',
    device: { name: 'cpu', description: '', threads: 1 },
    versions: { app: '', node: '', tensorflow: '' },
    seed: 1,
    epochs: 2,
    stepsPerEpoch: 10,
    batchSize: 1,
    examples: { train: 10, validation: 1, test: 1 },
    data: { name: '', hash: '' },
    cost: { parameters: 1, trainedParameters: 1, memoryBytes: 1, secondsPerEpoch: null },
    resumedAt: null,
  },
  epochs: [epoch(1, 5, 6), epoch(2, Number.NaN, null)],
};
const ticks = [{ step: 5, epoch: 1, figures: { loss: 7, reconstruction: 6, kl: 1, classification: null, penalty: null } }];

describe('curve lines', () => {
  it('names the terms a run has', () => {
    expect(metricsOf(state)).toEqual(['loss', 'reconstruction', 'kl']);
    expect(metricsOf(initialRunState)).toEqual([]);
  });

  it('gives batch, train and validation lines over epochs, with a gap where a figure is no number', () => {
    const lines = curveLines({ run: 'r', state, ticks }, { shown: ['loss'], axis: 'epoch' });
    expect(lines.map(({ part, x, y }) => ({ part, x, y }))).toEqual([
      { part: 'batch', x: [0.5], y: [7] },
      { part: 'train', x: [1, 2], y: [5, null] },
      { part: 'validation', x: [1, 2], y: [6, null] },
    ]);
    expect(curveLines({ run: 'r', state, ticks }, { shown: ['loss'], axis: 'step' })[1]?.x).toEqual([10, 20]);
    expect(curveLines({ run: 'r', state, ticks }, { shown: ['classification'], axis: 'step' })).toEqual([]);
  });

  it('lays lines over one common axis and keeps zero off a logarithmic one', () => {
    const lines = [
      { x: [1, 3], y: [1, 0] },
      { x: [2, 3], y: [-2, 4] },
    ];
    expect(alignLines(lines, { isLog: false })).toEqual([
      [1, 2, 3],
      [1, null, 0],
      [null, -2, 4],
    ]);
    expect(alignLines(lines, { isLog: true })).toEqual([
      [1, 2, 3],
      [1, null, null],
      [null, null, 4],
    ]);
  });

  it('aligns 30,000 points in well under a tenth of a second', () => {
    const x = Array.from({ length: 30_000 }, (_, index) => index);
    const lines = [0, 1, 2].map((shift) => ({ x, y: x.map((value) => value + shift) }));
    const before = performance.now();
    const [axis] = alignLines(lines, { isLog: true });
    expect(axis.length).toBe(30_000);
    expect(performance.now() - before).toBeLessThan(400);
  });
});

describe('curvesCsv', () => {
  it('writes a row a tick and epoch, quoting what needs it', () => {
    const rows = curvesCsv([{ run: 'r', state, ticks }], ['Run, "one"'])
      .trimEnd()
      .split('\r\n');
    expect(rows[0]?.split(',').slice(0, 7)).toEqual(['run', 'part', 'epoch', 'step', 'loss', 'reconstruction', 'kl']);
    expect(rows).toHaveLength(1 + 1 + 2 + 1);
    expect(rows[1]).toContain('"Run, ""one"""');
    expect(rows[1]).toContain(',batch,1,5,7,6,1,');
    expect(rows.some((row) => row.includes(',validation,1,10,6,4,2,'))).toBe(true);
    expect(rows.some((row) => row.includes('NaN'))).toBe(true);
  });
});
