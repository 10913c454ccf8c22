import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../engine.ts';
import { createEngine } from '../engine.ts';
import { tf } from '../tfjs/core.ts';
import { allEvents, root, started, temporaryFolder, tinyClassifier, tinyVae } from '../train/testing/smallRuns.ts';
import { exportFormatIds } from './exportFormat.ts';
import { exportFormats } from './formats.ts';

let engine: Engine;
const { at, remove } = temporaryFolder();
const run = at('run'),
  classifier = at('classifier');
beforeAll(async () => {
  engine = await createEngine({ root, device: 'tensorflow', threads: 2 });
  await allEvents(await started(engine, tinyVae(), { folder: run }));
  await allEvents(await started(engine, tinyClassifier(), { folder: classifier }));
}, 60_000);
afterAll(remove);

const codes = (issues: readonly { readonly code: string }[]): readonly string[] => issues.map(({ code }) => code);
const json = (path: string): Record<string, unknown> => JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;

describe('an export', () => {
  it('lies in place with its report and its read-me, and nothing else', async () => {
    const stages: string[] = [];
    const before = tf.memory().numTensors;
    const path = at('out', 'decoder');
    const { value, issues } = await engine.export(run, {
      part: 'decoder',
      format: 'keras',
      sample: 'mean',
      path,
      licence: 'CC BY 4.0',
      onStage: (stage) => stages.push(stage),
    });
    expect(issues).toEqual([]);
    expect(stages).toEqual(['writing', 'verifying', 'placing']);
    expect(readdirSync(at('out')).toSorted()).toEqual(['decoder.LICENCE.txt', 'decoder.README.md', 'decoder.keras', 'decoder.report.json']);
    expect(value?.path).toBe(`${path}.keras`);
    expect(value?.verification.largestDifference).toBeLessThanOrEqual(1e-5);
    expect(readFileSync(at('out', 'decoder.README.md'), 'utf8')).toContain('decoder.keras');
    expect(tf.memory().numTensors).toBe(before);
    expect(json(at('out', 'decoder.report.json'))).toMatchObject({
      format: 'hourglass-export',
      target: 'decoder.keras',
      part: 'decoder',
      sample: 'mean',
      inputs: [{ name: 'latent', role: 'latent', shape: [null, 2], dtype: 'float32', range: null }],
      outputs: [{ name: 'reconstruction', role: 'reconstruction', shape: [null, 2] }],
      model: {
        name: 'tiny VAE',
        seed: 5,
        checkpointEpoch: 3,
        licence: 'CC BY 4.0',
        normalisation: { kind: 'standard' },
        data: { hash: expect.stringMatching(/^[0-9a-f]{64}$/) },
      },
      verification: { by: 'file', split: 'validation', examples: expect.any(Number), outputs: [{ output: 'reconstruction', measure: 'difference' }] },
      snippet: expect.stringContaining('decoder.keras'),
      versions: { hourglass: expect.any(String), trainedWith: { node: expect.any(String) } },
    });
  });

  it('takes the checkpoint that is asked for', async () => {
    const outputs = await Promise.all(
      [1, 3].map(async (checkpoint) => {
        const path = at('epochs', `epoch-${checkpoint}`);
        expect((await engine.export(run, { part: 'full', format: 'keras', sample: 'mean', path, checkpoint })).value).toBeDefined();
        return readFileSync(`${path}.keras`).toString('hex');
      }),
    );
    expect(outputs[0]).not.toBe(outputs[1]);
  });

  it('holds what the target draws to the moments of its own draws', async () => {
    const { value } = await engine.export(run, { part: 'encoder', format: 'keras', sample: 'sampled', path: at('drawn') });
    expect(value?.verification.outputs.map(({ output, measure }) => [output, measure])).toEqual([
      ['mean', 'difference'],
      ['log_variance', 'difference'],
      ['code', 'moments'],
    ]);
  });

  it('of a classifier names its classes', async () => {
    const { value } = await engine.export(classifier, { part: 'classifier', format: 'keras', sample: 'sampled', path: at('rings.keras') });
    expect(value?.path).toBe(at('rings.keras'));
    expect(json(at('rings.report.json'))).toMatchObject({
      sample: 'mean',
      model: { classes: expect.arrayContaining([expect.any(String)]) },
      outputs: [{ role: 'classes', shape: [null, 3] }],
    });
  });
});

