import { expect, test } from 'vitest';
import { issue } from '../../shared/check/issue.ts';
import type { Issue } from '../../shared/check/issue.ts';
import { createTurnedClock } from '../../shared/fixtures/turnedClock.ts';
import { createChannelPair } from '../../shared/protocol/channel.ts';
import type { Channel } from '../../shared/protocol/channel.ts';
import type { EngineStatus } from '../../shared/protocol/hostCalls.ts';
import { granted, refused } from '../../shared/protocol/outcomes.ts';
import { createRunBoard } from '../../shared/protocol/runBoard.ts';
import { serve } from '../../shared/protocol/server.ts';
import type { EngineService, ServiceAnswers } from '../../shared/protocol/server.ts';
import { initialRunState } from '../../shared/run/runState.ts';
import { templates } from '../../shared/templates/templates.ts';
import { beatMs, createLink, retryDelaysMs, silentAfterMs } from './link.ts';
import type { LinkStatus } from './link.ts';

/** Lets everything that is on its way arrive. */
const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 60; turn++) await Promise.resolve();
};

function createHost() {
  const runs = createRunBoard();
  const nothing = async () => refused(issue('run-missing', { file: 'x' }));
  let status: EngineStatus = 'running',
    silent = false;
  const answers: ServiceAnswers = {
    engine: async () => granted({ device: { name: 'cpu' as const, description: '', version: '1', threads: 1 }, node: '24.0.0' }),
    async train() {
      runs.open('new', { ...initialRunState, status: 'training' });
      return granted({ run: 'new' });
    },
    resume: nothing,
    control: nothing,
    validate: nothing,
    openRun: nothing,
    evaluate: nothing,
    examples: nothing,
    reconstruct: nothing,
    encode: nothing,
    decode: nothing,
    sample: nothing,
    datasets: nothing,
    dataPreview: nothing,
    devices: nothing,
    inspect: nothing,
  };
  const host = { 'engine.status': () => (silent ? new Promise<never>(() => {}) : Promise.resolve(granted({ status }))) };
  const service: { runs: typeof runs } & Omit<EngineService, 'runs'> = { runs, answers: { ...answers, ...host } };
  return {
    runs,
    service,
    setStatus: (next: EngineStatus) => {
      status = next;
    },
    fallSilent: () => {
      silent = true;
    },
  };
}

function connect(host = createHost()) {
  const clock = createTurnedClock(),
    statuses: LinkStatus[] = [],
    told: [string, string, number][] = [],
    faults: Issue[] = [];
  let far: Channel | null = null,
    up = true,
    opened = 0;
  const link = createLink({
    clock,
    open() {
      opened += 1;
      const [near, other] = createChannelPair(structuredClone);
      if (up) {
        far = other;
        serve({ channel: other, service: host.service, clock });
      } else near.close();
      return near;
    },
    onDidChangeStatus: (status) => statuses.push(status),
    onDidUpdateRun: (run, { status, step }) => told.push([run, status, step]),
    onFault: (issues) => faults.push(...issues),
  });
  return {
    link,
    clock,
    statuses,
    told,
    faults,
    host,
    drop: () => far?.close(),
    setUp: (next: boolean) => {
      up = next;
    },
    opened: () => opened,
  };
}

test('the status is what the engine says of itself, and silence is told once it lasts', async () => {
  const { clock, statuses, host, faults } = connect();
  await settle();
  expect(statuses).toEqual(['ready']);
  host.setStatus('not answering');
  clock.turn(beatMs);
  await settle();
  expect(statuses.at(-1)).toBe('not-answering');
  host.setStatus('running');
  clock.turn(beatMs);
  await settle();
  expect(statuses.at(-1)).toBe('ready');
  host.fallSilent();
  clock.turn(beatMs + silentAfterMs - 1);
  await settle();
  expect(statuses.at(-1)).toBe('ready');
  clock.turn(beatMs);
  expect(statuses.at(-1)).toBe('not-answering');
  expect(faults).toEqual([]);
});

test('a lost connection is tried again with growing pauses, and what happened meanwhile is there on return', async () => {
  const { link, clock, statuses, told, host, drop, setUp, opened } = connect();
  await settle();
  host.runs.open('run', { ...initialRunState, status: 'training', step: 3 });
  link.wake();
  await settle();
  expect(told.at(-1)).toEqual(['run', 'training', 3]);

  setUp(false);
  drop();
  await settle();
  expect(statuses.at(-1)).toBe('lost');
  const refusal = await link.client.call('datasets', null);
  expect(refusal.issues.map(({ code }) => code)).toEqual(['connection-lost']);
  for (const [index, pauseMs] of retryDelaysMs.entries()) {
    clock.turn(pauseMs - 1);
    expect(opened()).toBe(index + 1);
    clock.turn(1);
    expect(opened()).toBe(index + 2);
    await settle();
  }

  host.runs.publish('run', { event: 'paused', step: 9 });
  setUp(true);
  clock.turn(retryDelaysMs.at(-1) ?? 0);
  await settle();
  expect(statuses.at(-1)).toBe('ready');
  expect(told.at(-1)).toEqual(['run', 'paused', 9]);
});

test('a host that was started anew no longer knows a run that trained: the page takes it for lost, and what was over stays as it was', async () => {
  const { link, clock, told, host, drop } = connect();
  await settle();
  host.runs.open('over', { ...initialRunState, status: 'done', step: 8 });
  host.runs.open('run', { ...initialRunState, status: 'training', step: 3 });
  link.wake();
  await settle();
  host.service.runs = createRunBoard();
  drop();
  await settle();
  told.length = 0;
  clock.turn(retryDelaysMs[0]);
  await settle();
  expect(told).toEqual([['run', 'lost', 3]]);
});

test('a call made before the first connection waits for it', async () => {
  const { link } = connect();
  const { value } = await link.client.call('runs', null);
  expect(value).toEqual([]);
});

test('a run begun through the link is followed to its end', async () => {
  const { link, told, host } = connect();
  const { value } = await link.client.call('train', { document: templates['vae-dense'].build(), folder: null });
  expect(value).toEqual({ run: 'new' });
  host.runs.publish('new', { event: 'paused', step: 4 });
  host.runs.publish('new', { event: 'lost', step: 4, issue: issue('run-lost', {}, { reason: 'gone' }) });
  await settle();
  expect(told.at(-1)).toEqual(['new', 'lost', 4]);
});

test('a host of another build is told of once and not tried again', async () => {
  const clock = createTurnedClock(),
    statuses: LinkStatus[] = [],
    faults: Issue[] = [];
  let opened = 0;
  createLink({
    clock,
    open() {
      opened += 1;
      const [near, far] = createChannelPair(structuredClone);
      far.onMessage(() => far.send({ type: 'reply', id: 0, issues: [issue('protocol-version', {}, { found: 1, expected: 2 })] }));
      return near;
    },
    onDidChangeStatus: (status) => statuses.push(status),
    onDidUpdateRun: () => {},
    onFault: (issues) => faults.push(...issues),
  });
  await settle();
  clock.turn(60_000);
  await settle();
  expect(statuses).toEqual(['failed']);
  expect(faults.map(({ code }) => code)).toEqual(['protocol-version']);
  expect(opened).toBe(1);
});
