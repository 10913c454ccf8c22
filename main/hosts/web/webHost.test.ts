import { readFile, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { zipFiles } from '../../engine/files/testing/zipFiles.ts';
import { issuesSchema } from '../../../shared/protocol/issueSchema.ts';
import { openSocket } from './testing/openSocket.ts';
import { rawRequest } from './testing/rawRequest.ts';
import { newToken } from './hostToken.ts';
import { fail, secret, startServedPage, uploadLimitBytes } from './testing/servedPage.ts';
import type { ServedPage } from './testing/servedPage.ts';
import { startWebHost } from './webHost.ts';
import type { WebHost } from './webHost.ts';

vi.setConfig({ testTimeout: 20_000 });

let served: ServedPage;
beforeAll(async () => {
  served = await startServedPage();
}, 60_000);
afterAll(() => served.end());

const get: ServedPage['get'] = (...asked) => served.get(...asked);
const put: ServedPage['put'] = (...asked) => served.put(...asked);

describe('who is let in', () => {
  test('the token in the address becomes a cookie that no script reads and no other site sends; from then on it opens everything', async () => {
    expect(served.token).toMatch(/^[\w-]{43}$/);
    const first = await get(`/?token=${served.token}`, {});
    expect(first.status).toBe(200);
    expect(first.body).not.toContain(served.token);
    expect(first.headers['set-cookie']).toEqual([`hourglass-${served.host.port}=${served.token}; Path=/; HttpOnly; SameSite=Strict`]);
    expect(await get('/')).toMatchObject({ status: 200, body: '<!doctype html><title>the page</title>' });
    expect(await get('/assets/app.js')).toMatchObject({ status: 200, body: 'export {};' });
    const named = await get('/', { cookie: served.page.cookie, host: `localhost:${served.host.port}` });
    expect(named.status).toBe(200);
  });

  test.each([
    ['nothing', {}],
    ['a wrong token', { cookie: `hourglass-1=x` }],
    ['part of the token', { cookie: 'PART' }],
    ['another port’s cookie', { cookie: 'OTHER' }],
  ])('without the token nothing is: %s', async (_, headers: Readonly<Record<string, string>>) => {
    const cookie = headers['cookie']
      ?.replace('PART', `hourglass-${served.host.port}=${served.token.slice(0, -1)}`)
      .replace('OTHER', `hourglass-${served.host.port + 1}=${served.token}`);
    const sent: Record<string, string> = cookie === undefined ? {} : { cookie };
    for (const path of [
      '/',
      '/index.html',
      '/assets/app.js',
      '/nothing',
      '/ws',
      '/?token=',
      `/?token=${served.token}x`,
      `/?token=${served.token}&token=${served.token}`,
    ]) {
      expect((await get(path, sent)).status).toBe(401);
    }
    expect((await put('/data/set/a.csv', 'x', { ...sent, origin: served.page.origin })).status).toBe(401);
    expect(await openSocket(served.socketUrl, { ...sent, origin: served.page.origin })).toBeNull();
  });

  test.each(['evil.test', '127.0.0.1', '127.0.0.1:1', 'localhost', 'localhost.evil.test', '127.0.0.1.evil.test', '0.0.0.0', '[::]'])(
    'a request for another host is turned away, token or not: %j',
    async (name) => {
      const other = name.includes(':') || name === 'localhost' || name === '127.0.0.1' ? name : `${name}:${served.host.port}`;
      for (const path of ['/', `/?token=${served.token}`]) {
        const { status, headers } = await get(path, { cookie: served.page.cookie, host: other });
        expect(status).toBe(421);
        expect(headers['set-cookie']).toBeUndefined();
      }
      const upgrade = await rawRequest(served.host.port, '/ws', {
        headers: { ...upgradeHeaders, cookie: served.page.cookie, host: other, origin: `http://${other}` },
      });
      expect(upgrade.status).toBe(421);
    },
  );

  const upgradeHeaders = { connection: 'upgrade', upgrade: 'websocket', 'sec-websocket-version': '13', 'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==' };

  test('a refused upgrade ends its connection', async () => {
    const { headers } = await rawRequest(served.host.port, '/ws', { headers: { ...upgradeHeaders, cookie: served.page.cookie, origin: 'http://evil.test' } });
    expect(headers['connection']).toBe('close');
  });

  test('a WebSocket is opened by the host’s own page alone', async () => {
    const ask = async (origin: Readonly<Record<string, string>>): Promise<number> =>
      (await rawRequest(served.host.port, '/ws', { headers: { ...upgradeHeaders, cookie: served.page.cookie, ...origin } })).status;
    expect(await ask({ origin: served.page.origin })).toBe(101);
    for (const origin of [
      'http://evil.test',
      'null',
      `https://127.0.0.1:${served.host.port}`,
      `http://localhost:${served.host.port}`,
      'http://127.0.0.1',
      `http://127.0.0.1:${served.host.port}.evil.test`,
    ])
      expect(await ask({ origin })).toBe(403);
    expect(await ask({})).toBe(403);
    // A token in the address opens the page, not a socket.
    expect((await rawRequest(served.host.port, `/ws?token=${served.token}`, { headers: { ...upgradeHeaders, origin: served.page.origin } })).status).toBe(401);
  });

  test('a ticket opens the page once, and is no token', async () => {
    const ticket = served.host.ticketUrl();
    const path = `/${new URL(ticket).search}`,
      value = new URL(ticket).searchParams.get('token') ?? '';
    expect((await get('/', { cookie: `hourglass-${served.host.port}=${value}` })).status).toBe(401);
    const first = await get(path, {});
    expect(first.headers['set-cookie']).toEqual([`hourglass-${served.host.port}=${served.token}; Path=/; HttpOnly; SameSite=Strict`]);
    expect((await get(path, {})).status).toBe(401);
    expect(served.host.ticketUrl()).not.toBe(served.host.ticketUrl());
  });

  test('nothing is uploaded from elsewhere', async () => {
    expect((await put('/data/set/a.csv', 'x', { cookie: served.page.cookie, origin: 'http://evil.test' })).status).toBe(403);
    expect((await put('/data/set/a.csv', 'x', { cookie: served.page.cookie })).status).toBe(403);
    expect((await rawRequest(served.host.port, '/', { method: 'POST', headers: { cookie: served.page.cookie } })).status).toBe(403);
  });
});

describe('what is served', () => {
  test('with a policy that runs nothing but the page’s own files, and no promise of https', async () => {
    const { headers } = await get('/');
    const policy = String(headers['content-security-policy']);
    expect(policy.split('; ')).toEqual(
      expect.arrayContaining([
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self' 'unsafe-inline'",
        "frame-ancestors 'none'",
        `connect-src 'self' ws://127.0.0.1:${served.host.port}`,
      ]),
    );
    expect(policy).not.toMatch(/unsafe-eval|upgrade-insecure|\*|https?:/);
    expect(headers['strict-transport-security']).toBeUndefined();
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'cross-origin-resource-policy': 'same-origin',
    });
  });

  test('and nothing outside the page’s folder, however the way there is spelled', async () => {
    const up = ['..', '.', '%2e%2e', '%2E%2e', '..%2f', '%2f..', '..%5c', '..\\', '%252e%252e', '....', '..;', '%c0%ae%c0%ae', '..%00', 'assets', ''];
    const ways = fc.array(fc.constantFrom(...up), { maxLength: 6 });
    const target = fc.constantFrom('secret.txt', 'secret%2etxt', 'page/../secret.txt', '.hidden', '%2ehidden', 'library', 'etc/passwd');
    await fc.assert(
      fc.asyncProperty(ways, target, fc.constantFrom('/', '%2f', '\\'), async (steps, file, between) => {
        const { status, body } = await get(`/${[...steps, file].join(between)}`);
        expect(body).not.toContain(secret);
        expect(body).not.toContain('root:');
        expect(status).toBeGreaterThanOrEqual(400);
      }),
      { seed: 20261120, numRuns: 300 },
    );
    for (const path of ['//etc/passwd', 'http://127.0.0.1/../secret.txt', '/assets/', '/data/', '/.hidden'])
      expect((await get(path)).status).toBeGreaterThanOrEqual(400);
  });

  test('a host without a page says so', async () => {
    const { value, issues } = await startWebHost({ engine: served.engine, page: join(served.folder, 'no page'), library: join(served.folder, 'library') });
    expect(value).toBeUndefined();
    expect(issues).toMatchObject([{ code: 'page-missing' }]);
  });

  test('a port that is taken is said so', async () => {
    const { issues } = await startWebHost({
      engine: served.engine,
      page: join(served.folder, 'page'),
      library: join(served.folder, 'library'),
      port: served.host.port,
    });
    expect(issues).toMatchObject([{ code: 'port-taken', values: { port: served.host.port, reason: 'EADDRINUSE' } }]);
  });
});

