import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { MessageChannel } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { issue } from '../../../shared/check/issue.ts';
import type { RunEvent } from '../../../shared/run/runEvent.ts';
import { initialRunState } from '../../../shared/run/runState.ts';
import { createClient } from '../../../shared/protocol/client.ts';
import { granted, refused } from '../../../shared/protocol/outcomes.ts';
import { createRunBoard } from '../../../shared/protocol/runBoard.ts';
import { serve } from '../../../shared/protocol/server.ts';
import type { EngineService, ServiceAnswers } from '../../../shared/protocol/server.ts';
import { templates } from '../../../shared/templates/templates.ts';
import { systemClock } from '../process/systemClock.ts';
import { answerPage } from './answerPage.ts';
import { layoutOf } from './layout.ts';
import { noticeRuns } from './noticeRuns.ts';
import { isGranted, isOwnPage, pageUrl } from './ownPage.ts';
import { portChannel } from './portChannel.ts';
import type { MainPort } from './portChannel.ts';
import { endText } from './windowTexts.ts';

// What of the window can be held to its law without Electron's binary. Electron itself is not run here.

const root = process.cwd();
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hourglass-window-'));
  await mkdir(join(folder, 'page/assets'), { recursive: true });
  await writeFile(join(folder, 'page/index.html'), 'the page');
  await writeFile(join(folder, 'secret.html'), 'secret');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('the page’s own scheme', () => {
  test('is told from everything else', () => {
    for (const url of [pageUrl, 'app://hourglass/index.html', 'app://hourglass/#x']) expect(isOwnPage(url)).toBe(true);
    for (const url of [
      '',
      'about:blank',
      'app://evil/',
      'app://hourglass.evil/',
      'app://user@hourglass/',
      'app://hourglass:1/',
      'https://hourglass/',
      'file:///app/hourglass',
      'data:text/html,app://hourglass/',
      'javascript:0',
      'apps://hourglass/',
    ]) {
      expect(isOwnPage(url)).toBe(false);
    }
  });

  test('is granted the clipboard to write to, and nothing else is granted to anyone', () => {
    expect(isGranted('clipboard-sanitized-write', pageUrl)).toBe(true);
    for (const permission of ['media', 'geolocation', 'notifications', 'clipboard-read', 'openExternal', 'fileSystem', 'hid', 'usb', 'unknown'])
      expect(isGranted(permission, pageUrl)).toBe(false);
    expect(isGranted('clipboard-sanitized-write', 'https://evil.test/')).toBe(false);
  });

  test('answers with the page’s files under the policy, and with nothing else', async () => {
    const page = join(folder, 'page');
    const found = await answerPage('GET', `${pageUrl}?x=1`, page);
    expect([found.status, await found.text(), found.headers.get('content-type')]).toEqual([200, 'the page', 'text/html; charset=utf-8']);
    expect(found.headers.get('content-security-policy')).toMatch(/script-src 'self';/);
    for (const [method, url] of [
      ['POST', pageUrl],
      ['GET', `${pageUrl}none.html`],
      ['GET', 'app://hourglass/..%2fsecret.html'],
      ['GET', 'app://hourglass/%2e%2e/secret.html'],
      ['GET', 'app://evil/index.html'],
      ['GET', 'https://hourglass/'],
      ['GET', `${pageUrl}assets`],
    ] as const) {
      const none = await answerPage(method, url, page);
      expect([none.status, await none.text()]).toEqual([404, '']);
      expect(none.headers.get('content-security-policy')).toContain("default-src 'none'");
    }
  });
});

/** An engine that begins any run it is asked for. */
function beginner(): { readonly service: EngineService; readonly tell: (event: RunEvent) => void } {
  const runs = createRunBoard();
  const nothing = async () => refused(issue('run-missing'));
  const begin = async () => {
    runs.open('r', { ...initialRunState, status: 'training' });
    return granted({ run: 'r' });
  };
  const answers: ServiceAnswers = {
    engine: nothing,
    train: begin,
    resume: begin,
    control: nothing,
    validate: nothing,
    openRun: nothing,
    evaluate: nothing,
    examples: nothing,
    reconstruct: nothing,
    inspect: nothing,
    encode: nothing,
    decode: nothing,
    sample: nothing,
    datasets: nothing,
    dataPreview: nothing,
    devices: nothing,
  };
  return { service: { runs, answers }, tell: (event) => runs.publish('r', event) };
}

