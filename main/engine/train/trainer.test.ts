import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunEvent } from '../../../shared/run/runEvent.ts';
import { applyEvent } from '../../../shared/run/runState.ts';
import type { Engine, RunHandle } from '../engine.ts';
import { allEvents, curveOf, endOf, only, openSmallEngine, started, temporaryFolder, tinyClassifier, tinyVae } from './testing/smallRuns.ts';

let engine: Engine;
const { at, remove } = temporaryFolder();
beforeAll(async () => {
  engine = await openSmallEngine();
});
afterAll(remove);

/** Reads a run one event at a time. */
function readerOf({ events }: RunHandle): { next: () => Promise<RunEvent>; rest: () => Promise<RunEvent[]> } {
  const reader = events[Symbol.asyncIterator]();
  const next = async (): Promise<RunEvent> => {
    const { value, done } = await reader.next();
    if (done) throw new Error('the run is over');
    return value;
  };
  const rest = async (): Promise<RunEvent[]> => {
    const seen: RunEvent[] = [];
    for (let read = await reader.next(); !read.done; read = await reader.next()) seen.push(read.value);
    return seen;
  };
  return { next, rest };
}
const names = (events: readonly RunEvent[]): string[] => events.filter(({ event }) => event !== 'batch').map(({ event }) => event);

describe('a run', () => {
  it('starts, tells each epoch, and ends; steps and examples add up', async () => {
    const events = await allEvents(await started(engine, tinyVae()));
    expect(names(events)).toEqual(['start', 'epoch', 'epoch', 'epoch', 'end']);
    expect(events[0]).toMatchObject({
      event: 'start',
      stepsPerEpoch: 8,
      batchSize: 32,
      epochs: 3,
      seed: 5,
      examples: { train: 240, validation: 30, test: 30 },
      resumedAt: null,
      folder: null,
      device: { name: 'tensorflow' },
    });
    expect(only(events, 'epoch').map(({ epoch, step }) => [epoch, step])).toEqual([
      [1, 8],
      [2, 16],
      [3, 24],
    ]);
    expect(endOf(events)).toMatchObject({ reason: 'done', epoch: 3, step: 24 });
  });

  it('gives the same curve twice, to the last bit, and another from another seed', async () => {
    const curve = async (seed: number) => curveOf(only(await allEvents(await started(engine, tinyVae({ training: { seed } }))), 'epoch'));
    const first = await curve(5);
    expect(await curve(5)).toEqual(first);
    expect((await curve(6))[0]?.loss).not.toBe(first[0]?.loss);
  });

  it('advances only while somebody reads', async () => {
    const handle = await started(engine, tinyVae({ training: { epochs: 1 } }));
    const { next, rest } = readerOf(handle);
    await next();
    await new Promise((resolve) => {
      setTimeout(resolve, 150);
    });
    handle.stop();
    expect(endOf(await rest())).toMatchObject({ reason: 'stopped', step: 0 });
  });
});

describe('pausing', () => {
  it('stands still, takes single steps, goes on, and ends in the same curve', async () => {
    const straight = curveOf(only(await allEvents(await started(engine, tinyVae())), 'epoch'));
    const handle = await started(engine, tinyVae());
    const { next, rest } = readerOf(handle);
    handle.pause();
    expect(await next()).toMatchObject({ event: 'start' });
    expect(await next()).toEqual({ event: 'paused', step: 0 });
    // One step, told by a tick; then it waits again without saying so twice.
    handle.step();
    expect(await next()).toMatchObject({ event: 'batch', step: 1 });
    let waiting = true;
    const third = next().finally(() => {
      waiting = false;
    });
    await new Promise((resolve) => {
      setTimeout(resolve, 100);
    });
    expect(waiting).toBe(true);
    handle.step();
    handle.step();
    expect(await third).toMatchObject({ event: 'batch', step: 2 });
    expect(await next()).toMatchObject({ event: 'batch', step: 3 });
    setTimeout(() => handle.resume(), 20);
    expect(await next()).toEqual({ event: 'resumed', step: 3 });
    expect(curveOf(only(await rest(), 'epoch'))).toEqual(straight);
  });

  it('a single step of a run that goes on pauses it behind the next batch', async () => {
    const handle = await started(engine, tinyVae());
    const { next, rest } = readerOf(handle);
    await next();
    handle.step();
    expect(await next()).toMatchObject({ event: 'batch', step: 1 });
    expect(await next()).toEqual({ event: 'paused', step: 1 });
    handle.stop();
    expect(endOf(await rest())).toMatchObject({ reason: 'stopped', step: 1 });
  });

  it('is folded into one state: paused through single steps, training after', async () => {
    const handle = await started(engine, tinyVae({ training: { epochs: 1 } }));
    const { next, rest } = readerOf(handle);
    handle.pause();
    const seen = [await next(), await next()];
    handle.step();
    seen.push(await next());
    expect(seen.reduce(applyEvent, handle.history).status).toBe('paused');
    handle.resume();
    seen.push(await next());
    expect(seen.reduce(applyEvent, handle.history).status).toBe('training');
    await rest();
  });

  it('time spent paused is no training time', async () => {
    const handle = await started(engine, tinyVae({ training: { epochs: 1 } }));
    handle.pause();
    setTimeout(() => handle.resume(), 600);
    const [epoch] = only(await allEvents(handle), 'epoch');
    expect(epoch?.seconds).toBeLessThan(0.5);
  });
});

