import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { randomUniform } from '../../../shared/random/philox.ts';
import type { Engine } from '../engine.ts';
import { curveOnDisk, inChild, largestDifference, straightCurve } from './testing/killAndResume.ts';
import { allEvents, endOf, openSmallEngine, resumed, temporaryFolder, tinyVae } from './testing/smallRuns.ts';

let engine: Engine;
const { at, remove } = temporaryFolder();
beforeAll(async () => {
  engine = await openSmallEngine();
});
afterAll(remove);

describe('a run killed again and again, at seeded moments, ends as if nothing had happened', () => {
  it.each(Array.from({ length: 12 }, (_, seed) => seed))('seed %i', async (seed) => {
    const document = tinyVae({ training: { epochs: 4, seed: seed + 1, keepCheckpoints: 1 }, data: { limit: 3000 } });
    const folder = at(`run-${seed}`);
    const delays = [...randomUniform([seed, 20261120], 4)].map((u) => Math.round(u * 500));
    let begun = false;
    for (const delayMs of delays) {
      await inChild({ ...(begun ? {} : { document }), folder, kill: { event: 'start', count: 1, delayMs } });
      begun = true;
    }
    const events = await allEvents(await resumed(engine, folder));
    expect(endOf(events)).toMatchObject({ reason: 'done', epoch: 4 });
    expect(largestDifference(await curveOnDisk(folder), await straightCurve(document))).toBeLessThan(1e-5);
  });
});