describe('a host that is started anew', () => {
  const begin = async (port: number, token: string): Promise<WebHost> => {
    const { value, issues } = await startWebHost({
      engine: served.engine,
      page: join(served.folder, 'page'),
      library: join(served.folder, 'library'),
      port,
      token,
    });
    return value ?? fail(issues);
  };
  const sent = (port: number, token: string) => ({ cookie: `hourglass-${port}=${token}`, origin: `http://127.0.0.1:${port}` });

  test('under its old token lets an open page in again; under a new one it locks it out', async () => {
    const [old, renewed] = [newToken(), newToken()];
    const first = await begin(0, old);
    const { port } = first;
    const open = async (): Promise<boolean> => {
      const socket = await openSocket(`ws://127.0.0.1:${port}/ws`, sent(port, old));
      socket?.channel.close();
      return socket !== null;
    };
    expect(new URL(first.url).searchParams.get('token')).toBe(old);
    expect(await open()).toBe(true);
    await first.close();
    expect(await open()).toBe(false);
    const second = await begin(port, old);
    expect(await open()).toBe(true);
    expect((await rawRequest(port, '/assets/app.js', { headers: sent(port, old) })).status).toBe(200);
    await second.close();
    const third = await begin(port, renewed);
    expect(await open()).toBe(false);
    expect((await rawRequest(port, '/assets/app.js', { headers: sent(port, old) })).status).toBe(401);
    expect((await rawRequest(port, `/?token=${old}`)).status).toBe(401);
    await third.close();
  });
});

