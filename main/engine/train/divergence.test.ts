import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GraphDoc } from '../../../shared/graph/document.ts';
import { drawGraph, node } from '../../../shared/templates/drawGraph.ts';
import type { Drawing } from '../../../shared/templates/drawGraph.ts';
import { templates } from '../../../shared/templates/templates.ts';
import type { Engine } from '../engine.ts';
import { readCheckpoint } from '../files/checkpoint.ts';
import { findCheckpoint, openRunFolder } from '../files/runFolder.ts';
import { straightCurve } from './testing/killAndResume.ts';
import { allEvents, changed, endOf, jobOf, only, openSmallEngine, prepareSmall, resumed, started, temporaryFolder, tinyVae } from './testing/smallRuns.ts';
import { train } from './trainer.ts';

let engine: Engine;
const { at, remove } = temporaryFolder();
beforeAll(async () => {
  engine = await openSmallEngine();
});
afterAll(remove);

/** The steps of the last checkpoint on disk; fails where one of its numbers is none. */
async function lastGoodStep(folder: string): Promise<number> {
  const { state } = await openRunFolder(folder);
  const { step, model, sums } = await readCheckpoint(await findCheckpoint(folder, state, 'last'));
  for (const [key, { values }] of [...Object.entries(model), ...Object.entries(sums)]) expect([key, values.every(Number.isFinite)]).toEqual([key, true]);
  return step;
}

/** Dense layers with something between them that breaks. */
const breaking = (nodes: Drawing['nodes'], wires: readonly string[], first: object = {}): GraphDoc =>
  drawGraph({
    name: 'breaking',
    goal: 'free',
    nodes: {
      input: node('input', { shape: [2] }),
      first: node('dense', { units: 4, ...first }),
      ...nodes,
      last: node('dense', { units: 2 }),
      loss: node('loss', { reconstruction: 'mse', kl: false }),
    },
    wires: ['input > first', ...wires, 'last > loss', 'input > loss.target'],
    training: { epochs: 2, batchSize: 8, optimiser: { kind: 'sgd', learningRate: 0.01 } },
    data: { kind: 'moons', limit: 100, normalise: 'none' },
  });

describe('a run whose numbers break down', () => {
  const wild = changed(templates['vae-dense'].build(), {
    training: { batchSize: 32, epochs: 2, optimiser: { kind: 'sgd', learningRate: 50 } },
    data: { limit: 200 },
  });

  it('ends diverged, names the layer, keeps the last good model, and goes on from it with a lower rate', async () => {
    const folder = at('wild');
    const events = await allEvents(await started(engine, wild, { folder }));
    expect(endOf(events)).toMatchObject({ reason: 'diverged', epoch: 0 });
    expect(only(events, 'issue').map(({ issue: { code } }) => code)).toEqual(['run-diverged']);
    const [told] = only(events, 'issue');
    expect(Object.keys(wild.nodes)).toContain(told?.issue.at.node);
    // Steps count from 1 in the message; the good ones end before the broken one, or one before where that ruined the model.
    expect((told?.issue.values.step as number) - (told?.step ?? NaN)).toBeOneOf([1, 2]);
    expect(told?.issue.values).toMatchObject({ where: { en: expect.stringMatching(/^(output|gradient|weights)$/) } });
    expect(await lastGoodStep(folder)).toBe(told?.step);
    const handle = await resumed(engine, folder);
    handle.setLearningRate(1e-6);
    const again = await allEvents(handle);
    expect(endOf(again)).toMatchObject({ reason: 'done', epoch: 2, step: 10 });
    // The first epoch’s figures are those of all its batches, the ones before the fall included.
    const [epoch] = only(again, 'epoch');
    expect(only(again, 'start')[0]?.resumedAt).toBe(told?.step);
    expect(epoch?.examplesPerSecond).toBeGreaterThan(0);
    expect(epoch?.klPerDimension?.every(Number.isFinite)).toBe(true);
  });

  it('reports an epoch with a fall in it as the run that changes its rate at that step', async () => {
    const document = tinyVae({ training: { optimiser: { kind: 'sgd', learningRate: 3 } }, data: { normalise: 'none' } });
    const folder = at('fall');
    const [told] = only(await allEvents(await started(engine, document, { folder })), 'issue');
    expect(told?.step).toBeGreaterThan(0);
    const handle = await resumed(engine, folder);
    handle.setLearningRate(1e-4);
    const epochs = only(await allEvents(handle), 'epoch');
    const straight = await straightCurve(document, [{ event: 'control', step: told?.step ?? NaN, learningRate: 1e-4 }]);
    expect(epochs.map(({ loss, kl, gradientNorms }) => ({ loss, kl, gradientNorms }))).toEqual(
      straight.map(({ loss, kl, gradientNorms }) => ({ loss, kl, gradientNorms })),
    );
  });

  it.each([
    [
      'a node’s values',
      'exp',
      'output',
      breaking({ scale: node('math', { fn: 'scale', factor: 1e4 }), exp: node('math', { fn: 'exp' }) }, ['first > scale', 'scale > exp', 'exp > last']),
    ],
    [
      'a gradient alone',
      'root',
      'gradient',
      breaking({ root: node('math', { fn: 'sqrt' }) }, ['first > root', 'root > last'], { kernelInitialiser: 'zeros', activation: 'relu' }),
    ],
    [
      'an update alone',
      'first',
      'weights',
      changed(breaking({}, ['first > last']), {
        training: { optimiser: { kind: 'sgd', learningRate: 100 }, schedule: { kind: 'constant', epochs: 1, factor: 1 } },
      }),
    ],
  ] as const)('in %s is located at %s, %s', async (title, place, where, document) => {
    const folder = at(title.replaceAll(/\W+/g, '-'));
    const handle = await started(engine, document, { folder });
    if (where === 'weights') handle.setLearningRate(3e38);
    const events = await allEvents(handle);
    expect(only(events, 'issue').map(({ step, issue: { at: spot, values } }) => [step, spot.node, values.where, values.name])).toEqual([
      [0, place, expect.objectContaining({ en: where }), expect.objectContaining({ en: expect.any(String) })],
    ]);
    expect(endOf(events)).toMatchObject({ reason: 'diverged', step: 0 });
    expect(await lastGoodStep(folder)).toBe(0);
  });

  it('in the third epoch goes back to the step before, not to the beginning', async () => {
    const folder = at('late');
    const handle = await started(engine, tinyVae({ training: { epochs: 5 } }), { folder });
    const events = await allEvents(handle, (event) => {
      if (event.event === 'epoch' && event.epoch === 2) handle.setLearningRate(1e38);
    });
    expect(only(events, 'epoch')).toHaveLength(2);
    const [told] = only(events, 'issue');
    expect(told?.step).toBeGreaterThanOrEqual(16);
    expect(told?.step).toBeLessThan(24);
    expect(await lastGoodStep(folder)).toBe(told?.step);
  });

  it('is not saved as a good one when the user stops before anybody noticed', async () => {
    const job = jobOf(await prepareSmall(wild));
    // Asked once a step: the user stops during the fourth.
    let asked = 0;
    const takeChanges = (): null => {
      if (++asked === 4) job.signals.stop();
      return null;
    };
    const signals: typeof job.signals = Object.create(job.signals, { takeChanges: { value: takeChanges } });
    const events = [];
    for await (const event of train({ ...job, signals })) events.push(event);
    expect(endOf(events).reason).toBe('diverged');
  });
});
