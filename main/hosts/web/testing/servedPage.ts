import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from '../../../../shared/protocol/client.ts';
import type { Client } from '../../../../shared/protocol/client.ts';
import { startEngineProcess } from '../../process/engineProcess.ts';
import type { EngineProcess } from '../../process/engineProcess.ts';
import { startWebHost } from '../webHost.ts';
import type { WebHost } from '../webHost.ts';
import { openSocket } from './openSocket.ts';
import type { OpenedSocket, Sent } from './openSocket.ts';
import { rawRequest } from './rawRequest.ts';
import type { RawAnswer } from './rawRequest.ts';

/** Stands in files that no page has any business with. */
export const secret = 'what lies beside the page and is nobody’s business';
export const uploadLimitBytes = 100_000;
export const messageBytes = 1_000_000;

/** A real engine behind a real host, with a small page, in a folder of its own: `page/`, `library/` and `secret.txt`. */
export interface ServedPage {
  readonly folder: string;
  readonly engine: EngineProcess;
  readonly host: WebHost;
  readonly token: string;
  /** What the page sends along. */
  readonly page: Required<Pick<Sent, 'cookie' | 'origin'>>;
  readonly socketUrl: string;
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<RawAnswer>;
  put(path: string, body: string | Uint8Array, headers?: Readonly<Record<string, string>>): Promise<RawAnswer>;
  /** A page that has greeted the host. */
  connect(): Promise<{ readonly client: Client; readonly socket: OpenedSocket }>;
  end(): Promise<void>;
}

export async function startServedPage(): Promise<ServedPage> {
  const folder = await mkdtemp(join(tmpdir(), 'hourglass-web-'));
  await mkdir(join(folder, 'page/assets'), { recursive: true });
  await writeFile(join(folder, 'page/index.html'), '<!doctype html><title>the page</title>');
  await writeFile(join(folder, 'page/assets/app.js'), 'export {};');
  await writeFile(join(folder, 'page/.hidden'), secret);
  await writeFile(join(folder, 'secret.txt'), secret);
  const started = await startEngineProcess({ root: process.cwd() });
  const engine = started.value ?? fail(started.issues);
  const served = await startWebHost({ engine, page: join(folder, 'page'), library: join(folder, 'library'), uploadLimitBytes, messageBytes });
  const host = served.value ?? fail(served.issues);
  const token = new URL(host.url).searchParams.get('token') ?? '';
  const page = { cookie: `hourglass-${host.port}=${token}`, origin: `http://127.0.0.1:${host.port}` };
  const socketUrl = `ws://127.0.0.1:${host.port}/ws`;
  return {
    folder,
    engine,
    host,
    token,
    page,
    socketUrl,
    get: (path, headers = { cookie: page.cookie }) => rawRequest(host.port, path, { headers }),
    put: (path, body, headers = page) => rawRequest(host.port, path, { method: 'PUT', headers, body }),
    async connect() {
      const socket = (await openSocket(socketUrl, page)) ?? fail('turned away');
      const client = createClient({ channel: socket.channel });
      const { issues } = await client.hello();
      return issues.length === 0 ? { client, socket } : fail(issues);
    },
    async end() {
      await engine.dispose();
      await host.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Ends a test that cannot go on, with what stood in its way. */
export function fail(found: unknown): never {
  throw new Error(JSON.stringify(found));
}
