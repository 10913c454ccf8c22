import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { GraphDoc } from '../../../shared/graph/document.ts';
import type { Client, RunUpdate } from '../../../shared/protocol/client.ts';
import { isOver } from '../../../shared/protocol/runBoard.ts';
import type { RunState } from '../../../shared/run/runState.ts';
import { templates } from '../../../shared/templates/templates.ts';
import { fail, messageBytes, startServedPage } from './testing/servedPage.ts';
import type { ServedPage } from './testing/servedPage.ts';

vi.setConfig({ testTimeout: 20_000 });

let served: ServedPage;
beforeAll(async () => {
  served = await startServedPage();
}, 60_000);
afterAll(() => served.end());

test('a message that is too long ends the connection; one that is none is answered', async () => {
  const { socket } = await served.connect();
  socket.sendRaw(new Uint8Array(messageBytes + 1));
  expect(await socket.closed).toBe(1009);
  const { client, socket: second } = await served.connect();
  for (const rubbish of ['text', '', Uint8Array.of(0xc1), Uint8Array.of(0x85, 1), new Uint8Array(0)]) second.sendRaw(rubbish);
  expect((await client.call('ping', null)).value).toBeNull();
  second.channel.close();
});

/** Watches a run from now on. */
async function watch(client: Client, run: string) {
  const updates: RunUpdate[] = [];
  const listeners = new Set<() => void>();
  const { issues } = await client.watch(run, (update) => {
    updates.push(update);
    for (const listener of listeners) listener();
  });
  expect(issues).toEqual([]);
  const state = (): RunState => updates.at(-1)?.state ?? fail('nothing yet');
  const until = (fits: (update: RunUpdate) => boolean): Promise<RunUpdate> =>
    new Promise((resolve) => {
      const look = (): void => {
        const found = updates.find(fits);
        if (!found) return;
        listeners.delete(look);
        resolve(found);
      };
      listeners.add(look);
      look();
    });
  return { updates, state, until };
}

const digits = (change: { readonly limit: number; readonly epochs: number; readonly batchSize: number }): GraphDoc => {
  const document = templates['vae-dense'].build();
  const { limit, ...training } = change;
  return { ...document, name: 'digits', training: { ...document.training, ...training }, data: { ...document.data, limit } };
};

test('a page trains on real digits, others watch the same run from any moment, and it goes on when they all close', async () => {
  // 1. A project, and a run in it.
  const first = await served.connect();
  const document = digits({ limit: 300, epochs: 3, batchSize: 32 });
  expect((await first.client.call('projects.save', { name: 'Digits', document, over: null })).issues).toEqual([]);
  const begun = await first.client.call('train', { document, folder: null, project: 'Digits' });
  const run = begun.value?.run ?? fail(begun.issues);
  const near = await watch(first.client, run);
  // 2. A second page, and a third that comes late.
  const second = await served.connect();
  const far = await watch(second.client, run);
  await near.until(({ event }) => event?.event === 'epoch');
  const late = await watch((await served.connect()).client, run);
  expect(late.updates[0]?.event).toBeNull();
  // 3. The tab that began it closes.
  first.socket.channel.close();
  await Promise.all([far, late].map((seen) => seen.until(({ state }) => isOver(state.status))));
  expect(far.state()).toMatchObject({ status: 'done', epochs: [{ epoch: 1 }, { epoch: 2 }, { epoch: 3 }] });
  expect(late.state()).toEqual(far.state());
  // 4. It lies in the project, and is read from there.
  const { value: lines } = await second.client.call('history.list', { project: 'Digits' });
  expect(lines).toMatchObject([
    { name: 'digits', status: 'done', epochsDone: 3, checkpoints: [1, 2, 3], settings: { epochs: 3, batchSize: 32, data: 'mnist' } },
  ]);
  const at = lines?.[0]?.folder ?? fail('no folder');
  expect(at.startsWith(join(served.folder, 'library/projects/Digits/runs/'))).toBe(true);
  expect((await second.client.call('history.open', { folder: at })).value?.state.epochs).toEqual(far.state().epochs);
  const opened = await second.client.call('openRun', { folder: at, checkpoint: 2 });
  expect(opened.value?.latentShape).toEqual([2]);
  const codes = await second.client.call('encode', { folder: at, split: 'validation' });
  expect(codes.value?.mean.values).toBeInstanceOf(Float32Array);
  expect(codes.value?.mean.shape).toEqual([30, 2]);
});

test('an engine that is killed loses its run for all pages, and the run is taken up again', async () => {
  const one = await served.connect(),
    two = await served.connect();
  const begun = await one.client.call('train', { document: digits({ limit: 2000, epochs: 200, batchSize: 16 }), folder: null, project: null });
  const run = begun.value?.run ?? fail(begun.issues);
  const [near, far] = [await watch(one.client, run), await watch(two.client, run)];
  await near.until(({ event }) => event?.event === 'checkpoint');
  process.kill(served.engine.pid ?? fail('no process'), 'SIGKILL');
  await Promise.all([near, far].map((seen) => seen.until(({ state }) => state.status === 'lost')));
  const at = far.state().start?.folder ?? fail('no folder');
  // What the disk tells is the same.
  const { value: lines } = await two.client.call('history.list', { project: null });
  expect(lines).toMatchObject([{ folder: at, status: 'lost' }]);
  // Saving the document makes the run its own; it is resumed from there.
  const saved = await two.client.call('projects.save', {
    name: 'Kept',
    document: digits({ limit: 2000, epochs: 200, batchSize: 16 }),
    over: null,
    adopt: [at],
  });
  expect(saved.issues).toEqual([]);
  const done = Math.max(...(lines?.[0]?.checkpoints ?? []));
  const resumed = await two.client.call('resume', { folder: at, epochs: 200 });
  expect(resumed.value?.run).toBe(run);
  const again = await watch(one.client, run);
  await again.until(({ state }) => state.status === 'training' && state.epochs.length > done);
  expect((await two.client.call('history.list', { project: 'Kept' })).value).toMatchObject([{ folder: at, status: 'training' }]);
  expect((await two.client.call('history.delete', { folder: at })).issues).toMatchObject([{ code: 'run-training' }]);
  await two.client.call('control', { run, action: 'stop' });
  await again.until(({ state }) => state.status === 'stopped');
  expect(again.state().epochs.map(({ epoch }) => epoch)).toEqual(again.state().epochs.map((_, index) => index + 1));
  expect((await two.client.call('engine.status', null)).value).toEqual({ status: 'running' });
  expect((await two.client.call('history.delete', { folder: at })).value).toBeNull();
  expect((await two.client.call('history.list', { project: 'Kept' })).value).toEqual([]);
});

test('runs and data are the library’s: no page reaches another folder', async () => {
  const { client } = await served.connect();
  const elsewhere = join(served.folder, 'elsewhere');
  const refused = await Promise.all([
    client.call('openRun', { folder: elsewhere }),
    client.call('encode', { folder: '../elsewhere', split: 'test' }),
    client.call('resume', { folder: '/' }),
    client.call('history.open', { folder: 'runs/../../elsewhere' }),
    client.call('history.delete', { folder: 'projects/Digits' }),
    client.call('history.delete', { folder: 'runs' }),
    client.call('train', { document: digits({ limit: 100, epochs: 1, batchSize: 16 }), folder: elsewhere }),
  ]);
  expect(refused.map(({ issues }) => issues.map(({ code }) => code))).toEqual(refused.map(() => ['run-outside-library']));
  expect(await readdir(served.folder)).not.toContain('elsewhere');
});
