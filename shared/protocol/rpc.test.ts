import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { issue } from '../check/issue.ts';
import type { Outcome } from '../check/issue.ts';
import { runEvents } from '../fixtures/runEvents.ts';
import { createTurnedClock } from '../fixtures/turnedClock.ts';
import { issueTexts } from '../messages/issueTexts.ts';
import { applyEvent, initialRunState } from '../run/runState.ts';
import type { RunState } from '../run/runState.ts';
import { templates } from '../templates/templates.ts';
import { createChannelPair } from './channel.ts';
import type { Channel } from './channel.ts';
import { catalogueHash } from './catalogueHash.ts';
import { createClient } from './client.ts';
import type { RunUpdate } from './client.ts';
import { callNames, messageLimitBytes, protocolVersion } from './contract.ts';
import { granted, refused } from './outcomes.ts';
import { createRunBoard } from './runBoard.ts';
import { serve } from './server.ts';
import type { EngineService, ServiceAnswers } from './server.ts';

/** Echoes of what was asked, so that a test sees what came through. */
function createEcho(over: Partial<ServiceAnswers> = {}): EngineService & { readonly asked: unknown[] } {
  const asked: unknown[] = [];
  const note =
    <P, R>(answer: (params: P) => Outcome<R>) =>
    async (params: P): Promise<Outcome<R>> => {
      asked.push(params);
      return answer(params);
    };
  const values = { shape: [2, 3], values: Float32Array.of(1, 2, 3, Number.NaN, Infinity, -0) };
  const nothing = refused(issue('run-missing', { file: 'x' }));
  const answers: ServiceAnswers = {
    engine: note(() => granted({ device: { name: 'cpu' as const, description: '', version: '1', threads: 1 }, node: '24.0.0' })),
    train: note(() => granted({ run: 'run' })),
    resume: note(() => nothing),
    control: note(() => granted(null)),
    validate: note(() => granted({ issues: [issue('run-log-cut', { file: 'a' })] })),
    openRun: note(() => nothing),
    evaluate: note(() => nothing),
    examples: note(() => granted({ ...values, labels: Int32Array.of(1, 2) })),
    reconstruct: note(({ examples }) => granted(examples)),
    inspect: note(({ examples }) => granted({ mean: examples, stdDev: null, probabilities: null })),
    encode: note(() => granted({ mean: values, stdDev: null, labels: null, classes: ['a'] })),
    decode: note(({ codes }) => granted(codes)),
    sample: note(() => granted({ codes: values, images: values })),
    datasets: note(() => granted([])),
    dataPreview: note(() => nothing),
    devices: note(() => granted([])),
    ...over,
  };
  return { runs: createRunBoard(), answers, asked };
}

function connect(service: EngineService = createEcho()) {
  const [near, far] = createChannelPair(structuredClone);
  const clock = createTurnedClock();
  serve({ channel: far, service, clock });
  const faults: unknown[] = [];
  return { client: createClient({ channel: near, onFault: (issues) => faults.push(...issues) }), near, far, clock, service, faults };
}

async function greeted(service?: EngineService) {
  const connection = connect(service);
  expect((await connection.client.hello()).issues).toEqual([]);
  return connection;
}

/** Sends raw messages and gathers the replies. */
function rawly(channel: Channel) {
  const replies: { id: number | null; value?: unknown; issues: { code: string }[] }[] = [];
  channel.onMessage((message) => {
    const reply = message as (typeof replies)[number] & { type: string };
    if (reply.type === 'reply') replies.push(reply);
  });
  return {
    replies,
    send: async (message: unknown): Promise<void> => {
      channel.send(message);
      await settled();
    },
    last: () => replies.at(-1),
  };
}

/** Everything that is under way in memory has arrived. */
const settled = (): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, 0);
  });
const codes = (outcome: Outcome<unknown>): string[] => outcome.issues.map(({ code }) => code);
const hello = { type: 'call', id: 0, call: 'hello', params: { protocol: protocolVersion, catalogue: catalogueHash() } };

describe('hello', () => {
  test('same builds greet each other; before that every call is refused', async () => {
    const { client } = connect();
    expect(codes(await client.call('engine', null))).toEqual(['protocol-hello']);
    expect((await client.hello()).value).toEqual({ protocol: protocolVersion, catalogue: catalogueHash() });
    expect((await client.call('engine', null)).value?.node).toBe('24.0.0');
  });

  test.each([
    { protocol: 999, catalogue: catalogueHash() },
    { protocol: protocolVersion, catalogue: 'other' },
  ])('another build is refused: %o', async (greeting) => {
    const { client } = connect();
    expect(codes(await client.call('hello', greeting))).toEqual(['protocol-version']);
    expect(codes(await client.call('runs', null))).toEqual(['protocol-hello']);
  });
});

