import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { GraphDoc } from '../../../shared/graph/document.ts';
import { createClient } from '../../../shared/protocol/client.ts';
import type { Client, RunUpdate } from '../../../shared/protocol/client.ts';
import { isOver } from '../../../shared/protocol/runBoard.ts';
import type { RunState } from '../../../shared/run/runState.ts';
import { templates } from '../../../shared/templates/templates.ts';
import { startEngineProcess } from '../process/engineProcess.ts';
import type { EngineProcess } from '../process/engineProcess.ts';
import { openSocket } from './testing/openSocket.ts';
import type { OpenedSocket, Sent } from './testing/openSocket.ts';
import { rawRequest } from './testing/rawRequest.ts';
import { startWebHost } from './webHost.ts';
import type { WebHost } from './webHost.ts';

vi.setConfig({ testTimeout: 20_000 });

const secret = 'what lies beside the page and is nobody’s business';
const uploadLimitBytes = 100_000, messageBytes = 1_000_000;
let folder: string;
let engine: EngineProcess;
let host: WebHost;
let token: string;
let page: Required<Pick<Sent, 'cookie' | 'origin'>>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hourglass-web-'));
  await mkdir(join(folder, 'page/assets'), { recursive: true });
  await writeFile(join(folder, 'page/index.html'), '<!doctype html><title>the page</title>');
  await writeFile(join(folder, 'page/assets/app.js'), 'export {};');
  await writeFile(join(folder, 'page/.hidden'), secret);
  await writeFile(join(folder, 'secret.txt'), secret);
  const started = await startEngineProcess({ root: process.cwd() });
  engine = started.value ?? fail(started.issues);
  const served = await startWebHost({ engine, page: join(folder, 'page'), library: join(folder, 'library'), uploadLimitBytes, messageBytes });
  host = served.value ?? fail(served.issues);
  token = new URL(host.url).searchParams.get('token') ?? '';
  page = { cookie: `hourglass-${host.port}=${token}`, origin: `http://127.0.0.1:${host.port}` };
}, 60_000);

afterAll(async () => {
  await engine.dispose();
  await host.close();
  await rm(folder, { recursive: true, force: true });
});

function fail(found: unknown): never {
  throw new Error(JSON.stringify(found));
}

const get = (path: string, headers: Readonly<Record<string, string>> = { cookie: page.cookie }) => rawRequest(host.port, path, { headers });
const put = (path: string, body: string | Uint8Array, headers: Readonly<Record<string, string>> = page) => rawRequest(host.port, path, { method: 'PUT', headers, body });
const socketUrl = (): string => `ws://127.0.0.1:${host.port}/ws`;

async function connect(): Promise<{ client: Client; socket: OpenedSocket }> {
  const socket = (await openSocket(socketUrl(), page)) ?? fail('turned away');
  const client = createClient({ channel: socket.channel });
  expect((await client.hello()).issues).toEqual([]);
  return { client, socket };
}

