import { issue } from '../check/issue.ts';
import type { Issue, Outcome } from '../check/issue.ts';
import type { RunEvent } from '../run/runEvent.ts';
import { applyEvent, initialRunState } from '../run/runState.ts';
import type { RunState } from '../run/runState.ts';
import { catalogueHash } from './catalogueHash.ts';
import type { Channel } from './channel.ts';
import { callSchemas, protocolVersion } from './contract.ts';
import type { CallName, CallParams, CallResult } from './contract.ts';
import { serverMessageSchema } from './messages.ts';
import type { ClientMessage, SentStep } from './messages.ts';
import { messageIssue, readPayload, refused } from './outcomes.ts';

/** A watched run after one step. `event` is null where the whole state came: at the start, and when the run was put back. */
export interface RunUpdate {
  readonly sequence: number;
  readonly event: RunEvent | null;
  readonly state: RunState;
}

/** Told each step in order. While the promise it gives back is open, nothing more than a few frames is sent its way: ticks thin out, nothing else does. */
export type RunListener = (update: RunUpdate) => void | Promise<void>;

/** The near end of a connection to an engine. */
export interface Client {
  /** Answers with a value, or with the issues that refuse it; `connection-lost` where the channel closes first. Never rejects. */
  call<C extends CallName>(call: C, params: CallParams<C>): Promise<Outcome<CallResult<C>>>;
  /** Greets the other side with this build's protocol and catalogue. */
  hello(): Promise<Outcome<CallResult<'hello'>>>;
  /** Watches a run by name: its state has been told when the outcome comes, what follows is told as it comes. The value ends the watch. */
  watch(run: string, listener: RunListener): Promise<Outcome<() => void>>;
  close(): void;
}

interface Watch {
  readonly run: string;
  readonly listener: RunListener;
  /** Its number on the channel; a new one where it had to begin again. */
  id: number;
  state: RunState;
  sequence: number;
  /** Resolved when all that came so far has been told. */
  told: Promise<void>;
}

/** @param onFault told what is wrong with a message that belongs to no call: a fault of the other side */
export function createClient({ channel, onFault = () => {} }: { readonly channel: Channel; readonly onFault?: (issues: readonly Issue[]) => void }): Client {
  const pending = new Map<number, { readonly call: CallName; readonly settle: (reply: Outcome<unknown>) => void }>();
  const watches = new Map<number, Watch>();
  let nextId = 0,
    nextWatch = 0,
    closed = false;
  const send = (message: ClientMessage): void => channel.send(message);

  channel.onMessage((message) => {
    const read = serverMessageSchema.safeParse(message);
    if (!read.success) return onFault([messageIssue(read.error.issues, message)]);
    if (read.data.type === 'steps') return takeSteps(read.data.watch, read.data.steps);
    const { id, value, issues } = read.data;
    const waiting = id === null ? undefined : pending.get(id);
    if (id === null || !waiting) return onFault(issues);
    pending.delete(id);
    waiting.settle({ value, issues });
  });
  channel.onClose(() => {
    closed = true;
    for (const { call, settle } of pending.values()) settle(refused(issue('connection-lost', {}, { call })));
    pending.clear();
    watches.clear();
  });

  const call = async <C extends CallName>(name: C, params: CallParams<C>): Promise<Outcome<CallResult<C>>> => {
    if (closed) return refused(issue('connection-lost', {}, { call: name }));
    const id = nextId++;
    const { value, issues } = await new Promise<Outcome<unknown>>((settle) => {
      pending.set(id, { call: name, settle });
      send({ type: 'call', id, call: name, params });
    });
    if (value === undefined) return { value, issues };
    const read = readPayload<CallResult<C>>(name, callSchemas[name].result, value);
    return read.success ? { value: read.data, issues } : refused(...read.issues);
  };

  /** Folds the steps of a frame and tells them, one after another and after those of the frame before; then asks for more. */
  const takeSteps = (id: number, steps: readonly SentStep[]): void => {
    const watch = watches.get(id);
    if (!watch) return;
    for (const step of steps) {
      if (step.after !== watch.sequence) return void renew(watch);
      watch.sequence = step.sequence;
      watch.state = 'state' in step ? step.state : applyEvent(watch.state, step.event);
      const update = { sequence: step.sequence, event: 'event' in step ? step.event : null, state: watch.state };
      watch.told = afterwards(watch.told, () => (watches.get(watch.id) === watch ? watch.listener(update) : undefined));
    }
    watch.told = afterwards(watch.told, () => send({ type: 'credit', watch: id }));
  };

  /** Asks for the run's state and what follows it, under a new number. */
  const subscribe = async (watch: Watch): Promise<Outcome<null>> => {
    watch.id = nextWatch++;
    watch.sequence = -1;
    watches.set(watch.id, watch);
    const outcome = await call('subscribe', { run: watch.run, watch: watch.id });
    if (outcome.value === undefined) watches.delete(watch.id);
    return outcome;
  };

  const unsubscribe = async (watch: Watch): Promise<void> => {
    const { id } = watch;
    if (watches.delete(id)) await call('unsubscribe', { watch: id });
  };

  /** Something was lost on the way (never on a pipe that keeps its promise): the run's state sets it right. */
  const renew = async (watch: Watch): Promise<void> => {
    const ended = unsubscribe(watch);
    const { issues, value } = await subscribe(watch);
    if (value === undefined) onFault(issues);
    await ended;
  };

  return {
    call,
    hello: () => call('hello', { protocol: protocolVersion, catalogue: catalogueHash() }),
    async watch(run, listener) {
      const watch: Watch = { run, listener, id: -1, state: initialRunState, sequence: -1, told: Promise.resolve() };
      const { value, issues } = await subscribe(watch);
      return value === undefined ? { value, issues } : { value: () => void unsubscribe(watch), issues };
    },
    close: () => channel.close(),
  };
}

/** Runs an action after a promise. An action that fails is a bug of the listener: it surfaces as an unhandled rejection and holds nothing up. */
function afterwards(previous: Promise<void>, action: () => void | Promise<void>): Promise<void> {
  return previous.then(action).catch((error: unknown) => void Promise.reject(error));
}
