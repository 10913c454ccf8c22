import { issue } from '../../shared/check/issue.ts';
import type { Issue, Outcome } from '../../shared/check/issue.ts';
import type { Channel } from '../../shared/protocol/channel.ts';
import { createClient } from '../../shared/protocol/client.ts';
import type { Client } from '../../shared/protocol/client.ts';
import type { Clock } from '../../shared/protocol/clock.ts';
import type { CallName, CallParams, CallResult } from '../../shared/protocol/contract.ts';
import { isOver } from '../../shared/protocol/runBoard.ts';
import { applyEvent } from '../../shared/run/runState.ts';
import type { RunState } from '../../shared/run/runState.ts';

/**
 * connecting: for the first time; ready: the engine answers; starting: its process begins anew after a crash; not-answering: silent for seconds;
 * lost: no connection to the host, tried again by itself; failed: the engine was given up, or the host is of another build.
 */
export type LinkStatus = 'connecting' | 'ready' | 'starting' | 'not-answering' | 'lost' | 'failed';

export interface LinkOptions {
  /** Opens a channel to the host; one that cannot be opened closes. */
  open(): Channel;
  readonly clock: Clock;
  onDidChangeStatus(status: LinkStatus): void;
  /** Told of every run that the host knows, at once and as it goes on. */
  onDidUpdateRun(run: string, state: RunState): void;
  /** What went wrong that belongs to no call. */
  onFault(issues: readonly Issue[]): void;
}

/** A connection that mends itself. */
export interface Link {
  /** One client for the page's whole life. Calls wait for the first connection; while it is lost they are refused with `connection-lost`. */
  readonly client: Client;
  /** Tries again now, if the connection is lost; asks which runs there are. */
  wake(): void;
  close(): void;
}

const startedAnew = { en: 'the host was started anew', zh: '主机已重新启动' } as const;

/** Time between two attempts to connect, in ms; the last one stays. */
export const retryDelaysMs = [250, 500, 1000, 2000, 4000] as const;
/** Time between two signs of life, and how long one may take. */
export const beatMs = 1000,
  silentAfterMs = 3000;

/** Keeps a page connected: greets, asks for signs of life, watches every run, and begins again when the channel closes. */
export function createLink(options: LinkOptions): Link {
  const { clock } = options;
  let status: LinkStatus = 'connecting',
    current: Client | null = null,
    closed = false,
    failures = 0;
  let greeted = Promise.withResolvers<void>();
  let cancelRetry = (): void => {};
  const setStatus = (next: LinkStatus): void => {
    if (next === status || closed) return;
    status = next;
    options.onDidChangeStatus(next);
  };

  const attempt = async (): Promise<void> => {
    cancelRetry = () => {};
    const channel = options.open();
    const client = createClient({ channel, onFault: options.onFault });
    let endBeat = (): void => {};
    channel.onClose(() => {
      endBeat();
      if (current === client) current = null;
      if (closed || status === 'failed') return;
      if (status !== 'connecting') greeted = Promise.withResolvers<void>();
      setStatus('lost');
      greeted.resolve();
      cancelRetry = clock.after(retryDelaysMs[Math.min(failures++, retryDelaysMs.length - 1)] ?? 4000, () => void attempt());
    });
    const { value, issues } = await client.hello();
    if (!value) {
      if (issues.some(({ code }) => code !== 'connection-lost')) {
        options.onFault(issues);
        setStatus('failed');
        greeted.resolve();
        client.close();
      }
      return;
    }
    failures = 0;
    current = client;
    endBeat = beat(client, setStatus, clock);
    greeted.resolve();
    await watchAll(client);
  };

  /** Runs told of that were not over then: a host that was started anew does not know them, and they are lost. */
  const unended = new Map<string, RunState>();
  const update = (run: string, state: RunState): void => {
    if (isOver(state.status)) unended.delete(run);
    else unended.set(run, state);
    options.onDidUpdateRun(run, state);
  };

  /** Follows each run until it is over; the state that came with the list is told in any case. */
  const watchAll = async (client: Client): Promise<void> => {
    const { value } = await client.call('runs', null);
    if (!value) return;
    for (const [run, state] of unended)
      if (!value.some((known) => known.run === run))
        update(run, applyEvent(state, { event: 'lost', step: state.step, issue: issue('run-lost', {}, { reason: startedAnew }) }));
    for (const { run, state } of value) {
      update(run, state);
      if (!isOver(state.status)) await follow(client, run);
    }
  };
  const followed = new WeakMap<Client, Set<string>>();
  const follow = async (client: Client, run: string): Promise<void> => {
    const runs = followed.get(client) ?? new Set();
    followed.set(client, runs);
    if (runs.has(run)) return;
    runs.add(run);
    let end: (() => void) | null = null,
      over = false;
    const { value } = await client.watch(run, ({ state }) => {
      update(run, state);
      if (!isOver(state.status)) return;
      over = true;
      runs.delete(run);
      end?.();
    });
    end = value ?? null;
    if (!value) runs.delete(run);
    if (over) value?.();
  };

  const lost = (call: string): Outcome<never> => ({ value: undefined, issues: [issue('connection-lost', {}, { call })] });
  const call = async <C extends CallName>(name: C, params: CallParams<C>): Promise<Outcome<CallResult<C>>> => {
    if (status === 'connecting') await greeted.promise;
    const client = current;
    if (!client) return lost(name);
    const outcome = await client.call(name, params);
    const begun: unknown = name === 'train' || name === 'resume' ? outcome.value : undefined;
    if (typeof begun === 'object' && begun !== null && 'run' in begun && typeof begun.run === 'string') await follow(client, begun.run);
    return outcome;
  };

  void attempt();
  return {
    client: {
      call,
      hello: async () => current?.hello() ?? lost('hello'),
      watch: async (run, listener) => current?.watch(run, listener) ?? lost('subscribe'),
      close: () => current?.close(),
    },
    wake() {
      if (current) void watchAll(current);
      else if (status === 'lost') {
        cancelRetry();
        failures = 0;
        void attempt();
      }
    },
    close() {
      closed = true;
      cancelRetry();
      current?.close();
    },
  };
}

/** Asks for signs of life, one at a time, and says what they tell. Gives back how to end it. */
function beat(client: Client, tell: (status: LinkStatus) => void, clock: Clock): () => void {
  let askedAtMs: number | null = null,
    ended = false,
    cancel = (): void => {};
  const ask = async (): Promise<void> => {
    askedAtMs = clock.nowMs();
    const { value, issues } = await client.call('engine.status', null);
    askedAtMs = null;
    if (ended) return;
    // An engine without a host around it knows no status; that it refused the call says that it answers.
    if (!value) return issues.some(({ code }) => code === 'protocol-call-unknown') ? tell('ready') : undefined;
    tell(({ running: 'ready', starting: 'starting', 'not answering': 'not-answering', failed: 'failed', closed: 'failed' } as const)[value.status]);
  };
  const next = (): void => {
    if (askedAtMs === null) void ask();
    else if (clock.nowMs() - askedAtMs >= silentAfterMs) tell('not-answering');
    cancel = clock.after(beatMs, next);
  };
  next();
  return () => {
    ended = true;
    cancel();
  };
}
