import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findPeerPython } from './findPeerPython.mjs';
import { replayInKeras } from './replayInKeras.ts';
import { runPeerProgram } from './runPeerProgram.ts';

const python = findPeerPython();
const absent = python.ok ? '' : ` (not run: ${python.reason})`;
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hourglass-replay-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test.skipIf(!python.ok)(
  `the replay agrees with a training written out in NumPy and with keras.Model, and refuses spoilt weights${absent}`,
  { timeout: 180_000 },
  async () => {
    const { code, stdout, stderr } = await runPeerProgram('replaySelfTest.py', ['--folder', folder]);
    expect(code, stderr).toBe(0);
    const cases: unknown[] = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(cases).toEqual([
      expect.objectContaining({ case: 'dense', passed: true, spoiltRefused: true }),
      expect.objectContaining({ case: 'zoo', passed: true, spoiltRefused: true }),
    ]);
    // The folder that is left has a spoilt start weight: the driver reports the difference, it does not throw.
    const report = await replayInKeras(join(folder, 'dense'), { floatx: 'float64' });
    expect(report).toMatchObject({ passed: false, steps: 30 });
    expect(report.largest[0]).toMatchObject({ what: 'total' });
  },
);

test.skipIf(!python.ok)(`a folder at fault is said in words${absent}`, { timeout: 60_000 }, async () => {
  await expect(replayInKeras(join(folder, 'nothing'))).rejects.toThrow(/replay\.py ended with 2.*plan\.json/s);
});
