import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { randomUniform } from '../../../shared/random/philox.ts';
import type { Engine } from '../engine.ts';
import { openRunFolder } from '../files/runFolder.ts';
import { curveOnDisk, inChild, largestDifference, straightCurve } from './testing/killAndResume.ts';
import { allEvents, curveOf, endOf, only, openSmallEngine, resumed, started, temporaryFolder, tinyClassifier, tinyVae } from './testing/smallRuns.ts';

let engine: Engine;
const { at, remove } = temporaryFolder();
beforeAll(async () => {
  engine = await openSmallEngine();
});
afterAll(remove);

/** 50 steps an epoch. */
const document = tinyVae({ training: { epochs: 3 }, data: { limit: 2000 } });
const tolerance = 1e-5;

describe('a run killed with SIGKILL and resumed ends as if nothing had happened', () => {
  const delays = [...randomUniform([20261120, 1], 3)].map((u) => Math.round(u * 300));
  const moments = [
    ['in its first epoch, before any checkpoint of one', { event: 'start', count: 1, delayMs: 60 }],
    ['right after an epoch was told, before its checkpoint', { event: 'epoch', count: 2, delayMs: 0 }],
    ['right after a checkpoint', { event: 'checkpoint', count: 1, delayMs: 0 }],
    ...delays.map((delayMs) => [`${delayMs} ms into the second epoch`, { event: 'checkpoint', count: 1, delayMs }] as const),
  ] as const;

  it.each(moments)('%s', async (title, kill) => {
    const folder = at(title.replaceAll(/\W+/g, '-'));
    const { signal, errors } = await inChild({ document, folder, kill });
    expect(signal, errors).toBe('SIGKILL');
    const events = await allEvents(await resumed(engine, folder));
    expect(endOf(events)).toMatchObject({ reason: 'done', epoch: 3, step: 150 });
    expect(largestDifference(await curveOnDisk(folder), await straightCurve(document))).toBeLessThan(tolerance);
  });

  it('with changes made in the stretch that was lost, also when it is killed twice before it gets there again', async () => {
    // 1600 steps an epoch: long enough for a tick, after which the child makes its change.
    const steps = 1600;
    const longer = tinyVae({ training: { epochs: 3, batchSize: 1 }, data: { limit: 2000 } });
    const folder = at('changed');
    const change = { afterEpochs: 1, learningRate: 0.002, beta: 0.5 };
    const killed = await inChild({ document: longer, folder, change, kill: { event: 'control', count: 1, delayMs: 0 } });
    expect(killed.signal, killed.errors).toBe('SIGKILL');
    const [control] = (await openRunFolder(folder)).state.controls;
    expect(control).toMatchObject({ learningRate: 0.002, beta: 0.5 });
    expect(control?.step).toBeGreaterThan(steps);
    expect(await inChild({ folder, kill: { event: 'start', count: 1, delayMs: 0 } })).toMatchObject({ signal: 'SIGKILL' });
    const events = await allEvents(await resumed(engine, folder));
    expect(only(events, 'control')).toEqual([control]);
    expect(only(events, 'start')[0]?.resumedAt).toBe(steps);
    const straight = await straightCurve(longer, control ? [control] : []);
    expect(largestDifference(await curveOnDisk(folder), straight)).toBeLessThan(tolerance);
    expect(largestDifference(straight, await straightCurve(longer))).toBeGreaterThan(1e-3);
  });
});

