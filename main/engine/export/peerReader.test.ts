import { existsSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Engine } from '../engine.ts';
import { allEvents, openSmallEngine, started, temporaryFolder, tinyVae } from '../train/testing/smallRuns.ts';
import { peerPython } from './peerReader.ts';

let engine: Engine;
const { at, remove } = temporaryFolder();
const run = at('run');
beforeAll(async () => {
  engine = await openSmallEngine();
  await allEvents(await started(engine, tinyVae(), { folder: run }));
}, 60_000);
afterAll(remove);
afterEach(() => void vi.unstubAllEnvs());

const absent = peerPython() === null ? ' (not run: no peer Python)' : '';

describe('the target’s own library', () => {
  it.skipIf(absent !== '').each([
    ['keras', 'encoder', 'sampled', /^keras 3/],
    ['savedmodel', 'decoder', 'mean', /^tensorflow 2/],
    ['onnx', 'full', 'noise', /^onnxruntime 1/],
  ] as const)(`agrees on %s, %s, %s${absent}`, { timeout: 120_000 }, async (format, part, sample, library) => {
    const { value, issues } = await engine.export(run, { part, format, sample, path: at(format, part), peer: true });
    expect(issues).toEqual([]);
    expect(value?.verification.peer).toMatchObject({
      by: expect.stringMatching(library),
      outputs: value?.verification.outputs.map(({ output, measure }) => ({ output, measure })),
    });
  });

  it('that fails keeps everything away, and says what it said', async () => {
    vi.stubEnv('HOURGLASS_PEER_PYTHON', process.execPath);
    const { value, issues } = await engine.export(run, { part: 'decoder', format: 'keras', sample: 'mean', path: at('broken'), peer: true });
    expect(value).toBeUndefined();
    expect(issues.map(({ code }) => code)).toEqual(['export-peer-refuses']);
    expect(existsSync(at('broken.keras'))).toBe(false);
  });

  it('is not asked where there is no Python, or no library for the format: the report says so', async () => {
    vi.stubEnv('HOURGLASS_PEER_PYTHON', '');
    vi.stubEnv('XDG_CACHE_HOME', at('nothing'));
    const none = await engine.export(run, { part: 'decoder', format: 'keras', sample: 'mean', path: at('alone'), peer: true });
    expect(none.value?.verification.peer).toEqual({ notRun: 'no-python' });
    vi.stubEnv('HOURGLASS_PEER_PYTHON', process.execPath);
    const other = await engine.export(run, { part: 'decoder', format: 'tfjs', sample: 'mean', path: at('web'), peer: true });
    expect(other.value?.verification.peer).toEqual({ notRun: 'no-library' });
  });
});