describe('who is let in', () => {
  test('the token in the address becomes a cookie that no script reads and no other site sends; from then on it opens everything', async () => {
    expect(token).toMatch(/^[\w-]{43}$/);
    const first = await get(`/?token=${token}`, {});
    expect(first.status).toBe(200);
    expect(first.body).not.toContain(token);
    expect(first.headers['set-cookie']).toEqual([`hourglass-${host.port}=${token}; Path=/; HttpOnly; SameSite=Strict`]);
    expect(await get('/')).toMatchObject({ status: 200, body: '<!doctype html><title>the page</title>' });
    expect(await get('/assets/app.js')).toMatchObject({ status: 200, body: 'export {};' });
    const named = await get('/', { cookie: page.cookie, host: `localhost:${host.port}` });
    expect(named.status).toBe(200);
  });

  test.each([
    ['nothing', {}], ['a wrong token', { cookie: `hourglass-1=x` }], ['part of the token', { cookie: 'PART' }], ['another port’s cookie', { cookie: 'OTHER' }],
  ])('without the token nothing is: %s', async (_, headers: Readonly<Record<string, string>>) => {
    const cookie = headers['cookie']?.replace('PART', `hourglass-${host.port}=${token.slice(0, -1)}`).replace('OTHER', `hourglass-${host.port + 1}=${token}`);
    const sent: Record<string, string> = cookie === undefined ? {} : { cookie };
    for (const path of ['/', '/index.html', '/assets/app.js', '/nothing', '/ws', '/?token=', `/?token=${token}x`, `/?token=${token}&token=${token}`]) {
      expect((await get(path, sent)).status).toBe(401);
    }
    expect((await put('/data/set/a.csv', 'x', { ...sent, origin: page.origin })).status).toBe(401);
    expect(await openSocket(socketUrl(), { ...sent, origin: page.origin })).toBeNull();
  });

  test.each(['evil.test', '127.0.0.1', '127.0.0.1:1', 'localhost', 'localhost.evil.test', '127.0.0.1.evil.test', '0.0.0.0', '[::]'])('a request for another host is turned away, token or not: %j', async (name) => {
    const other = name.includes(':') || name === 'localhost' || name === '127.0.0.1' ? name : `${name}:${host.port}`;
    for (const path of ['/', `/?token=${token}`]) {
      const { status, headers } = await get(path, { cookie: page.cookie, host: other });
      expect(status).toBe(421);
      expect(headers['set-cookie']).toBeUndefined();
    }
    const upgrade = await rawRequest(host.port, '/ws', { headers: { ...upgradeHeaders, cookie: page.cookie, host: other, origin: `http://${other}` } });
    expect(upgrade.status).toBe(421);
  });

  const upgradeHeaders = { connection: 'upgrade', upgrade: 'websocket', 'sec-websocket-version': '13', 'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==' };

  test('a refused upgrade ends its connection', async () => {
    const { headers } = await rawRequest(host.port, '/ws', { headers: { ...upgradeHeaders, cookie: page.cookie, origin: 'http://evil.test' } });
    expect(headers['connection']).toBe('close');
  });

  test('a WebSocket is opened by the host’s own page alone', async () => {
    const ask = async (origin: Readonly<Record<string, string>>): Promise<number> => (await rawRequest(host.port, '/ws', { headers: { ...upgradeHeaders, cookie: page.cookie, ...origin } })).status;
    expect(await ask({ origin: page.origin })).toBe(101);
    for (const origin of ['http://evil.test', 'null', `https://127.0.0.1:${host.port}`, `http://localhost:${host.port}`, 'http://127.0.0.1', `http://127.0.0.1:${host.port}.evil.test`]) expect(await ask({ origin })).toBe(403);
    expect(await ask({})).toBe(403);
    // A token in the address opens the page, not a socket.
    expect((await rawRequest(host.port, `/ws?token=${token}`, { headers: { ...upgradeHeaders, origin: page.origin } })).status).toBe(401);
  });

  test('a ticket opens the page once, and is no token', async () => {
    const ticket = host.ticketUrl();
    const path = `/${new URL(ticket).search}`, value = new URL(ticket).searchParams.get('token') ?? '';
    expect((await get('/', { cookie: `hourglass-${host.port}=${value}` })).status).toBe(401);
    const first = await get(path, {});
    expect(first.headers['set-cookie']).toEqual([`hourglass-${host.port}=${token}; Path=/; HttpOnly; SameSite=Strict`]);
    expect((await get(path, {})).status).toBe(401);
    expect(host.ticketUrl()).not.toBe(host.ticketUrl());
  });

  test('nothing is uploaded from elsewhere', async () => {
    expect((await put('/data/set/a.csv', 'x', { cookie: page.cookie, origin: 'http://evil.test' })).status).toBe(403);
    expect((await put('/data/set/a.csv', 'x', { cookie: page.cookie })).status).toBe(403);
    expect((await rawRequest(host.port, '/', { method: 'POST', headers: { cookie: page.cookie } })).status).toBe(403);
  });
});