describe('changes while it runs', () => {
  it('are logged with their step and act from it on', async () => {
    const straight = only(await allEvents(await started(engine, tinyVae())), 'epoch');
    const handle = await started(engine, tinyVae());
    const events = await allEvents(handle, ({ event }) => {
      if (event === 'epoch') {
        handle.setLearningRate(0);
        handle.setBeta(3);
      }
    });
    const [control] = only(events, 'control');
    expect(control).toEqual({ event: 'control', step: 8, learningRate: 0, beta: 3 });
    const epochs = only(events, 'epoch');
    expect(curveOf(epochs.slice(0, 1))).toEqual(curveOf(straight.slice(0, 1)));
    expect(epochs.map(({ learningRate, beta }) => [learningRate, beta])).toEqual([
      [0.01, 0.1],
      [0, 3],
      [0, 3],
    ]);
    // Nothing is learned any more, and the loss weighs the KL by 3. (Moving averages still follow the batches.)
    const [, second] = epochs;
    expect(second?.loss).toBeCloseTo((second?.reconstruction ?? NaN) + 3 * (second?.kl ?? NaN), 4);
    expect(second?.validation?.loss).toBeCloseTo((second?.validation?.reconstruction ?? NaN) + 3 * (second?.validation?.kl ?? NaN), 4);
  });

  it('of a rate or β that is none are refused at once', async () => {
    const handle = await started(engine, tinyVae());
    for (const value of [NaN, Infinity, -1]) {
      expect(() => handle.setLearningRate(value)).toThrow(RangeError);
      expect(() => handle.setBeta(value)).toThrow(RangeError);
    }
  });

  it('a schedule of β is warmed up in training, whole in validation', async () => {
    const document = tinyVae();
    const loss = document.nodes.loss;
    if (!loss) throw new Error('no loss');
    const warm = { ...document, nodes: { ...document.nodes, loss: { ...loss, params: { ...loss.params, beta: 2, betaSchedule: 'warmup', betaEpochs: 2 } } } };
    const epochs = only(await allEvents(await started(engine, warm)), 'epoch');
    expect(epochs.map(({ beta }) => beta)).toEqual([(2 * 7) / 16, (2 * 15) / 16, 2]);
    for (const { validation } of epochs) expect(validation?.loss).toBeCloseTo((validation?.reconstruction ?? NaN) + 2 * (validation?.kl ?? NaN), 4);
  });
});

describe('an end before the end', () => {
  it('stops at a batch boundary, with a checkpoint', async () => {
    const handle = await started(engine, tinyVae({ training: { epochs: 50 } }), { folder: at('stopped') });
    handle.pause();
    const { next, rest } = readerOf(handle);
    await next();
    await next();
    for (let i = 0; i < 3; i++) handle.step();
    for (let i = 0; i < 3; i++) await next();
    handle.stop();
    const events = await rest();
    expect(names(events)).toEqual(['checkpoint', 'end']);
    expect(events[0]).toMatchObject({ step: 3, epoch: 0, file: 'checkpoints/step-000000003.safetensors' });
  });

  it('stops early where validation no longer falls, and the best epoch is kept', async () => {
    const document = tinyClassifier({
      training: { epochs: 30, optimiser: { kind: 'sgd', learningRate: 0 }, earlyStopping: { enabled: true, patience: 3, minDelta: 0 }, keepCheckpoints: 1 },
    });
    const events = await allEvents(await started(engine, document, { folder: at('early') }));
    expect(endOf(events)).toMatchObject({ reason: 'early', epoch: 4 });
    const { value } = await engine.openRun(at('early'));
    expect(value?.state.status).toBe('early');
    value?.dispose();
    const { issues } = await engine.openRun(at('early'), { checkpoint: 2 });
    expect(issues.map(({ code }) => code)).toEqual(['checkpoint-missing']);
    const first = await engine.openRun(at('early'), { checkpoint: 1 });
    expect(first.issues).toEqual([]);
    first.value?.dispose();
  });
});