describe('calls', () => {
  test('tensors travel as typed arrays, NaN, infinity and −0 among their values', async () => {
    const { client } = await greeted();
    const examples = { shape: [2, 3], values: Float32Array.of(1, 2, 3, Number.NaN, -Infinity, -0) };
    const { value } = await client.call('reconstruct', { folder: 'r', examples });
    expect(value?.values).toBeInstanceOf(Float32Array);
    expect(value).toEqual(examples);
    expect((await client.call('examples', { folder: 'r', split: 'test', indices: Int32Array.of(4) })).value?.labels).toBeInstanceOf(Int32Array);
  });

  test('a document is read as files are: what is wrong with it refuses the call in its own words', async () => {
    const service = createEcho();
    const { client, near } = await greeted(service);
    const document = templates['vae-dense'].build();
    expect((await client.call('train', { document, folder: null })).value).toEqual({ run: 'run' });
    expect(service.asked.at(-1)).toEqual({ document, folder: null });
    const raw = rawly(near);
    await raw.send({ type: 'call', id: 70, call: 'validate', params: { document: { ...document, version: 99 } } });
    await raw.send({
      type: 'call',
      id: 71,
      call: 'train',
      params: { document: { ...document, edges: [], groups: [], nodes: { a: { kind: 'nope', version: 1, params: {} } } }, folder: null },
    });
    expect(raw.replies.find(({ id }) => id === 70)?.issues.map(({ code }) => code)).toEqual(['document-newer']);
    expect(raw.replies.find(({ id }) => id === 71)?.issues.map(({ code }) => code)).toContain('node-kind-unknown');
  });

  test('an issue keeps its fix on the way', async () => {
    const found = issue('run-missing', { file: 'x' }, { n: Infinity }, { title: 'any', commands: [{ do: 'setParam', node: 'enc', param: 'units', value: 2 }] });
    const { client } = await greeted(createEcho({ validate: async () => granted({ issues: [found] }) }));
    expect((await client.call('validate', { document: templates['vae-dense'].build() })).value?.issues).toEqual([found]);
  });

  test('a bug of the service is a typed refusal, and the next call is answered', async () => {
    const { client } = await greeted(
      createEcho({
        datasets: () => Promise.reject(new Error('boom')),
        evaluate: () => {
          throw new Error('bang');
        },
      }),
    );
    const refusal = await client.call('datasets', null);
    expect(refusal.issues).toEqual([issue('engine-failed', {}, { reason: 'boom' })]);
    expect(codes(await client.call('evaluate', { folder: 'r', split: 'test' }))).toEqual(['engine-failed']);
    expect((await client.call('devices', null)).value).toEqual([]);
  });

  test('a server that answers something else is refused by the client', async () => {
    // A service of another build would do this; the schema is what notices.
    const { client } = await greeted(createEcho({ decode: async () => granted({ shape: [3], values: Float32Array.of(1) }) }));
    expect(codes(await client.call('decode', { folder: 'r', codes: { shape: [1, 1], values: Float32Array.of(0) } }))).toEqual(['protocol-payload']);
  });

  test('a channel that closes refuses what is pending and what comes after', async () => {
    const { client, far } = await greeted(createEcho({ datasets: () => new Promise(() => {}) }));
    const pending = client.call('datasets', null);
    await settled();
    far.close();
    expect((await pending).issues).toEqual([issue('connection-lost', {}, { call: 'datasets' })]);
    expect(codes(await client.call('runs', null))).toEqual(['connection-lost']);
  });
});

