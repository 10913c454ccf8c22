import { issue, IssueError } from '../check/issue.ts';
import type { Issue, Outcome } from '../check/issue.ts';
import { isRecord, showValue } from '../graph/plainJson.ts';
import { catalogueHash } from './catalogueHash.ts';
import type { Channel } from './channel.ts';
import type { Clock } from './clock.ts';
import { callSchemas, isCallName, messageLimitBytes, protocolVersion } from './contract.ts';
import type { CallName, CallParams, CallResult } from './contract.ts';
import type { HostCall } from './hostCalls.ts';
import { clientMessageSchema } from './messages.ts';
import type { ServerMessage } from './messages.ts';
import { granted, messageIssue, readPayload, refused } from './outcomes.ts';
import type { RunBoard } from './runBoard.ts';
import { createRunFeed } from './runFeed.ts';
import type { RunFeed } from './runFeed.ts';
import { isHeavier } from './weigh.ts';

/** Answers one call. Expected problems are issues without a value; a rejection is a bug and is answered with `engine-failed`. */
export type Answer<C extends CallName> = (params: CallParams<C>) => Promise<Outcome<CallResult<C>>>;

/** Calls that the connection itself answers; the others are the engine's. */
type LinkCall = 'hello' | 'ping' | 'runs' | 'subscribe' | 'unsubscribe';
export type ServiceCall = Exclude<CallName, LinkCall | HostCall>;
export type ServiceAnswers = { readonly [C in ServiceCall]: Answer<C> };
export type HostAnswers = { readonly [C in HostCall]: Answer<C> };

/** What a server serves: the engine itself in its own process, or in a host a stand-in that hands everything on to it. */
export interface EngineService {
  readonly runs: RunBoard;
  readonly answers: ServiceAnswers;
  /** The calls of a host with a library; without them they are refused with `protocol-call-unknown`. */
  readonly host?: HostAnswers;
}

export interface ServerOptions {
  readonly channel: Channel;
  readonly service: EngineService;
  readonly clock: Clock;
}

/** Most runs one connection may watch at once. */
const mostWatches = 64;

/** Serves an engine to whoever is at the other end of a channel, until it closes. Nothing that arrives makes it throw. Gives back how to end it. */
export function serve({ channel, service, clock }: ServerOptions): () => void {
  const watches = new Map<number, { readonly feed: RunFeed; readonly end: () => void }>();
  const send = (message: ServerMessage): void => channel.send(message);
  let greeted = false;

  const answers: { readonly [C in CallName]?: Answer<C> } = {
    ...service.answers,
    ...service.host,
    async hello({ protocol, catalogue }) {
      const own = { protocol: protocolVersion, catalogue: catalogueHash() };
      greeted = protocol === own.protocol && catalogue === own.catalogue;
      return greeted
        ? granted(own)
        : refused(issue('protocol-version', {}, { found: protocol, foundCatalogue: catalogue, expected: own.protocol, expectedCatalogue: own.catalogue }));
    },
    ping: async () => granted(null),
    runs: async () => granted(service.runs.list()),
    async subscribe({ run, watch }) {
      if (watches.has(watch) || watches.size >= mostWatches) return refused(issue('protocol-watch-taken', {}, { watch }));
      const feed = createRunFeed({ clock, send: (steps) => send({ type: 'steps', watch, steps }) });
      const end = service.runs.watch(run, feed.push);
      if (!end) return refused(issue('protocol-run-unknown', {}, { run }));
      watches.set(watch, { feed, end });
      return granted(null);
    },
    async unsubscribe({ watch }) {
      endWatch(watch);
      return granted(null);
    },
  };

  const endWatch = (watch: number): void => {
    const found = watches.get(watch);
    watches.delete(watch);
    found?.end();
    found?.feed.close();
  };

  const answer = async <C extends CallName>(call: C, params: unknown): Promise<Outcome<CallResult<C>>> => {
    // 1. Nothing before hello.
    if (!greeted && call !== 'hello') return refused(issue('protocol-hello', {}, { call }));
    try {
      // 2. The payload is what the contract says, or it is refused with what is wrong.
      const read = readPayload<CallParams<C>>(call, callSchemas[call].params, params);
      if (!read.success) return refused(...read.issues);
      // 3. The answer.
      const answered = answers[call];
      return answered ? await answered(read.data) : refused(issue('protocol-call-unknown', {}, { call }));
    } catch (error) {
      return refused(...(error instanceof IssueError ? error.issues : [failure(error)]));
    }
  };

  const receive = async (message: unknown): Promise<void> => {
    const id = idOf(message);
    const refuse = (found: Issue): void => send({ type: 'reply', id, issues: [found] });
    if (isHeavier(message, messageLimitBytes)) return refuse(issue('protocol-too-large', {}, { limit: messageLimitBytes }));
    const read = clientMessageSchema.safeParse(message);
    if (!read.success) return refuse(messageIssue(read.error.issues, message));
    if (read.data.type === 'credit') return watches.get(read.data.watch)?.feed.credit();
    const { call, params } = read.data;
    if (!isCallName(call)) return refuse(issue('protocol-call-unknown', {}, { call: showValue(call) }));
    const { value, issues } = await answer(call, params);
    send({ type: 'reply', id, ...(value === undefined ? {} : { value }), issues });
  };

  const stopListening = channel.onMessage((message) => {
    receive(message).catch((error: unknown) => send({ type: 'reply', id: idOf(message), issues: [failure(error)] }));
  });
  const end = (): void => {
    stopListening();
    for (const watch of watches.keys()) endWatch(watch);
  };
  channel.onClose(end);
  return end;
}

/** A bug, as an issue. */
function failure(error: unknown): Issue {
  return issue('engine-failed', {}, { reason: error instanceof Error ? error.message : String(error) });
}

/** The call's number, so that also a broken message gets its answer where it has one. */
function idOf(message: unknown): number | null {
  return isRecord(message) && message.type === 'call' && typeof message.id === 'number' && Number.isSafeInteger(message.id) && message.id >= 0
    ? message.id
    : null;
}