describe('too many requests', () => {
  test('of one address are turned away, whoever asks: tokens cannot be tried out, and an upload has room of its own', async () => {
    const token = newToken();
    const started = await startWebHost({
      engine: served.engine,
      page: join(served.folder, 'page'),
      library: join(served.folder, 'library'),
      token,
      requestsAMinute: 20,
    });
    const host = started.value ?? fail(started.issues);
    const cookie = `hourglass-${host.port}=${token}`;
    const statuses: number[] = [];
    for (let tried = 0; tried < 25; tried++) statuses.push((await rawRequest(host.port, `/?token=${tried}`)).status);
    expect(statuses).toEqual([...Array.from({ length: 20 }, () => 401), ...Array.from({ length: 5 }, () => 429)]);
    expect((await rawRequest(host.port, '/', { headers: { cookie } })).status).toBe(429);
    expect(await openSocket(`ws://127.0.0.1:${host.port}/ws`, { cookie, origin: `http://127.0.0.1:${host.port}` })).toBeNull();
    const uploaded = await rawRequest(host.port, '/data/Many/a.csv', {
      method: 'PUT',
      headers: { cookie, origin: `http://127.0.0.1:${host.port}` },
      body: 'x',
    });
    expect(uploaded.status).toBe(204);
    await rm(join(served.folder, 'library/data/Many'), { recursive: true });
    await host.close();
  });
});

test('nothing but an upload is taken, and no request line or headers without end', async () => {
  for (const method of ['POST', 'PUT']) {
    expect((await rawRequest(served.host.port, '/assets/app.js', { method, headers: served.page, body: 'x'.repeat(2 ** 16 + 1) })).status).toBe(404);
  }
  expect((await get(`/${'a'.repeat(20_000)}`)).status).toBe(431);
  expect((await get('/', { cookie: served.page.cookie, 'x-large': 'a'.repeat(20_000) })).status).toBe(431);
});

