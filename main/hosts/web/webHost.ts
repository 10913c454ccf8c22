import { existsSync } from 'node:fs';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import cookies from '@fastify/cookie';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import files from '@fastify/static';
import websockets from '@fastify/websocket';
import fastify from 'fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { issue, IssueError } from '../../../shared/check/issue.ts';
import type { Issue, Outcome } from '../../../shared/check/issue.ts';
import { messageLimitBytes } from '../../../shared/protocol/contract.ts';
import { granted, refused } from '../../../shared/protocol/outcomes.ts';
import { serve } from '../../../shared/protocol/server.ts';
import { archiveLimits } from '../../engine/files/pictureArchive.ts';
import { pagePolicy, policyHeader } from '../page/contentSecurityPolicy.ts';
import { createLibraryService } from '../page/libraryService.ts';
import type { LibraryService } from '../page/libraryService.ts';
import type { EngineProcess } from '../process/engineProcess.ts';
import { systemClock } from '../process/systemClock.ts';
import { createAccess, hostHeader } from './access.ts';
import type { Access, Verdict } from './access.ts';
import { newToken } from './hostToken.ts';
import { socketChannel } from './socketChannel.ts';

export interface WebHostOptions {
  readonly engine: EngineProcess;
  /** Folder of the built page. */
  readonly page: string;
  /** Folder of the user's projects, runs, drafts and data. */
  readonly library: string;
  /** Where it listens; default 127.0.0.1, where no other machine gets. */
  readonly address?: string;
  /** Default: 0, any that is free. */
  readonly port?: number;
  /** Who bears it may use the host; default: a new one. */
  readonly token?: string;
  /** Most requests of one address in a minute; more are answered 429. Default 6000. */
  readonly requestsAMinute?: number;
  /** Most bytes one uploaded file may have; default 4 GiB. */
  readonly uploadLimitBytes?: number;
  /** Most bytes one WebSocket message may have; default what the protocol allows. */
  readonly messageBytes?: number;
}

/** The page served over HTTP, the protocol over a WebSocket at `ws` beside it; every page is served from the one engine. */
export interface WebHost {
  /** With the token: whoever opens it may use the host. */
  readonly url: string;
  /** An address that opens the page once, within a minute: for command lines, which others on this machine can read. */
  ticketUrl(): string;
  readonly port: number;
  /** Pages that are connected now. */
  readonly connections: number;
  /** Closes every connection. Runs go on: the engine is not this host's to end. */
  close(): Promise<void>;
}

const usualRequestsAMinute = 6000;
/** A folder of pictures comes file by file: uploads have so many times as much room, of their own. */
const uploadShare = 10;
const mostConnections = 64;

/** Begins to listen; refused with `page-missing` or `port-taken`. */
export async function startWebHost(options: WebHostOptions): Promise<Outcome<WebHost>> {
  const { engine, page, library, address = '127.0.0.1', port = 0 } = options;
  const index = join(page, 'index.html');
  if (!existsSync(index)) return refused(issue('page-missing', { file: index }));

  // 1. What is served: the engine behind the user's library. Paths on this machine are for those who sit at it.
  const served = createLibraryService({ engine, library, anyDataPath: isLoopback(address) });
  const server = fastify({ bodyLimit: 2 ** 16, logger: false, routerOptions: { maxParamLength: 512 }, requestTimeout: 0, return503OnClosing: true });

  // 2. Who may ask: known once the port is.
  let access: Access | null = null;
  let connections = 0;
  const open = new Set<Socket>();
  server.server.on('connection', (socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  });
  // First, so that it knows of an upgrade that the guard refuses, and closes its connection.
  await server.register(websockets, { options: { maxPayload: options.messageBytes ?? messageLimitBytes, perMessageDeflate: false } });
  await guard(server, () => access, options.requestsAMinute ?? usualRequestsAMinute);
  await server.register(files, { root: page, index: 'index.html', cacheControl: true, maxAge: 0, dotfiles: 'deny' });

  // 3. The protocol, and uploads.
  server.get('/ws', { websocket: true }, (socket) => {
    if (connections >= mostConnections) return socket.close(1013, 'too many pages');
    connections += 1;
    socket.once('close', () => {
      connections -= 1;
    });
    serve({ channel: socketChannel(socket), service: served.service, clock: systemClock });
  });
  await server.register((scope) => acceptUploads(scope, served, options.uploadLimitBytes ?? 4 * 2 ** 30));

  try {
    await server.listen({ host: address, port });
  } catch (error) {
    await server.close();
    return refused(issue('port-taken', {}, { port, reason: error instanceof Error && 'code' in error ? String(error.code) : String(error) }));
  }
  const bound = server.server.address();
  const boundPort = typeof bound === 'object' && bound ? bound.port : port;
  const entry = createAccess(address, boundPort, options.token ?? newToken());
  access = entry;
  const urlWith = (token: string): string => `http://${hostHeader(address, boundPort)}/?token=${token}`;
  return granted({
    url: urlWith(entry.token),
    ticketUrl: () => urlWith(entry.issueTicket()),
    port: boundPort,
    get connections() {
      return connections;
    },
    async close() {
      for (const socket of open) socket.destroy();
      await server.close();
    },
  });
}