describe('a place that is taken', () => {
  const wish = { part: 'full', format: 'keras', sample: 'mean' } as const;

  it('is left alone, unless it may be replaced', async () => {
    const path = at('taken', 'model.keras');
    mkdirSync(at('taken'));
    writeFileSync(path, 'mine');
    expect(codes((await engine.export(run, { ...wish, path })).issues)).toEqual(['export-exists']);
    expect(readFileSync(path, 'utf8')).toBe('mine');
    expect(readdirSync(at('taken'))).toEqual(['model.keras']);
    expect((await engine.export(run, { ...wish, path, replace: true })).value?.path).toBe(path);
    expect(readFileSync(path, 'utf8')).not.toBe('mine');
    expect(readdirSync(at('taken')).length).toBe(3);
  });

  it('is never a folder of somebody else’s, nor a link', async () => {
    mkdirSync(at('folder', 'mine'), { recursive: true });
    writeFileSync(at('folder', 'mine', 'letter.txt'), 'dear');
    const { issues } = await engine.export(run, { ...wish, format: 'tfjs', path: at('folder', 'mine'), replace: true });
    expect(codes(issues)).toEqual(['export-not-ours']);
    expect(readdirSync(at('folder', 'mine'))).toEqual(['letter.txt']);
    symlinkSync(at('run'), at('folder', 'link.keras'));
    expect(codes((await engine.export(run, { ...wish, path: at('folder', 'link.keras'), replace: true })).issues)).toEqual(['export-not-ours']);
  });

  it('is replaced where it is an earlier export of the same', async () => {
    const path = at('web', 'model');
    expect(codes((await engine.export(run, { ...wish, format: 'tfjs', path })).issues)).toEqual([]);
    writeFileSync(at('web', 'model', 'stale.bin'), 'old');
    expect(codes((await engine.export(run, { ...wish, format: 'tfjs', path })).issues)).toEqual(['export-exists']);
    expect(codes((await engine.export(run, { ...wish, format: 'tfjs', path, replace: true })).issues)).toEqual([]);
    expect(existsSync(at('web', 'model', 'stale.bin'))).toBe(false);
    expect(readdirSync(at('web')).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  it('that cannot be written is told, and nothing is there', async () => {
    writeFileSync(at('file'), 'no folder');
    expect(codes((await engine.export(run, { ...wish, path: at('file', 'model.keras') })).issues)).toEqual(['output-unwritable']);
  });
});

describe('what a run can be asked for', () => {
  it('parts, why one is not there, and whether sampling matters', async () => {
    const { value } = await engine.exportChoices(run);
    expect(value?.parts.map(({ part, absent, draws }) => [part, absent?.code ?? null, draws])).toEqual([
      ['full', null, true],
      ['encoder', null, true],
      ['decoder', null, false],
      ['classifier', 'export-part-absent', false],
    ]);
    expect(value?.formats.map(({ id }) => id)).toEqual(exportFormats.map(({ id }) => id));
    expect(codes((await engine.exportChoices(at('nowhere'))).issues)).toEqual(['run-missing']);
  });

  it('every format once, under its own id', () => {
    const ids = exportFormats.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(exportFormatIds).toContain(id);
  });

  it('a layer that a format lacks is told by the node’s title', async () => {
    const { issues } = await engine.export(run, { part: 'full', format: 'tfjs', sample: 'noise', path: at('none') });
    expect(issues.map(({ code, at: { node }, values }) => [code, node, values.node])).toEqual([
      ['export-layer-unknown', 'sample', { en: 'Sample', zh: '采样' }],
    ]);
  });

  it('a part that is not there refuses', async () => {
    const { value, issues } = await engine.export(run, { part: 'classifier', format: 'keras', sample: 'mean', path: at('none') });
    expect(value).toBeUndefined();
    expect(codes(issues)).toEqual(['export-part-absent']);
  });
});

/** Every format on a trained run: all parts that there are, each form of sampling that the format holds. A page shows pictures, which this run has none of. */
describe.each(exportFormats.filter(({ id }) => id !== 'page').map(({ id, samples }) => ({ id, samples })))('$id', ({ id, samples }) => {
  it.each(['full', 'encoder', 'decoder'] as const)('verifies the %s', async (part) => {
    for (const sample of samples) {
      const { value, issues } = await engine.export(run, { part, format: id, sample, path: at('all', id, part, sample) });
      // TensorFlow.js's layers know no exponential, so that they cannot scale ε by σ.
      const known = id !== 'tfjs' || sample !== 'noise' || part === 'decoder';
      expect([id, part, sample, codes(issues)]).toEqual([id, part, sample, known ? [] : ['export-layer-unknown']]);
      if (known) expect(value?.verification.outputs.length).toBeGreaterThan(0);
      else expect(readdirSync(at('all', id, part))).not.toContain(sample);
    }
  });
});