describe('uploads', () => {
  test('lie in the library whole, under the set’s name, and are listed', async () => {
    expect((await put('/data/My%20set/a%20b.csv', 'x,y\n1,2\n')).status).toBe(204);
    expect((await put('/data/Pictures/cats/1.png', Uint8Array.of(1, 2, 3))).status).toBe(204);
    expect((await put('/data/Pictures/dogs/1.png', Uint8Array.of(1, 2))).status).toBe(204);
    const at = (...parts: string[]): string => join(served.folder, 'library/data', ...parts);
    expect(await readFile(at('My set/a b.csv'), 'utf8')).toBe('x,y\n1,2\n');
    const { client, socket } = await served.connect();
    expect((await client.call('data.list', null)).value).toEqual([
      { name: 'My set', path: at('My set/a b.csv'), bytes: 8, files: 1, entries: [{ name: 'a b.csv', path: at('My set/a b.csv') }] },
      {
        name: 'Pictures',
        path: at('Pictures'),
        bytes: 5,
        files: 2,
        entries: [
          { name: 'cats', path: at('Pictures/cats') },
          { name: 'dogs', path: at('Pictures/dogs') },
        ],
      },
    ]);
    expect((await client.call('data.delete', { name: 'Pictures' })).value).toBeNull();
    expect((await client.call('data.delete', { name: '../runs' })).issues).toMatchObject([{ code: 'library-name' }]);
    expect(await readdir(at())).toEqual(['My set']);
    socket.channel.close();
  });

  test('of a zip become a set of their own, under the same guard', async () => {
    const zip = zipFiles({ 'all/cats/1.png': Uint8Array.of(1, 2, 3), 'all/dogs/1.png': Uint8Array.of(4) });
    const made = await put('/archives/My%20pets', zip);
    expect([made.status, JSON.parse(made.body)]).toEqual([201, { name: 'My pets', path: join(served.folder, 'library/data/My pets'), pictures: 2 }]);
    expect(JSON.parse((await put('/archives/My%20pets', zip)).body)).toMatchObject({ name: 'My pets-2' });
    for (const [path, body, status, code] of [
      ['/archives/..%2fx', zip, 400, 'library-name'],
      ['/archives/Bad', zipFiles({ '../../x.png': Uint8Array.of(1) }), 400, 'archive-path'],
      ['/archives/Bad', 'no archive', 400, 'archive-damaged'],
      ['/archives/Bad', new Uint8Array(uploadLimitBytes + 1), 413, 'upload-too-large'],
    ] as const) {
      const answer = await put(path, body);
      expect([answer.status, issuesSchema.parse(JSON.parse(answer.body).issues).map((each) => each.code)]).toEqual([status, [code]]);
    }
    expect((await put('/archives/Bad', zip, {})).status).toBe(403);
    expect((await put('/archives/Bad', zip, { origin: served.page.origin })).status).toBe(401);
    expect((await readdir(join(served.folder, 'library/data'))).toSorted()).toEqual(['My pets', 'My pets-2', 'My set']);
    await rm(join(served.folder, 'library/data/My pets'), { recursive: true });
    await rm(join(served.folder, 'library/data/My pets-2'), { recursive: true });
  });

  test('larger than the limit leave nothing behind, whether they say their length or not', async () => {
    const { status, body } = await put('/data/Large/a.csv', new Uint8Array(uploadLimitBytes + 1));
    expect(status).toBe(413);
    expect(body).toContain('upload-too-large');
    const unsaid = await fetch(`http://127.0.0.1:${served.host.port}/data/Large/a.csv`, {
      method: 'PUT',
      headers: served.page,
      duplex: 'half',
      body: new ReadableStream({
        pull(controller) {
          controller.enqueue(new Uint8Array(10_000));
        },
      }),
    }).then(
      (answer) => answer.status,
      () => 'cut off',
    );
    expect([413, 'cut off']).toContain(unsaid);
    expect(await readdir(join(served.folder, 'library/data/Large'))).toEqual([]);
  });

  test.each([
    '/data/..%2f..%2fx/a.csv',
    '/data/set/..%2f..%2fa',
    '/data/set/.hidden',
    '/data/set/a/b/c.csv',
    '/data/set',
    '/data/set/',
    '/data/nul/a.csv',
    '/data/set/a%00b',
    '/data/set/%5c..%5ca',
  ])('nowhere else: %s', async (path) => {
    expect((await put(path, 'x')).status).toBe(400);
    expect((await readdir(served.folder)).toSorted()).toEqual(['library', 'page', 'secret.txt']);
  });
});
