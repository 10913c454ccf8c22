import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDevice } from '../../main/engine/tfjs/devices.ts';
import { h5Format } from '../../main/engine/export/types/h5.ts';
import { kerasFormat } from '../../main/engine/export/types/keras.ts';
import { failedCases } from './failedCases.ts';
import { findPeerPython } from './findPeerPython.mjs';

const python = findPeerPython();
const absent = python.ok ? '' : ` (not run: ${python.reason})`;
let folder = '';

beforeAll(async () => {
  await openDevice('tensorflow');
  folder = await mkdtemp(join(tmpdir(), 'hourglass-keras-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Law: what Keras 3 loads from our files computes what the run's own model computes. */
test.skipIf(!python.ok).each([kerasFormat, h5Format])(
  `Keras 3 loads and runs a $id file of every kind of the catalogue${absent}`,
  { timeout: 1_200_000 },
  async (format) => {
    const { run, failed } = await failedCases(format, 'runExported.py', await mkdtemp(join(folder, `${format.id}-`)), 'kinds');
    expect(run).toBeGreaterThan(100);
    expect(failed).toEqual([]);
  },
);