const reasons: Readonly<Record<Exclude<Verdict, 'page' | 'allowed'>, { readonly status: number; readonly text: string }>> = {
  'foreign host': { status: 421, text: 'This address is not one of this host’s names.' },
  'foreign origin': { status: 403, text: 'This request does not come from the page of this host.' },
  'no token': {
    status: 401,
    text: 'Open the address that Hourglass printed when it started: it holds the token. · 请打开 Hourglass 启动时打印的网址，其中包含令牌。',
  },
};

/** The headers of every answer, and the checks of every request, those that ask for a WebSocket among them. */
async function guard(server: FastifyInstance, accessNow: () => Access | null, requestsAMinute: number): Promise<void> {
  await server.register(cookies);
  await server.register(helmet, {
    contentSecurityPolicy: false,
    strictTransportSecurity: false,
    xFrameOptions: { action: 'deny' },
    referrerPolicy: { policy: 'no-referrer' },
    crossOriginResourcePolicy: { policy: 'same-origin' },
    crossOriginOpenerPolicy: { policy: 'same-origin' },
    crossOriginEmbedderPolicy: false,
  });
  // Counted in this hook itself: the plugin's own would come after it, and a refused request would count for nothing.
  await server.register(rateLimit, { global: false });
  const countRequest = server.createRateLimit({ max: requestsAMinute, timeWindow: 60_000 }),
    countUpload = server.createRateLimit({ max: requestsAMinute * uploadShare, timeWindow: 60_000 });
  server.addHook('onRequest', async (request, reply) => {
    const access = accessNow();
    if (!access) return reply.code(503).send();
    const counted = await (request.method === 'PUT' ? countUpload : countRequest)(request);
    if (!counted.isAllowed && counted.isExceeded) return reply.code(429).header('Retry-After', counted.ttlInSeconds).header('Connection', 'close').send();
    const { host, origin } = request.headers;
    const verdict = access.judge({
      method: request.method,
      upgrade: request.headers.upgrade !== undefined,
      host,
      origin,
      cookie: request.cookies[access.cookieName],
      token: tokenOf(request),
    });
    // The host's name is known to be ours from here on, or the answer is a refusal.
    reply.header('Content-Security-Policy', policyHeader(pagePolicy(verdict === 'foreign host' ? [] : [`ws://${host}`]))).header('Cache-Control', 'no-cache');
    if (verdict === 'page') {
      // A page that leads on, not a redirect: a browser sends a strict cookie along only where this host's own page asks.
      return reply
        .setCookie(access.cookieName, access.token, { httpOnly: true, sameSite: 'strict', path: '/' })
        .type('text/html; charset=utf-8')
        .send('<!doctype html><meta charset="utf-8"><meta http-equiv="refresh" content="0;url=./"><link rel="icon" href="data:,"><title>Hourglass</title>');
    }
    if (request.headers.upgrade !== undefined && verdict !== 'allowed') reply.header('Connection', 'close');
    if (verdict !== 'allowed') return reply.code(reasons[verdict].status).type('text/plain; charset=utf-8').send(reasons[verdict].text);
  });
}

function tokenOf({ query }: FastifyRequest): string | undefined {
  return typeof query === 'object' && query !== null && 'token' in query && typeof query.token === 'string' ? query.token : undefined;
}

/**
 * PUT data/<set>/<file> and data/<set>/<class>/<file>: one file of a data set, as it comes; answers 204. PUT archives/<set>: a zip of pictures, a folder a class,
 * unpacked as a set; answers 201 with its `name`, `path` and count of `pictures` as JSON. A refusal is answered with its issues as JSON.
 */
async function acceptUploads(server: FastifyInstance, { ownData }: LibraryService, limitBytes: number): Promise<void> {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
  server.put<{ Params: { '*': string }; Body: Readable }>('/data/*', { bodyLimit: limitBytes }, async (request, reply) => {
    const [name = '', ...path] = request.params['*'].split('/');
    try {
      await ownData.receive(name, path, request.body ?? request.raw, limitBytes);
      return await reply.code(204).send();
    } catch (error) {
      return refuseUpload(reply, error);
    }
  });
  const limits = { ...archiveLimits, archiveBytes: Math.min(archiveLimits.archiveBytes, limitBytes) };
  server.put<{ Params: { name: string }; Body: Readable }>('/archives/:name', { bodyLimit: limits.archiveBytes }, async (request, reply) => {
    try {
      return await reply.code(201).send(await ownData.receiveArchive(request.params.name, request.body ?? request.raw, limits));
    } catch (error) {
      return refuseUpload(reply, error);
    }
  });
}

function refuseUpload(reply: FastifyReply, error: unknown): FastifyReply {
  const issues: readonly Issue[] =
    error instanceof IssueError ? error.issues : [issue('engine-failed', {}, { reason: error instanceof Error ? error.message : String(error) })];
  return reply.code(issues.some(({ code }) => code === 'upload-too-large') ? 413 : 400).send({ issues });
}

function isLoopback(address: string): boolean {
  return address === 'localhost' || address === '::1' || address.startsWith('127.');
}