test('the machine is kept awake from the first run to the last, and each end is told once', async () => {
  const { service, tell } = beginner();
  const told: unknown[] = [];
  const noticed = noticeRuns(service, { onDidChangeTraining: (isTraining) => told.push(isTraining), onDidEnd: ({ status }) => told.push(status) });
  const document = templates['vae-dense'].build();
  await noticed.answers.train({ document, folder: null });
  tell({ event: 'paused', step: 1 });
  await noticed.answers.resume({ folder: 'x' });
  expect(told).toEqual([true]);
  tell({ event: 'lost', step: 1, issue: issue('run-lost', {}, { reason: 'killed' }) });
  await noticed.answers.resume({ folder: 'x' });
  tell({ event: 'end', reason: 'done', epoch: 1, step: 2, folder: null, device: { name: 'cpu', description: '', threads: 1 }, seconds: 1 });
  expect(told).toEqual([true, 'lost', false, true, 'done', false]);
  expect(endText('VAE', 'done', 'en')).toBe('“VAE” has finished');
  expect(endText('VAE', 'lost', 'zh')).toContain('可以继续');
});

/** A port of Node's as Electron's main process has them: what arrives comes as an event. */
const asMainPort = (port: MessagePort): MainPort => {
  const wrapped = new Map<unknown, (data: unknown) => void>();
  return {
    postMessage: (message) => port.postMessage(message),
    on(event: 'message' | 'close', listener: ((event: { readonly data: unknown }) => void) | (() => void)) {
      const take = (data: unknown): void => listener({ data });
      wrapped.set(listener, take);
      return port.on(event, take);
    },
    off: (event: 'message' | 'close', listener: unknown) => port.off(event, wrapped.get(listener) ?? (() => {})),
    start: () => port.start(),
    close: () => port.close(),
  };
};

test('a window’s port carries the protocol, and ends with it', async () => {
  const { port1, port2 } = new MessageChannel();
  const { service } = beginner();
  serve({ channel: portChannel(asMainPort(port1)), service, clock: systemClock });
  const near = portChannel(asMainPort(port2));
  const client = createClient({ channel: near });
  expect((await client.hello()).issues).toEqual([]);
  expect((await client.call('runs', null)).value).toEqual([]);
  const closed = new Promise<void>((resolve) => {
    near.onClose(resolve);
  });
  port1.close();
  await closed;
  expect((await client.call('runs', null)).issues).toMatchObject([{ code: 'connection-lost' }]);
});

test('in the repository the parts lie where the repository has them', () => {
  expect(layoutOf(null, root, 'linux')).toEqual({
    root,
    page: join(root, 'dist/renderer'),
    preload: join(root, 'out/preload.cjs'),
    entry: join(root, 'main/hosts/process/engineChild.ts'),
    node: null,
  });
});

test('the window’s programs are built whole: the main process needs Electron and Node alone, the preload what a sandbox has', { timeout: 60_000 }, async () => {
  const out = join(folder, 'out');
  for (const part of ['main', 'preload']) {
    await promisify(execFile)(
      process.execPath,
      [
        join(root, 'node_modules/vite/bin/vite.js'),
        'build',
        '--config',
        join(root, 'main/hosts/electron/vite.config.ts'),
        '--outDir',
        out,
        '--logLevel',
        'warn',
      ],
      { cwd: root, env: { ...process.env, HOURGLASS_PART: part } },
    );
  }
  expect((await readdir(out)).toSorted()).toEqual(['main.js', 'preload.cjs']);
  const main = await readFile(join(out, 'main.js'), 'utf8'),
    preload = await readFile(join(out, 'preload.cjs'), 'utf8');
  const imported = [...main.matchAll(/^import .* from "([^"]+)";$|\bimport\("([^"]+)"\)|\brequire\("([^"]+)"\)/gm)].map(([, a, b, c]) => a ?? b ?? c ?? '');
  expect(imported).toContain('electron');
  expect(imported.filter((name) => name !== 'electron' && !name.startsWith('node:'))).toEqual([]);
  expect(main).not.toContain('@tensorflow');
  expect([...preload.matchAll(/require\("([^"]+)"\)/g)].map(([, name]) => name)).toEqual(['electron']);
  expect([...preload.matchAll(/ipcRenderer\.(\w+)/g)].map(([, method]) => method)).toEqual(['on']);
  expect([...preload.matchAll(/exposeInMainWorld\("(\w+)"/g)].map(([, name]) => name)).toEqual(['hourglass']);
});

test('its windows are sandboxed and isolated, and every side door is shut', async () => {
  const source = await readFile(join(root, 'main/hosts/electron/main.ts'), 'utf8');
  for (const wanted of [
    'app.enableSandbox()',
    'sandbox: true',
    'contextIsolation: true',
    'nodeIntegration: false',
    'webviewTag: false',
    "action: 'deny'",
    'will-frame-navigate',
    'will-redirect',
    'will-attach-webview',
    'setPermissionRequestHandler',
    'setPermissionCheckHandler',
  ])
    expect(source).toContain(wanted);
  // The page speaks over its port alone: there is no other door to the main process whose senders would have to be told apart.
  expect(source).not.toMatch(/ipcMain|webSecurity|allowRunningInsecureContent|openExternal|executeJavaScript|remote/);
});
