import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { GraphDoc } from '../../../shared/graph/document.ts';
import { createChannelPair } from '../../../shared/protocol/channel.ts';
import { createClient } from '../../../shared/protocol/client.ts';
import type { Client, RunUpdate } from '../../../shared/protocol/client.ts';
import { serve } from '../../../shared/protocol/server.ts';
import { isOver } from '../../../shared/protocol/runBoard.ts';
import type { RunEvent } from '../../../shared/run/runEvent.ts';
import type { RunState } from '../../../shared/run/runState.ts';
import { templates } from '../../../shared/templates/templates.ts';
import { findCarriedNode } from './carriedNode.ts';
import { startEngineProcess } from './engineProcess.ts';
import type { EngineProcess } from './engineProcess.ts';
import { systemClock } from './systemClock.ts';

const root = process.cwd();
/** A control asked for by a window is seen to act within this time. */
const actsWithinMs = 200;

let folder: string;
let engine: EngineProcess;
let client: Client;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hourglass-process-'));
  const started = await startEngineProcess({ root });
  if (!started.value) throw new Error(JSON.stringify(started.issues));
  engine = started.value;
  client = await openWindow(engine);
}, 60_000);

afterAll(async () => {
  await engine.dispose();
  await rm(folder, { recursive: true, force: true });
});

/** What a window is to the host: a channel that is served. */
async function openWindow({ service }: EngineProcess): Promise<Client> {
  const [near, far] = createChannelPair(structuredClone);
  serve({ channel: far, service, clock: systemClock });
  const window = createClient({ channel: near });
  expect((await window.hello()).issues).toEqual([]);
  return window;
}

/** The default template on few digits: `limit` examples, eight of ten of them trained on. */
function digits({ limit, batchSize, epochs }: { readonly limit: number; readonly batchSize: number; readonly epochs: number }): GraphDoc {
  const document = templates['vae-dense'].build();
  return { ...document, training: { ...document.training, epochs, batchSize }, data: { ...document.data, limit } };
}

/** A watched run: everything told, and a way to wait for what is to come. */
async function observe(window: Client, run: string) {
  const updates: RunUpdate[] = [];
  const waiting = new Set<() => void>();
  const { issues } = await window.watch(run, (update) => {
    updates.push(update);
    for (const look of waiting) look();
  });
  expect(issues).toEqual([]);
  return {
    updates,
    state: (): RunState => updates.at(-1)?.state ?? fail('nothing was told'),
    events: <E extends RunEvent['event']>(name: E) => updates.flatMap(({ event }) => (event && isNamed(event, name) ? [event] : [])),
    /** Resolves with the first update from `from` on that fits; rejects where the run is lost before. */
    until: (fits: (update: RunUpdate) => boolean, from = 0): Promise<RunUpdate> =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const found = updates.slice(from).find(fits);
          const lost = updates.slice(from).find(({ event }) => event?.event === 'lost');
          if (!found && !lost) return;
          waiting.delete(look);
          if (found) resolve(found);
          else reject(new Error(`the run was lost: ${JSON.stringify(lost?.event)}`));
        };
        waiting.add(look);
        look();
      }),
  };
}

function isNamed<E extends RunEvent['event']>(event: RunEvent, name: E): event is Extract<RunEvent, { event: E }> {
  return event.event === name;
}

function fail(why: string): never {
  throw new Error(why);
}

async function train(document: GraphDoc, name: string): Promise<string> {
  const { value, issues } = await client.call('train', { document, folder: join(folder, name) });
  return value?.run ?? fail(JSON.stringify(issues));
}

const over = ({ state }: RunUpdate): boolean => isOver(state.status);

test('the engine runs on the carried Node, and says on what it computes', async () => {
  const { value } = await client.call('engine', null);
  expect(Number(value?.node.split('.')[0])).toBeGreaterThanOrEqual(24);
  expect(value?.device.description).not.toBe('');
  expect(findCarriedNode(root)).not.toBeNull();
});