describe('what a server is not to take', () => {
  const document = templates['vae-dense'].build();
  test.each<[string, string, unknown, string]>([
    ['an unknown call', 'explode', null, 'protocol-call-unknown'],
    ['a name that objects inherit', 'constructor', null, 'protocol-call-unknown'],
    ['no parameters', 'train', undefined, 'protocol-payload'],
    ['a surplus field', 'subscribe', { run: 'a', watch: 0, more: 1 }, 'protocol-payload'],
    ['a list of numbers for a tensor', 'decode', { folder: 'r', codes: { shape: [1, 2], values: [0, 0] } }, 'protocol-payload'],
    ['values that do not fill their shape', 'decode', { folder: 'r', codes: { shape: [2, 2], values: new Float32Array(3) } }, 'protocol-payload'],
    ['another typed array', 'examples', { folder: 'r', split: 'test', indices: new Float64Array(1) }, 'protocol-payload'],
    ['a split that is none', 'evaluate', { folder: 'r', split: 'secret' }, 'protocol-payload'],
    ['an endless path', 'openRun', { folder: 'x'.repeat(5000) }, 'protocol-payload'],
    ['a control without its value', 'control', { run: 'a', action: 'setBeta' }, 'protocol-payload'],
    ['a rate that is not a number', 'control', { run: 'a', action: 'setLearningRate', value: Number.NaN }, 'protocol-payload'],
    ['more samples than fit', 'sample', { folder: 'r', count: 1e9, seed: 1 }, 'protocol-payload'],
    ['an unknown run', 'subscribe', { run: 'nobody', watch: 0 }, 'protocol-run-unknown'],
    ['a document that is none', 'train', { document: 'nonsense', folder: null }, 'document-not-json'],
    ['a document with a class instance', 'train', { document: { ...document, name: new Date(0) }, folder: null }, 'document-value-foreign'],
    [
      'a message heavier than the limit',
      'decode',
      { folder: 'r', codes: { shape: [1], values: new Float32Array(messageLimitBytes / 4) } },
      'protocol-too-large',
    ],
    ['a sparse array that claims a billion entries', 'decode', { folder: 'r', codes: Object.assign([], { length: 1e9 }) }, 'protocol-too-large'],
  ])('%s', async (_, call, params, code) => {
    const service = createEcho();
    const { near } = connect(service);
    const raw = rawly(near);
    await raw.send(hello);
    await raw.send({ type: 'call', id: 9, call, params });
    expect(raw.last()).toMatchObject({ id: 9, issues: [{ code }] });
    expect(raw.last()).not.toHaveProperty('value');
    expect(service.asked).toEqual([]);
  });

  test('a watch number in use is refused', async () => {
    const service = createEcho();
    service.runs.open('run', initialRunState);
    const { near } = connect(service);
    const raw = rawly(near);
    for (const message of [hello, ...[1, 2].map((id) => ({ type: 'call', id, call: 'subscribe', params: { run: 'run', watch: 5 } }))]) await raw.send(message);
    expect(raw.replies.map(({ issues }) => issues.map(({ code }) => code))).toEqual([[], [], ['protocol-watch-taken']]);
  });

  test('messages that name no call are told as faults', async () => {
    const { near, client: _client, faults } = await greeted();
    for (const message of [null, 7, 'call', [], {}, { type: 'call' }, { type: 'call', id: -1, call: 'ping', params: null }, { type: 'boom' }])
      near.send(message);
    await settled();
    expect(faults).toHaveLength(8);
    expect(new Set(faults.map((fault) => (fault as { code: string }).code))).toEqual(new Set(['protocol-message']));
  });

  test('500 seeded messages, half of them a call gone wrong: each is answered or told, none throws, and the next call is answered', async () => {
    const service = createEcho();
    service.runs.open('run', initialRunState);
    const { near } = connect(service);
    const raw = rawly(near);
    await raw.send(hello);
    const anything = fc.oneof(
      fc.anything({ withBigInt: true, withDate: true, withMap: true, withSet: true, withTypedArray: true, withSparseArray: true }),
      fc.constant(cyclic()),
    );
    const call = fc.record({
      type: fc.constant('call'),
      id: fc.oneof(fc.nat(), anything),
      call: fc.oneof(fc.constantFrom(...callNames), fc.string()),
      params: fc.oneof(
        anything,
        fc.record(
          {
            run: fc.oneof(fc.constant('run'), anything),
            watch: fc.oneof(fc.nat(100), anything),
            folder: fc.string(),
            document: anything,
            action: anything,
            codes: anything,
          },
          { requiredKeys: [] },
        ),
      ),
    });
    const messages = fc.sample(fc.oneof(call, fc.record({ type: fc.constantFrom('credit', 'call', 'reply'), watch: anything }), anything), {
      numRuns: 500,
      seed: 20_261_120,
    });
    for (const message of messages) near.send(message);
    await settled();
    const credits = messages.filter((message) => isCredit(message)).length;
    expect(raw.replies).toHaveLength(1 + messages.length - credits);
    for (const { issues } of raw.replies) for (const { code } of issues) expect(issueTexts).toHaveProperty([code]);
    const wrong = raw.replies.filter(({ issues }) => issues.length > 0).length;
    expect(wrong).toBeGreaterThan(250);
    await raw.send({ type: 'call', id: 123_456, call: 'ping', params: null });
    expect(raw.last()).toEqual({ type: 'reply', id: 123_456, value: null, issues: [] });
  });
});

