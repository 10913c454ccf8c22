import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { savedModelFormat } from '../../main/engine/export/types/savedModel.ts';
import { openDevice } from '../../main/engine/tfjs/devices.ts';
import { failedCases } from './failedCases.ts';
import { findPeerPython } from './findPeerPython.mjs';

const python = findPeerPython();
const absent = python.ok ? '' : ` (not run: ${python.reason})`;
let folder = '';

beforeAll(async () => {
  await openDevice('tensorflow');
  folder = await mkdtemp(join(tmpdir(), 'hourglass-saved-models-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Law: what TensorFlow and Keras's TFSMLayer make of our SavedModel is what the run's own model computes. */
test.skipIf(!python.ok)(`TensorFlow and TFSMLayer run the SavedModel of every template × part × form${absent}`, { timeout: 600_000 }, async () => {
  const { run, failed } = await failedCases(savedModelFormat, 'runSavedModels.py', folder, 'templates');
  expect(run).toBeGreaterThan(50);
  expect(failed).toEqual([]);
});