test('a run of two epochs arrives event by event while the host stays free and the engine gives signs of life', async () => {
  // A timer of the host, as its windows and sockets need it.
  let ticks = 0;
  const timer = setInterval(() => {
    ticks += 1;
  }, 10);
  const startedAtMs = performance.now();
  const run = await train(digits({ limit: 3000, batchSize: 16, epochs: 2 }), 'two-epochs');
  const early = await observe(client, run);
  const pingsMs: number[] = [];
  let isTraining = true;
  const ended = early.until(over).then(() => {
    isTraining = false;
  });
  await early.until(({ event }) => event?.event === 'batch');
  const late = await observe(await openWindow(engine), run);
  while (isTraining) {
    const askedAtMs = performance.now();
    expect((await client.call('ping', null)).issues).toEqual([]);
    // The window's own ping is the host's to answer; the engine answers this one.
    expect((await engine.service.answers.engine(null)).issues).toEqual([]);
    pingsMs.push(performance.now() - askedAtMs);
    await new Promise((resolve) => {
      setTimeout(resolve, 20);
    });
  }
  await ended;
  clearInterval(timer);
  const seconds = (performance.now() - startedAtMs) / 1000;
  await late.until(over);

  expect(early.state().status).toBe('done');
  expect(early.state().epochs.map(({ epoch }) => epoch)).toEqual([1, 2]);
  expect(early.state().epochs[1]?.loss).toBeLessThan(early.state().epochs[0]?.loss ?? 0);
  expect(early.state().checkpoints).toHaveLength(2);
  expect(late.state()).toEqual(early.state());
  expect(early.events('batch').length).toBeGreaterThan(0);
  expect(early.events('batch').length).toBeLessThan(11 * seconds + 2);
  expect(ticks).toBeGreaterThan(0.6 * seconds * 100);
  expect(pingsMs.length).toBeGreaterThan(5);
  expect(Math.max(...pingsMs)).toBeLessThan(1000);
  expect(engine.status).toBe('running');
});

test('what a run has learned is read through the same door, tensors as typed arrays', async () => {
  const place = { folder: join(folder, 'two-epochs') };
  const opened = await client.call('openRun', place);
  expect(opened.value).toMatchObject({ latentShape: [2], outputShape: [784], range: [0, 1], conditionClasses: null });
  expect(opened.value?.state.status).toBe('done');
  const found = await client.call('examples', { ...place, split: 'test', indices: Int32Array.of(0, 1, 2) });
  const examples = found.value ?? fail('no examples');
  expect(examples.values).toBeInstanceOf(Float32Array);
  expect(examples.shape[0]).toBe(3);
  const { labels: _, ...images } = examples;
  const again = await client.call('reconstruct', { ...place, examples: images });
  expect(again.value?.values).toHaveLength(3 * 784);
  const codes = await client.call('encode', { ...place, split: 'validation' });
  expect(codes.value?.mean.shape).toEqual([300, 2]);
  expect(codes.value?.labels).toBeInstanceOf(Int32Array);
  const made = await client.call('decode', { ...place, codes: { shape: [1, 2], values: Float32Array.of(0, 0) } });
  expect(made.value?.shape).toEqual([1, 784]);
  const [one, same] = await Promise.all([7, 7].map((seed) => client.call('sample', { ...place, count: 4, seed })));
  expect(one?.value).toEqual(same?.value);
  const figures = await client.call('evaluate', { ...place, split: 'validation', checkpoint: 'last' });
  expect(figures.value?.figures.loss).toBeCloseTo(opened.value?.state.epochs.at(-1)?.validation?.loss ?? 0, 1);

  const refusals = await Promise.all([
    client.call('openRun', { folder: join(folder, 'nowhere') }),
    client.call('examples', { ...place, split: 'test', indices: Int32Array.of(1_000_000) }),
    client.call('decode', { ...place, codes: { shape: [1, 3], values: new Float32Array(3) } }),
    client.call('reconstruct', { ...place, examples: { shape: [1, 5], values: new Float32Array(5) } }),
    client.call('openRun', { ...place, checkpoint: 77 }),
    client.call('resume', { folder: join(folder, 'nowhere') }),
    client.call('control', { run: 'nobody', action: 'stop' }),
  ]);
  expect(refusals.map(({ issues }) => issues[0]?.code)).toEqual([
    'run-missing',
    'protocol-payload',
    'run-codes-shape',
    'protocol-payload',
    'checkpoint-missing',
    'run-missing',
    'protocol-run-unknown',
  ]);
});