describe('what is served', () => {
  test('with a policy that runs nothing but the page’s own files, and no promise of https', async () => {
    const { headers } = await get('/');
    const policy = String(headers['content-security-policy']);
    expect(policy.split('; ')).toEqual(expect.arrayContaining(["default-src 'none'", "script-src 'self'", "style-src 'self' 'unsafe-inline'", "frame-ancestors 'none'", `connect-src 'self' ws://127.0.0.1:${host.port}`]));
    expect(policy).not.toMatch(/unsafe-eval|upgrade-insecure|\*|https?:/);
    expect(headers['strict-transport-security']).toBeUndefined();
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY', 'referrer-policy': 'no-referrer', 'cross-origin-resource-policy': 'same-origin' });
  });

  test('and nothing outside the page’s folder, however the way there is spelled', async () => {
    const up = ['..', '.', '%2e%2e', '%2E%2e', '..%2f', '%2f..', '..%5c', '..\\', '%252e%252e', '....', '..;', '%c0%ae%c0%ae', '..%00', 'assets', ''];
    const ways = fc.array(fc.constantFrom(...up), { maxLength: 6 });
    const target = fc.constantFrom('secret.txt', 'secret%2etxt', 'page/../secret.txt', '.hidden', '%2ehidden', 'library', 'etc/passwd');
    await fc.assert(fc.asyncProperty(ways, target, fc.constantFrom('/', '%2f', '\\'), async (steps, file, between) => {
      const { status, body } = await get(`/${[...steps, file].join(between)}`);
      expect(body).not.toContain(secret);
      expect(body).not.toContain('root:');
      expect(status).toBeGreaterThanOrEqual(400);
    }), { seed: 20261120, numRuns: 300 });
    for (const path of ['//etc/passwd', 'http://127.0.0.1/../secret.txt', '/assets/', '/data/', '/.hidden']) expect((await get(path)).status).toBeGreaterThanOrEqual(400);
  });

  test('a host without a page says so', async () => {
    const { value, issues } = await startWebHost({ engine, page: join(folder, 'no page'), library: join(folder, 'library') });
    expect(value).toBeUndefined();
    expect(issues).toMatchObject([{ code: 'page-missing' }]);
  });

  test('a port that is taken is said so', async () => {
    const { issues } = await startWebHost({ engine, page: join(folder, 'page'), library: join(folder, 'library'), port: host.port });
    expect(issues).toMatchObject([{ code: 'port-taken', values: { port: host.port, reason: 'EADDRINUSE' } }]);
  });
});

describe('uploads', () => {
  test('lie in the library whole, under the set’s name, and are listed', async () => {
    expect((await put('/data/My%20set/a%20b.csv', 'x,y\n1,2\n')).status).toBe(204);
    expect((await put('/data/Pictures/cats/1.png', Uint8Array.of(1, 2, 3))).status).toBe(204);
    expect((await put('/data/Pictures/dogs/1.png', Uint8Array.of(1, 2))).status).toBe(204);
    const at = (...parts: string[]): string => join(folder, 'library/data', ...parts);
    expect(await readFile(at('My set/a b.csv'), 'utf8')).toBe('x,y\n1,2\n');
    const { client, socket } = await connect();
    expect((await client.call('data.list', null)).value).toEqual([
      { name: 'My set', path: at('My set/a b.csv'), bytes: 8, files: 1, entries: [{ name: 'a b.csv', path: at('My set/a b.csv') }] },
      { name: 'Pictures', path: at('Pictures'), bytes: 5, files: 2, entries: [{ name: 'cats', path: at('Pictures/cats') }, { name: 'dogs', path: at('Pictures/dogs') }] },
    ]);
    expect((await client.call('data.delete', { name: 'Pictures' })).value).toBeNull();
    expect((await client.call('data.delete', { name: '../runs' })).issues).toMatchObject([{ code: 'library-name' }]);
    expect(await readdir(at())).toEqual(['My set']);
    socket.channel.close();
  });

  test('larger than the limit leave nothing behind, whether they say their length or not', async () => {
    const { status, body } = await put('/data/Large/a.csv', new Uint8Array(uploadLimitBytes + 1));
    expect(status).toBe(413);
    expect(body).toContain('upload-too-large');
    const unsaid = await fetch(`http://127.0.0.1:${host.port}/data/Large/a.csv`, {
      method: 'PUT', headers: page, duplex: 'half', body: new ReadableStream({
        pull(controller) { controller.enqueue(new Uint8Array(10_000)); },
      }),
    }).then((answer) => answer.status, () => 'cut off');
    expect([413, 'cut off']).toContain(unsaid);
    expect(await readdir(join(folder, 'library/data/Large'))).toEqual([]);
  });

  test.each(['/data/..%2f..%2fx/a.csv', '/data/set/..%2f..%2fa', '/data/set/.hidden', '/data/set/a/b/c.csv', '/data/set', '/data/set/', '/data/nul/a.csv', '/data/set/a%00b', '/data/set/%5c..%5ca'])('nowhere else: %s', async (path) => {
    expect((await put(path, 'x')).status).toBe(400);
    expect((await readdir(folder)).toSorted()).toEqual(['library', 'page', 'secret.txt']);
  });
});