describe('watching', () => {
  test('an early, a late and a slow window end with the same state, which is the folded events (law, 60 sequences)', async () => {
    await fc.assert(
      fc.asyncProperty(runEvents, fc.nat(60), async (events, joinsAt) => {
        const service = createEcho();
        service.runs.open('run', initialRunState);
        const { client, clock } = await greeted(service);
        const states: RunState[] = [];
        const gates: (() => void)[] = [];
        const listen = async (name: number, isSlow: boolean): Promise<void> => {
          const { issues } = await client.watch('run', ({ state }) => {
            states[name] = state;
            return isSlow
              ? new Promise<void>((resolve) => {
                  gates.push(resolve);
                })
              : undefined;
          });
          expect(issues).toEqual([]);
        };
        await Promise.all([listen(0, false), listen(1, true)]);
        for (const [index, event] of events.entries()) {
          if (index === Math.min(joinsAt, events.length - 1)) await listen(2, false);
          service.runs.publish('run', event);
        }
        for (let round = 0; round < 200 && (round < 3 || gates.length > 0); round++) {
          clock.turn(100);
          for (const open of gates.splice(0)) open();
          await settled();
        }
        const folded = events.reduce(applyEvent, initialRunState);
        for (const state of states) expect(state).toEqual(folded);
      }),
      { numRuns: 60, seed: 20_261_120 },
    );
  });

  test('the state has been told when the watch is granted; after its end nothing is', async () => {
    const service = createEcho();
    service.runs.open('run', { ...initialRunState, step: 4 });
    const { client } = await greeted(service);
    const updates: RunUpdate[] = [];
    const { value: end } = await client.watch('run', (update) => void updates.push(update));
    expect(updates).toEqual([{ sequence: 0, event: null, state: { ...initialRunState, step: 4 } }]);
    service.runs.publish('run', { event: 'paused', step: 5 });
    await settled();
    expect(updates.at(-1)).toMatchObject({ sequence: 1, event: { event: 'paused' }, state: { status: 'paused', step: 5 } });
    end?.();
    service.runs.publish('run', { event: 'resumed', step: 5 });
    await settled();
    expect(updates).toHaveLength(2);
  });

  test('where a message was lost on the way, the watch begins again from the state', async () => {
    const service = createEcho();
    service.runs.open('run', initialRunState);
    const [near, far] = createChannelPair(structuredClone);
    let isLosing = false;
    serve({
      channel: {
        ...far,
        send: (message) => {
          if (!isLosing) far.send(message);
        },
      },
      service,
      clock: createTurnedClock(),
    });
    const client = createClient({ channel: near });
    await client.hello();
    const updates: RunUpdate[] = [];
    const { value: end } = await client.watch('run', (update) => void updates.push(update));
    isLosing = true;
    service.runs.publish('run', { event: 'paused', step: 1 });
    isLosing = false;
    service.runs.publish('run', { event: 'resumed', step: 2 });
    await settled();
    expect(updates.map(({ sequence, event }) => [sequence, event?.event ?? null])).toEqual([
      [0, null],
      [2, null],
    ]);
    service.runs.publish('run', { event: 'paused', step: 3 });
    await settled();
    expect(updates.at(-1)).toMatchObject({ sequence: 3, state: { step: 3, status: 'paused' } });
    end?.();
    service.runs.publish('run', { event: 'resumed', step: 4 });
    await settled();
    expect(updates.at(-1)?.sequence).toBe(3);
  });

  test('a connection that closes leaves nothing behind that listens', async () => {
    const service = createEcho();
    let listening = 0;
    const { watch } = service.runs;
    const counted = {
      ...service,
      runs: {
        ...service.runs,
        watch: (...args: Parameters<typeof watch>) => {
          const end = watch(...args);
          listening += end ? 1 : 0;
          return (
            end &&
            (() => {
              listening -= 1;
              end();
            })
          );
        },
      },
    };
    service.runs.open('run', initialRunState);
    const { client } = await greeted(counted);
    await client.watch('run', () => {});
    await client.watch('run', () => {});
    expect(listening).toBe(2);
    client.close();
    await settled();
    expect(listening).toBe(0);
  });
});

test('the catalogue hash is sixteen hex digits and the same each time', () => {
  expect(catalogueHash()).toMatch(/^[0-9a-f]{16}$/);
  expect(catalogueHash()).toBe(catalogueHash());
});

function isCredit(message: unknown): boolean {
  return (
    typeof message === 'object' &&
    message !== null &&
    'type' in message &&
    message.type === 'credit' &&
    'watch' in message &&
    typeof message.watch === 'number' &&
    Number.isInteger(message.watch) &&
    message.watch >= 0 &&
    Object.keys(message).length === 2
  );
}

function cyclic(): unknown {
  const message: Record<string, unknown> = { type: 'call', id: 3, call: 'train' };
  message.params = message;
  return message;
}