test('a document is validated against its data, and the data sets and templates’ issues come typed', async () => {
  const good = await client.call('validate', { document: digits({ limit: 300, batchSize: 16, epochs: 1 }) });
  expect(good.value?.issues.filter(({ severity }) => severity === 'error')).toEqual([]);
  const broken = { ...digits({ limit: 300, batchSize: 16, epochs: 1 }), edges: [] };
  const refusal = await client.call('train', { document: broken, folder: join(folder, 'broken') });
  expect(refusal.value).toBeUndefined();
  expect(refusal.issues.some(({ severity }) => severity === 'error')).toBe(true);
  const datasets = await client.call('datasets', null);
  expect(datasets.value?.find(({ kind }) => kind === 'mnist')).toMatchObject({ available: true });
});

test('pause, step, resume, rate and β act within 200 ms, stop with its checkpoint within a second; a second run meanwhile is refused', async () => {
  const run = await train(digits({ limit: 8000, batchSize: 16, epochs: 50 }), 'controlled');
  const watched = await observe(client, run);
  await watched.until(({ event }) => event?.event === 'batch');
  const tookMs: number[] = [];
  /** Asks, and waits until the run's state says that it acted. */
  const ask = async (asked: Parameters<typeof client.call<'control'>>[1], fits: (update: RunUpdate) => boolean): Promise<RunUpdate> => {
    const from = watched.updates.length,
      askedAtMs = performance.now();
    expect((await client.call('control', asked)).issues).toEqual([]);
    const update = await watched.until(fits, from);
    tookMs.push(performance.now() - askedAtMs);
    return update;
  };
  const named =
    (name: RunEvent['event']) =>
    ({ event }: RunUpdate): boolean =>
      event?.event === name;

  for (let round = 0; round < 3; round++) {
    const paused = await ask({ run, action: 'pause' }, named('paused'));
    const stepped = await ask({ run, action: 'step' }, ({ state }) => state.step > paused.state.step);
    // One batch, and it stands still again.
    expect(stepped.state).toMatchObject({ step: paused.state.step + 1, status: 'paused' });
    await ask({ run, action: 'resume' }, named('resumed'));
    await ask({ run, action: 'setLearningRate', value: 0.0005 }, named('control'));
    await ask({ run, action: 'setBeta', value: 2 }, named('control'));
  }
  expect(watched.events('control').slice(0, 2)).toMatchObject([{ learningRate: 0.0005 }, { beta: 2 }]);
  // The median of fifteen, and no outlier beyond reason: other tests may share these cores.
  expect(tookMs.toSorted((a, b) => a - b)[7]).toBeLessThan(actsWithinMs);
  expect(Math.max(...tookMs)).toBeLessThan(10 * actsWithinMs);

  const second = await client.call('train', { document: digits({ limit: 300, batchSize: 16, epochs: 1 }), folder: null });
  expect(second.issues.map(({ code }) => code)).toEqual(['run-busy']);
  await ask({ run, action: 'pause' }, named('paused'));
  // Stopping a paused run ends it too, with a checkpoint.
  await ask({ run, action: 'stop' }, over);
  expect(tookMs.at(-1)).toBeLessThan(5 * actsWithinMs);
  expect(watched.state().status).toBe('stopped');
  expect(watched.state().checkpoints).toHaveLength(1);
  expect((await client.call('control', { run, action: 'resume' })).issues.map(({ code }) => code)).toEqual(['run-not-training']);
});

