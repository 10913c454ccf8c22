import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { IssueError } from '../../../shared/check/issue.ts';
import { dataReferenceSchema } from '../../../shared/data/dataReference.ts';
import type { EpochFigures } from '../../../shared/run/runEvent.ts';
import { templates } from '../../../shared/templates/templates.ts';
import { applyOverrides } from './applyOverrides.ts';
import { cliLanguage } from './cliLanguage.ts';
import { dataArgument } from './dataArgument.ts';
import { epochLine } from './epochLine.ts';
import { showBytes, showDuration, showFigure, showPlural } from './figures.ts';
import { nearNames } from './nearNames.ts';
import { intOption, numberOption, rowsOption } from './optionSpecs.ts';
import { newRunFolder, runFolderOf, runsFolder } from './runPlaces.ts';

const folder = mkdtempSync(join(tmpdir(), 'hourglass-words-'));
afterAll(() => rmSync(folder, { recursive: true }));

const codeOf = (act: () => unknown): string | undefined => {
  try {
    act();
  } catch (error) {
    return error instanceof IssueError ? error.issues[0]?.code : String(error);
  }
  return undefined;
};

describe('language', () => {
  it.each([
    [['train', '--language', 'zh'], {}, 'zh'],
    [['train', '--language=zh'], { LANG: 'en_GB.UTF-8' }, 'zh'],
    [['--language', 'en'], { LANG: 'zh_CN.UTF-8' }, 'en'],
    [[], { LANG: 'zh_CN.UTF-8' }, 'zh'],
    [[], { LC_ALL: 'C', LANG: 'zh_CN.UTF-8' }, 'en'],
    [[], { LC_ALL: '', LC_MESSAGES: 'zh_TW', LANG: 'en_US' }, 'zh'],
    [[], { LANG: 'zha' }, 'en'],
    [[], {}, 'en'],
  ])('%j with %j is %s', (args, environment, expected) => expect(cliLanguage(args, environment)).toBe(expected));
});

describe('near names', () => {
  const names = ['vae-dense', 'vae-conv', 'ae-dense', '2-cnn', '4-vae-published'];
  it.each([
    ['vae-desne', 'vae-dense'],
    ['VAE-CONV', 'vae-conv'],
    ['cnn', '2-cnn'],
    ['vaedense', 'vae-dense'],
  ])('%s is nearest to %s', (typed, meant) => expect(nearNames(typed, names)[0]).toBe(meant));
  it('shows where to begin where nothing is near', () => expect(nearNames('zzzzzzzzzzzz', names)).toEqual(names.slice(0, 3)));
});

describe('option values', () => {
  const whole = intOption({ name: 'n', help: { en: '', zh: '' } }, { min: 1, max: 100 });
  const real = numberOption({ name: 'x', help: { en: '', zh: '' } }, { min: 0, max: 10 });
  const rows = rowsOption({ name: 'z', help: { en: '', zh: '' } });
  it.each([
    ['5', 5],
    ['100', 100],
    ['0', undefined],
    ['101', undefined],
    ['1.5', undefined],
    ['1e1', undefined],
    ['', undefined],
    ['0x10', undefined],
  ])('whole number %j', (text, value) => expect(whole.parse(text)).toBe(value));
  it.each([
    ['5', 5],
    ['.5', 0.5],
    ['1e-3', 1e-3],
    ['0', 0],
    ['-1', undefined],
    ['11', undefined],
    ['', undefined],
    ['NaN', undefined],
    ['Infinity', undefined],
    ['0x1', undefined],
  ])('number %j', (text, value) => expect(real.parse(text)).toBe(value));
  it.each([
    ['0.1,-1', [[0.1, -1]]],
    [
      '0,0; 1,1',
      [
        [0, 0],
        [1, 1],
      ],
    ],
    ['3', [[3]]],
    ['0,0;1', undefined],
    ['0,', undefined],
    ['a,b', undefined],
    ['', undefined],
    ['1,Infinity', undefined],
  ])('rows %j', (text, value) => expect(rows.parse(text)).toEqual(value));
});

describe('--data', () => {
  it('takes a built-in set, or tells the kind of a file from its name', () => {
    mkdirSync(join(folder, 'pictures'));
    for (const name of ['a.csv', 'b.NPY', 'c.npz', 't10k-images-idx3-ubyte.gz', 'd.idx', 'e.txt', 'mnist.csv']) writeFileSync(join(folder, name), '');
    expect(dataArgument('mnist', folder)).toEqual({ kind: 'mnist' });
    const kinds = ['pictures', 'a.csv', 'b.NPY', 'c.npz', 't10k-images-idx3-ubyte.gz', 'd.idx'].map((name) => dataArgument(name, folder));
    expect(kinds.map(({ kind }) => kind)).toEqual(['images', 'csv', 'npy', 'npy', 'idx', 'idx']);
    expect(kinds[1]?.path).toBe(join(folder, 'a.csv'));
    expect(codeOf(() => dataArgument('e.txt', folder))).toBe('data-kind-unclear');
    expect(codeOf(() => dataArgument('images', folder))).toBe('data-unknown');
  });
});

