import { setTimeout as delay } from 'node:timers/promises';
import { issue } from '../../../shared/check/issue.ts';
import type { IssueValue, Outcome } from '../../../shared/check/issue.ts';
import type { Text } from '../../../shared/messages/language.ts';
import { granted, refused } from '../../../shared/protocol/outcomes.ts';
import { createRunBoard, isOver } from '../../../shared/protocol/runBoard.ts';
import type { RunBoard } from '../../../shared/protocol/runBoard.ts';
import type { Answer, EngineService, ServiceCall } from '../../../shared/protocol/server.ts';
import type { EngineOptions } from '../../engine/engine.ts';
import { findCarriedNode } from './carriedNode.ts';
import { startEngineLink } from './engineLink.ts';
import type { EngineFacts, EngineLink } from './engineLink.ts';
import { startHeartbeat } from './heartbeat.ts';
import { systemClock } from './systemClock.ts';

/** starting: started anew after a crash, not yet greeted; failed: given up after several crashes in a row, or because its device is gone. */
export type EngineStatus = 'starting' | 'running' | 'not answering' | 'failed' | 'closed';

export interface EngineProcessOptions extends EngineOptions {
  /** The Node binary; default `findCarriedNode(root)`. */
  readonly node?: string;
  /** The child's entry; default `engineChild.ts`. A packaged host names its own. */
  readonly entry?: string;
  /** Most time from its start to its device being open; default 60 s. */
  readonly readyTimeoutMs?: number;
  /** Time between two signs of life that are asked for; default 1 s. */
  readonly pingEveryMs?: number;
  /** A sign of life that takes so long, and twice as long as those of late, makes the status `not answering`; default 3 s. */
  readonly silentAfterMs?: number;
}

/** The engine in a process of its own, as a host sees it. */
export interface EngineProcess {
  /** To hand to `serve` for each window or browser. Its runs outlive the process: one that was training when it crashed is `lost` and can be resumed. */
  readonly service: EngineService;
  readonly status: EngineStatus;
  /** Of the process that runs now. */
  readonly pid: number | undefined;
  onDidChangeStatus(listener: (status: EngineStatus) => void): () => void;
  /** Stops the run in progress with a checkpoint, then ends the process, by force after `graceMs` (default 5 s). */
  dispose(graceMs?: number): Promise<void>;
}

/** So many crashes within this time, and it is not started again. */
const mostCrashes = 4,
  crashWindowMs = 60_000;

