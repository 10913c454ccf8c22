import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findChromium } from '../../e2e/findChromium.ts';
import { openDevice } from '../../main/engine/tfjs/devices.ts';
import { failedInTfjs } from './failedInTfjs.ts';

const chromium = findChromium();
const absent = chromium === undefined ? ' (not run: there is no Chromium)' : '';
let place = '';

beforeAll(async () => {
  await openDevice('tensorflow');
  place = await mkdtemp(join(tmpdir(), 'hourglass-tfjs-'));
});
afterAll(() => rm(place, { recursive: true, force: true }));

/** Law: what TensorFlow.js in Chromium loads from our files computes what the run's own model computes. */
test.skipIf(chromium === undefined)(
  `TensorFlow.js in Chromium loads and runs every template, part and form that it can say${absent}`,
  { timeout: 240_000 },
  async () => {
    const { run, failed } = await failedInTfjs(chromium ?? '', place, 'templates');
    expect(run).toBeGreaterThan(40);
    expect(failed).toEqual([]);
  },
);
