import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { issue } from '../../../shared/check/issue.ts';
import type { Outcome } from '../../../shared/check/issue.ts';
import type { Text } from '../../../shared/messages/language.ts';
import { createClient } from '../../../shared/protocol/client.ts';
import type { Client } from '../../../shared/protocol/client.ts';
import type { CallResult } from '../../../shared/protocol/contract.ts';
import { refused } from '../../../shared/protocol/outcomes.ts';
import type { EngineOptions } from '../../engine/engine.ts';
import { encodeChildOptions } from './childOptions.ts';
import { processChannel } from './processChannel.ts';

export type EngineFacts = CallResult<'engine'>;

/** One life of the engine's process. */
export interface EngineLink {
  readonly client: Client;
  /** Undefined where it could not be started. */
  readonly pid: number | undefined;
  /** Greeted and its device opened; or the issues that stand in the way. */
  readonly ready: Promise<Outcome<EngineFacts>>;
  /** Resolves when it is over and nothing more will be heard of it, with a line that says how it ended. */
  readonly ended: Promise<Text>;
  /** Lets it finish its batch and write a checkpoint; after `graceMs` it is killed. */
  stop(graceMs: number): Promise<void>;
}

export interface LinkOptions {
  readonly engine: EngineOptions;
  /** The Node binary. */
  readonly node: string;
  /** Default: `engineChild.ts` beside this file. */
  readonly entry?: string;
  /** Most time from its start to its device being open. */
  readonly readyTimeoutMs: number;
}

/** What is kept of the child's last words. */
const tailCharacters = 4000;
/** Its pipes close within this time of its end, or are given up. */
const drainMs = 2000;

/** Starts the engine's process and greets it. */
export function startEngineLink({ engine, node, entry, readyTimeoutMs }: LinkOptions): EngineLink {
  const child = fork(entry ?? fileURLToPath(new URL('./engineChild.ts', import.meta.url)), [encodeChildOptions(engine)], {
    execPath: node,
    execArgv: ['--disable-warning=ExperimentalWarning'],
    serialization: 'advanced',
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: { TF_CPP_MIN_LOG_LEVEL: '2', ...process.env },
  });
  let tail = '',
    isStopping = false;
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      tail = (tail + text).slice(-tailCharacters);
    });
  }
  const ended = new Promise<Text>((resolve) => {
    // `close` comes after the last message and the last words, `exit` may come before them; after a disconnect of ours there is no `close`.
    child.once('close', (code, signal) => resolve(describeEnd(code, signal, tail)));
    child.once('exit', (code, signal) => setTimeout(() => resolve(describeEnd(code, signal, tail)), isStopping ? 0 : drainMs).unref());
    child.once('error', (error) => {
      if (child.pid === undefined) resolve({ en: `it could not be started: ${error.message}`, zh: `无法启动：${error.message}` });
    });
  });
  const client = createClient({ channel: processChannel(child) });
  return {
    client,
    pid: child.pid,
    ended,
    ready: greet(client, ended, readyTimeoutMs),
    async stop(graceMs) {
      isStopping = true;
      client.close();
      const timer = setTimeout(() => child.kill('SIGKILL'), graceMs);
      await ended;
      clearTimeout(timer);
    },
  };
}

async function greet(client: Client, ended: Promise<Text>, timeoutMs: number): Promise<Outcome<EngineFacts>> {
  const failed = (reason: Text): Outcome<EngineFacts> => refused(issue('engine-failed', {}, { reason }));
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Outcome<EngineFacts>>((resolve) => {
    timer = setTimeout(
      () => resolve(failed({ en: `its process did not answer within ${timeoutMs / 1000} s`, zh: `其进程在 ${timeoutMs / 1000} 秒内没有应答` })),
      timeoutMs,
    );
  });
  const greeting = client.hello().then(({ value, issues }) => (value ? client.call('engine', null) : refused(...issues)));
  const outcome = await Promise.race([
    late,
    // A process that ends says more than the connection that is lost with it.
    greeting.then(async (answer) => (answer.issues.some(({ code }) => code === 'connection-lost') ? failed(await ended) : answer)),
  ]);
  clearTimeout(timer);
  return outcome;
}

function describeEnd(code: number | null, signal: NodeJS.Signals | null, tail: string): Text {
  const how = signal
    ? { en: `its process was ended by ${signal}`, zh: `其进程被 ${signal} 终止` }
    : { en: `its process ended with code ${code ?? '?'}`, zh: `其进程以代码 ${code ?? '?'} 结束` };
  // What says why: a JavaScript error or a fatal line of the native library, not its notices.
  const words = tail
    .split('\n')
    .map((line) => line.trim())
    .find((line) => /^(\w*Error\b|F\d{4} |terminate called)|: F /.test(line));
  const said = words?.slice(0, 300);
  return said === undefined ? how : { en: `${how.en}: ${said}`, zh: `${how.zh}：${said}` };
}