describe('overrides', () => {
  const document = templates['vae-dense'].build();
  it('change what they name, and nothing else', () => {
    expect(applyOverrides(document, {})).toEqual(document);
    const changed = applyOverrides(document, { epochs: 3, batchSize: 7, learningRate: 0.5, beta: 4, seed: 9, limit: 50 });
    expect(changed.training).toEqual({
      ...document.training,
      epochs: 3,
      batchSize: 7,
      seed: 9,
      optimiser: { ...document.training.optimiser, learningRate: 0.5 },
    });
    expect(changed.data).toEqual({ ...document.data, limit: 50 });
    expect(changed.nodes['loss']?.params['beta']).toBe(4);
    expect({ ...changed.nodes, loss: null }).toEqual({ ...document.nodes, loss: null });
    expect(document).toEqual(templates['vae-dense'].build());
  });
  it('another data set leaves no trace of where the old one lay', () => {
    const own = { ...document, data: dataReferenceSchema.parse({ kind: 'csv', path: '/a.csv', labelColumn: 'y', normalise: 'signed' }) };
    expect(applyOverrides(own, { data: { kind: 'mnist' } }).data).toEqual(dataReferenceSchema.parse({ kind: 'mnist', normalise: 'signed' }));
    expect(applyOverrides(own, { data: { kind: 'idx', path: '/i' }, labelPath: '/l' }).data).toMatchObject({ kind: 'idx', path: '/i', labelPath: '/l' });
  });
  it('a β that nothing takes is refused', () => expect(codeOf(() => applyOverrides(templates['ae-dense'].build(), { beta: 2 }))).toBe('beta-without-kl'));
});

describe('places of runs', () => {
  it('follow the platform', () => {
    expect(runsFolder({ XDG_DATA_HOME: '/data' }, 'linux')).toBe('/data/hourglass/runs');
    expect(runsFolder({ XDG_DATA_HOME: 'not/absolute' }, 'linux')).toMatch(/\.local\/share\/hourglass\/runs$/);
    expect(runsFolder({}, 'darwin')).toMatch(/Library\/Application Support\/hourglass\/runs$/);
  });
  it('are named after model and time, and never taken twice', () => {
    const now = new Date(2026, 10, 20, 9, 5, 7);
    const first = newRunFolder('my model/β!', now, folder);
    expect(first).toBe(join(folder, 'my-model-β-20261120-090507'));
    mkdirSync(first);
    expect(newRunFolder('my model/β!', now, folder)).toBe(`${first}-2`);
    expect(newRunFolder('../..', now, folder)).toBe(join(folder, 'run-20261120-090507'));
  });
  it('are found by path, then by name', () => {
    mkdirSync(join(folder, 'runs/one'), { recursive: true });
    expect(runFolderOf('one', folder, join(folder, 'runs'))).toBe(join(folder, 'runs/one'));
    expect(runFolderOf('runs/one', folder, '/nowhere')).toBe(join(folder, 'runs/one'));
    expect(runFolderOf('two', folder, join(folder, 'runs'))).toBe(join(folder, 'two'));
  });
});

describe('figures', () => {
  it('are short and say when there is none', () => {
    expect([0, 162.3149, 0.00012, 1234567, Number.NaN, null].map(showFigure)).toEqual(['0.0000', '162.31', '1.200e-4', '1.235e+6', 'NaN', '–']);
    expect([0.4, 7, 200, 3720].map(showDuration)).toEqual(['0:00', '0:07', '3:20', '1:02:00']);
    expect([0, 1023, 1024, 15_583_552].map(showBytes)).toEqual(['0 B', '1023 B', '1.0 KiB', '14.9 MiB']);
    expect([showPlural(1, 'error'), showPlural(0, 'error'), showPlural(1200, 'parameter')]).toEqual(['1 error', '0 errors', '1,200 parameters']);
  });
  it('of an epoch stand in one line, those that there are', () => {
    const epoch: EpochFigures = {
      epoch: 2,
      step: 20,
      loss: 162.31,
      reconstruction: 157.02,
      kl: 5.29,
      classification: null,
      penalty: null,
      klPerDimension: null,
      gradientNorms: {},
      classes: null,
      validation: { loss: 161.5, reconstruction: 156, kl: 5.5, classification: null, penalty: null, classes: null },
      learningRate: 1e-3,
      beta: 1,
      examplesPerSecond: 12_345.6,
      seconds: 4,
    };
    expect(epochLine(epoch, 10, ({ en }) => en)).toBe(
      'epoch  2/10  loss 162.31  reconstruction 157.02  KL 5.2900  validation 161.50  12,346 examples/s  0:32 left',
    );
    const classes = { accuracy: 0.9876, perClass: [], confusion: [] };
    expect(epochLine({ ...epoch, epoch: 10, reconstruction: null, kl: null, validation: null, classes }, 10, ({ zh }) => zh)).toBe(
      '轮次 10/10  损失 162.31  准确率 98.8 %  12,346 样本/秒',
    );
  });
});