describe('when the engine’s process dies', () => {
  test('mid-epoch, the run is lost; it is started again, and the resumed run ends with the losses of one that was never interrupted', async () => {
    // 1,600 steps an epoch: long enough for ticks, a tenth of a second apart.
    const document = digits({ limit: 2000, batchSize: 1, epochs: 3 });
    const whole = await observe(client, await train(document, 'whole'));
    await whole.until(over);

    const run = await train(document, 'killed');
    const watched = await observe(client, run);
    const met = await watched.until(({ event }) => event?.event === 'batch' && event.epoch === 2 && event.batch > 10);
    const statuses: string[] = [];
    const endListening = engine.onDidChangeStatus((status) => statuses.push(status));
    const { pid } = engine;
    process.kill(pid ?? fail('no process'), 'SIGKILL');
    const lost = await watched.until(({ state }) => state.status === 'lost');
    expect(lost.event).toMatchObject({ event: 'lost', step: lost.state.step });
    expect(lost.event).toMatchObject({
      issue: { code: 'run-lost', values: { reason: { en: 'its process was ended by SIGKILL', zh: '其进程被 SIGKILL 终止' } } },
    });
    expect(lost.state.step).toBeGreaterThanOrEqual(met.state.step);
    expect((await client.call('runs', null)).value?.find((entry) => entry.run === run)?.state.status).toBe('lost');

    // The next call waits for the process that was started in its place.
    const from = watched.updates.length;
    const resumed = await client.call('resume', { folder: join(folder, 'killed') });
    expect(resumed).toMatchObject({ value: { run }, issues: [] });
    expect(engine.pid).not.toBe(pid);
    expect(statuses).toEqual(['starting', 'running']);
    endListening();
    // The same watch goes on: first the state it was put back to, then what follows.
    const done = await watched.until(({ state }) => state.status === 'done', from);
    expect(done.state.start?.resumedAt).toBe(whole.state().epochs[0]?.step);
    expect(done.state.epochs.map(({ epoch }) => epoch)).toEqual([1, 2, 3]);
    for (const [index, epoch] of done.state.epochs.entries()) {
      const expected = whole.state().epochs[index] ?? fail('an epoch too many');
      expect(Math.abs(epoch.loss / expected.loss - 1)).toBeLessThan(1e-5);
      expect(Math.abs((epoch.validation?.loss ?? 0) / (expected.validation?.loss ?? 1) - 1)).toBeLessThan(1e-5);
    }
  }, 60_000);

  test('calls that it had not answered are refused, and the next is answered by its successor', async () => {
    const pending = client.call('encode', { folder: join(folder, 'whole'), split: 'train' });
    await new Promise((resolve) => {
      setTimeout(resolve, 5);
    });
    process.kill(engine.pid ?? fail('no process'), 'SIGKILL');
    expect((await pending).issues).toMatchObject([{ code: 'connection-lost', values: { call: 'encode' } }]);
    await new Promise<void>((resolve) => {
      const end = engine.onDidChangeStatus((status) => {
        if (status !== 'running') return;
        end();
        resolve();
      });
    });
    expect((await client.call('encode', { folder: join(folder, 'whole'), split: 'test' })).value?.mean.shape).toEqual([200, 2]);
  });
});

test('a process that falls silent is called so, and no longer when it is back', async () => {
  const { value: own } = await startEngineProcess({ root, device: 'cpu', pingEveryMs: 50, silentAfterMs: 300 });
  const silent = own ?? fail('it did not start');
  const statuses: string[] = [];
  silent.onDidChangeStatus((status) => statuses.push(status));
  const until = async (wanted: string): Promise<void> => {
    while (silent.status !== wanted)
      await new Promise((resolve) => {
        setTimeout(resolve, 20);
      });
  };
  process.kill(silent.pid ?? fail('no process'), 'SIGSTOP');
  await until('not answering');
  process.kill(silent.pid ?? fail('no process'), 'SIGCONT');
  await until('running');
  await silent.dispose();
  expect(statuses).toEqual(['not answering', 'running', 'closed']);
});

test('an engine that cannot be had is refused with its reason, and nothing is left running', async () => {
  const broken = await startEngineProcess({ root, entry: join(root, 'main/hosts/process/nothing.ts') });
  expect(broken.value).toBeUndefined();
  expect(broken.issues).toMatchObject([{ code: 'engine-failed' }]);
  const missing = await startEngineProcess({ root, node: join(root, 'no-such-node') });
  expect(missing.issues).toMatchObject([{ code: 'engine-failed' }]);
});

test('disposing of the engine stops its run with a checkpoint and ends its process', async () => {
  const { value } = await startEngineProcess({ root });
  const own = value ?? fail('it did not start');
  const window = await openWindow(own);
  const path = join(folder, 'closed');
  const begun = await window.call('train', { document: digits({ limit: 3000, batchSize: 16, epochs: 500 }), folder: path });
  const watched = await observe(window, begun.value?.run ?? fail('it did not begin'));
  await watched.until(({ event }) => event?.event === 'batch');
  const { pid } = own;
  await own.dispose();
  expect(watched.state().status).toBe('stopped');
  expect(() => process.kill(pid ?? 0, 0)).toThrow();
  expect((await readdir(join(path, 'checkpoints'))).length).toBeGreaterThan(0);
  expect(await readFile(join(path, 'events.jsonl'), 'utf8')).toContain('"reason":"stopped"');
  expect(own.status).toBe('closed');
});