describe('the protocol', () => {
  test('a message that is too long ends the connection; one that is none is answered', async () => {
    const { socket } = await connect();
    socket.sendRaw(new Uint8Array(messageBytes + 1));
    expect(await socket.closed).toBe(1009);
    const { client, socket: second } = await connect();
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
    const until = (fits: (update: RunUpdate) => boolean): Promise<RunUpdate> => new Promise((resolve) => {
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
    const first = await connect();
    const document = digits({ limit: 300, epochs: 3, batchSize: 32 });
    expect((await first.client.call('projects.save', { name: 'Digits', document, over: null })).issues).toEqual([]);
    const begun = await first.client.call('train', { document, folder: null, project: 'Digits' });
    const run = begun.value?.run ?? fail(begun.issues);
    const near = await watch(first.client, run);
    // 2. A second page, and a third that comes late.
    const second = await connect();
    const far = await watch(second.client, run);
    await near.until(({ event }) => event?.event === 'epoch');
    const late = await watch((await connect()).client, run);
    expect(late.updates[0]?.event).toBeNull();
    // 3. The tab that began it closes.
    first.socket.channel.close();
    await Promise.all([far, late].map((seen) => seen.until(({ state }) => isOver(state.status))));
    expect(far.state()).toMatchObject({ status: 'done', epochs: [{ epoch: 1 }, { epoch: 2 }, { epoch: 3 }] });
    expect(late.state()).toEqual(far.state());
    // 4. It lies in the project, and is read from there.
    const { value: lines } = await second.client.call('history.list', { project: 'Digits' });
    expect(lines).toMatchObject([{ name: 'digits', status: 'done', epochsDone: 3, checkpoints: [1, 2, 3], settings: { epochs: 3, batchSize: 32, data: 'mnist' } }]);
    const at = lines?.[0]?.folder ?? fail('no folder');
    expect(at.startsWith(join(folder, 'library/projects/Digits/runs/'))).toBe(true);
    expect((await second.client.call('history.open', { folder: at })).value?.state.epochs).toEqual(far.state().epochs);
    const opened = await second.client.call('openRun', { folder: at, checkpoint: 2 });
    expect(opened.value?.latentShape).toEqual([2]);
    const codes = await second.client.call('encode', { folder: at, split: 'validation' });
    expect(codes.value?.mean.values).toBeInstanceOf(Float32Array);
    expect(codes.value?.mean.shape).toEqual([30, 2]);
  });

  test('an engine that is killed loses its run for all pages, and the run is taken up again', async () => {
    const one = await connect(), two = await connect();
    const begun = await one.client.call('train', { document: digits({ limit: 2000, epochs: 200, batchSize: 16 }), folder: null, project: null });
    const run = begun.value?.run ?? fail(begun.issues);
    const [near, far] = [await watch(one.client, run), await watch(two.client, run)];
    await near.until(({ event }) => event?.event === 'checkpoint');
    process.kill(engine.pid ?? fail('no process'), 'SIGKILL');
    await Promise.all([near, far].map((seen) => seen.until(({ state }) => state.status === 'lost')));
    const at = far.state().start?.folder ?? fail('no folder');
    // What the disk tells is the same.
    const { value: lines } = await two.client.call('history.list', { project: null });
    expect(lines).toMatchObject([{ folder: at, status: 'lost' }]);
    // Saving the document makes the run its own; it is resumed from there.
    const saved = await two.client.call('projects.save', { name: 'Kept', document: digits({ limit: 2000, epochs: 200, batchSize: 16 }), over: null, adopt: [at] });
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
    const { client } = await connect();
    const elsewhere = join(folder, 'elsewhere');
    const refused = await Promise.all([
      client.call('openRun', { folder: elsewhere }), client.call('encode', { folder: '../elsewhere', split: 'test' }), client.call('resume', { folder: '/' }),
      client.call('history.open', { folder: 'runs/../../elsewhere' }), client.call('history.delete', { folder: 'projects/Digits' }), client.call('history.delete', { folder: 'runs' }),
      client.call('train', { document: digits({ limit: 100, epochs: 1, batchSize: 16 }), folder: elsewhere }),
    ]);
    expect(refused.map(({ issues }) => issues.map(({ code }) => code))).toEqual(refused.map(() => ['run-outside-library']));
    expect(await readdir(folder)).not.toContain('elsewhere');
  });
});