describe('a run stopped inside an epoch and resumed', () => {
  it.each([1, 37, 50, 99, 149])('at step %i gives the epoch’s figures as they would have been', async (step) => {
    const folder = at(`stopped-${step}`);
    const handle = await started(engine, document, { folder });
    // A tick comes with each single step.
    handle.pause();
    for (let i = 0; i < step; i++) handle.step();
    await allEvents(handle, (event) => {
      if (event.event === 'batch' && event.step === step) handle.stop();
    });
    const [first] = (await openRunFolder(folder)).state.checkpoints.slice(-1);
    expect(first?.step).toBe(step);
    const events = await allEvents(await resumed(engine, folder));
    expect(only(events, 'start')[0]?.resumedAt).toBe(step);
    expect(largestDifference(await curveOnDisk(folder), await straightCurve(document))).toBeLessThan(tolerance);
    expect(readdirSync(`${folder}/checkpoints`)).toEqual(['epoch-000001.safetensors', 'epoch-000002.safetensors', 'epoch-000003.safetensors']);
  });

  it('tells a confusion matrix of the whole epoch', async () => {
    const classifier = tinyClassifier({ training: { epochs: 1 } });
    const folder = at('confused');
    const handle = await started(engine, classifier, { folder });
    handle.pause();
    for (let i = 0; i < 4; i++) handle.step();
    await allEvents(handle, (event) => {
      if (event.event === 'batch' && event.step === 4) handle.stop();
    });
    await allEvents(await resumed(engine, folder));
    expect(largestDifference(await curveOnDisk(folder), await straightCurve(classifier))).toBeLessThan(tolerance);
  });
});

describe('a finished run', () => {
  it('resumed with more epochs goes on to the curve of a longer run', async () => {
    const folder = at('longer');
    await allEvents(await started(engine, tinyVae(), { folder }));
    const more = await resumed(engine, folder, 5);
    expect(more.history.epochs).toHaveLength(3);
    const events = await allEvents(more);
    expect(only(events, 'start')[0]).toMatchObject({ resumedAt: 24, epochs: 5 });
    expect(largestDifference(await curveOnDisk(folder), await straightCurve(tinyVae(), [], 5))).toBeLessThan(tolerance);
    // Resumed once more without a word, it has nothing left to do.
    expect(only(await allEvents(await resumed(engine, folder)), 'epoch')).toEqual([]);
  });

  it('that stopped early is over, unless more is asked for by name', async () => {
    const folder = at('early');
    const early = tinyClassifier({
      training: { epochs: 20, optimiser: { kind: 'sgd', learningRate: 0 }, earlyStopping: { enabled: true, patience: 2, minDelta: 0 } },
    });
    await allEvents(await started(engine, early, { folder }));
    const again = await allEvents(await resumed(engine, folder));
    expect([only(again, 'epoch').length, endOf(again).reason]).toEqual([0, 'early']);
    const asked = await allEvents(await resumed(engine, folder, 20));
    expect(only(asked, 'epoch').map(({ epoch }) => epoch)).toEqual([4, 5]);
    expect(endOf(asked)).toMatchObject({ reason: 'early', epoch: 5 });
  });
});

it('refuses a run whose data is no longer what it was', async () => {
  const folder = at('stopped-37');
  const moved = at('moved');
  cpSync(folder, moved, { recursive: true });
  const {
    folder: { document: kept },
  } = await openRunFolder(moved);
  const run = readFileSync(`${moved}/run.json`, 'utf8');
  writeFileSync(`${moved}/run.json`, run.replace('"limit": 2000', '"limit": 2001'));
  expect(kept.data.limit).toBe(2000);
  const { value, issues } = await engine.resume(moved);
  expect([value, issues.map(({ code }) => code)]).toEqual([undefined, ['run-data-changed']]);
});

it('two runs trained in turns do not disturb each other', async () => {
  const [a, b] = [await started(engine, tinyVae()), await started(engine, tinyVae({ training: { seed: 9 } }))];
  const seen: [Parameters<typeof curveOf>[0][number][], Parameters<typeof curveOf>[0][number][]] = [[], []];
  const readers = [a.events[Symbol.asyncIterator](), b.events[Symbol.asyncIterator]()] as const;
  for (let open = 2; open > 0; ) {
    open = 0;
    for (const [which, reader] of readers.entries()) {
      const { value, done } = await reader.next();
      if (done) continue;
      open++;
      if (value.event === 'epoch') seen[which === 0 ? 0 : 1].push(value);
    }
  }
  expect(curveOf(seen[0])).toEqual(await straightCurve(tinyVae()));
  expect(curveOf(seen[1])).toEqual(await straightCurve(tinyVae({ training: { seed: 9 } })));
});