/** Starts the engine's process, greets it and opens its device; refused with the engine's own issues or `engine-failed`, and then nothing is left running. */
export async function startEngineProcess(options: EngineProcessOptions): Promise<Outcome<EngineProcess>> {
  const { node = findCarriedNode(options.root), entry, readyTimeoutMs = 60_000, pingEveryMs = 1000, silentAfterMs = 3000, ...engine } = options;
  if (node === null)
    return refused(
      issue('engine-failed', {}, { reason: { en: 'there is no Node 24 to run it on; npm ci brings one', zh: '没有可运行它的 Node 24；npm ci 会安装' } }),
    );
  const start = (): EngineLink => startEngineLink({ engine, node, readyTimeoutMs, ...(entry === undefined ? {} : { entry }) });

  // 1. The first life decides whether there is an engine at all.
  let link = start();
  let ready: Promise<Outcome<EngineFacts>> = link.ready;
  const first = await ready;
  if (!first.value) {
    await link.stop(0);
    return refused(...first.issues);
  }

  // 2. What is known of its runs stays here, whatever becomes of the process.
  const runs = createRunBoard();
  const crashesMs: number[] = [];
  const listeners = new Set<(status: EngineStatus) => void>();
  let status: EngineStatus = 'running';
  const setStatus = (next: EngineStatus): void => {
    if (next === status || status === 'closed') return;
    status = next;
    for (const listener of listeners) listener(next);
  };

  // 3. Each life is asked for signs of life; when it ends, its runs are lost and the next one begins.
  const superviseFrom = async (own: EngineLink): Promise<void> => {
    const { value, issues } = await own.ready;
    if (!value) {
      await own.stop(0);
      // A device that is gone will not come back; a process that broke off or hung may.
      const failure = issues.find(({ code }) => code === 'engine-failed');
      return failure && status !== 'closed' ? startAgain(failure.values.reason ?? '') : giveUp(issues);
    }
    setStatus('running');
    const endHeartbeat = startHeartbeat({
      clock: systemClock,
      everyMs: pingEveryMs,
      silentAfterMs,
      ping: async () => (await own.client.call('ping', null)).issues.length === 0,
      onDidChange: (isAnswering) => setStatus(isAnswering ? 'running' : 'not answering'),
    });
    const reason = await own.ended;
    endHeartbeat();
    loseRuns(runs, reason);
    if (status !== 'closed') startAgain(reason);
  };
  const startAgain = (reason: IssueValue): void => {
    const now = performance.now();
    crashesMs.push(now);
    if (crashesMs.filter((atMs) => now - atMs < crashWindowMs).length >= mostCrashes) return giveUp([issue('engine-failed', {}, { reason })]);
    setStatus('starting');
    link = start();
    ready = link.ready;
    void superviseFrom(link);
  };
  const giveUp = (issues: Outcome<never>['issues']): void => {
    ready = Promise.resolve(refused(...issues));
    setStatus('failed');
  };
  void superviseFrom(link);

  // 4. Calls go to the life of the moment, or wait for the next.
  const forward =
    <C extends ServiceCall>(call: C): Answer<C> =>
    async (params) => {
      const { value, issues } = await ready;
      return value ? link.client.call(call, params) : refused(...issues);
    };
  return granted({
    service: serviceOver(runs, forward, (run) => follow(link, run, runs)),
    get status() {
      return status;
    },
    get pid() {
      return link.pid;
    },
    onDidChangeStatus(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    async dispose(graceMs = 5000) {
      await Promise.race([stopRuns(runs, forward('control')), delay(graceMs, undefined, { ref: false })]);
      setStatus('closed');
      await link.stop(graceMs);
    },
  });
}

/** A service that hands every call on; a run that begins is followed before its name is told. */
function serviceOver(
  runs: RunBoard,
  forward: <C extends ServiceCall>(call: C) => Answer<C>,
  followRun: (run: string) => Promise<Outcome<null>>,
): EngineService {
  const following =
    <C extends 'train' | 'resume'>(call: C): Answer<C> =>
    async (params) => {
      const begun = await forward<C>(call)(params);
      if (!begun.value) return begun;
      const followed = await followRun(begun.value.run);
      return followed.value === undefined ? refused(...followed.issues) : begun;
    };
  return {
    runs,
    answers: {
      train: following('train'),
      resume: following('resume'),
      engine: forward('engine'),
      control: forward('control'),
      validate: forward('validate'),
      openRun: forward('openRun'),
      evaluate: forward('evaluate'),
      examples: forward('examples'),
      reconstruct: forward('reconstruct'),
      inspect: forward('inspect'),
      encode: forward('encode'),
      decode: forward('decode'),
      sample: forward('sample'),
      datasets: forward('datasets'),
      dataPreview: forward('dataPreview'),
      devices: forward('devices'),
    },
  };
}

/** Puts a run of the process on the board, and keeps it up to date until the run is over. */
async function follow({ client }: EngineLink, run: string, runs: RunBoard): Promise<Outcome<null>> {
  let endWatch: (() => void) | null = null;
  const { value, issues } = await client.watch(run, ({ event, state }) => {
    if (event) runs.publish(run, event);
    else runs.open(run, state);
    if (isOver(state.status)) endWatch?.();
  });
  if (!value) return refused(...issues);
  endWatch = value;
  if (isOver(runs.state(run)?.status ?? 'lost')) endWatch();
  return granted(null);
}

/** The process is gone, and with it what it did after the last checkpoint of each run in progress. */
function loseRuns(runs: RunBoard, reason: Text): void {
  for (const { run, state } of runs.list()) {
    if (!isOver(state.status)) runs.publish(run, { event: 'lost', step: state.step, issue: issue('run-lost', {}, { reason }) });
  }
}

/** Asks every run in progress to stop, and waits until it has. */
async function stopRuns(runs: RunBoard, control: Answer<'control'>): Promise<void> {
  await Promise.all(
    runs
      .list()
      .filter(({ state }) => !isOver(state.status))
      .map(async ({ run }) => {
        const over = Promise.withResolvers<void>();
        const endWatch = runs.watch(run, () => {
          if (isOver(runs.state(run)?.status ?? 'lost')) over.resolve();
        });
        await control({ run, action: 'stop' });
        await over.promise;
        endWatch?.();
      }),
  );
}
