import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { issue, IssueError } from '../../../shared/check/issue.ts';
import type { Outcome } from '../../../shared/check/issue.ts';
import { granted } from '../../../shared/protocol/outcomes.ts';
import type { RunEvent } from '../../../shared/run/runEvent.ts';
import { initialRunState } from '../../../shared/run/runState.ts';
import { templates } from '../../../shared/templates/templates.ts';
import type { Engine, OpenRun, RunHandle } from '../../engine/engine.ts';
import { createEngineService } from './engineService.ts';
import { createOpenRuns } from './openRuns.ts';

const device = { name: 'cpu', description: 'none', version: '0', threads: 1 } as const;
const document = templates['vae-dense'].build();
const end: RunEvent = { event: 'end', reason: 'done', epoch: 1, step: 3, folder: null, device, seconds: 1 };

/** An engine that computes nothing: what is tested here is what stands around it. */
function createIdleEngine(over: Partial<Engine>): Engine {
  const none = async (): Promise<Outcome<never>> => ({ value: undefined, issues: [issue('run-missing', { file: 'x' })] });
  return { device, train: none, resume: none, openRun: none, exportChoices: none, export: none, validate: async () => [], dispose() {}, ...over };
}

function handleOf(events: AsyncIterable<RunEvent>, history = initialRunState): RunHandle {
  const nothing = (): void => {};
  return { run: 'run', history, events, pause: nothing, resume: nothing, step: nothing, stop: nothing, setLearningRate: nothing, setBeta: nothing };
}

const settled = (): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, 5);
  });
const codes = ({ issues }: Outcome<unknown>): string[] => issues.map(({ code }) => code);

describe('one run at a time', () => {
  test('a second one is refused, also while the first still gets ready; after its end the next begins', async () => {
    const gate = Promise.withResolvers<void>();
    async function* events(): AsyncGenerator<RunEvent> {
      await gate.promise;
      yield end;
    }
    const { service } = createEngineService(Promise.resolve(createIdleEngine({ train: async () => granted(handleOf(events())) })), { root: '.' });
    const [first, second] = await Promise.all([1, 2].map(() => service.answers.train({ document, folder: null })));
    expect(first).toEqual({ value: { run: 'run' }, issues: [] });
    expect(second).toEqual({ value: undefined, issues: [issue('run-busy', {}, { name: document.name })] });
    gate.resolve();
    await settled();
    expect(service.runs.state('run')?.status).toBe('done');
    expect((await service.answers.train({ document, folder: null })).value).toEqual({ run: 'run' });
  });

  test('a run that is refused or cannot begin gives its place up', async () => {
    let attempts = 0;
    const engine = createIdleEngine({
      train: () => {
        attempts += 1;
        return attempts === 1 ? Promise.reject(new Error('boom')) : Promise.resolve({ value: undefined, issues: [issue('run-memory')] });
      },
    });
    const { service } = createEngineService(Promise.resolve(engine), { root: '.' });
    await expect(service.answers.train({ document, folder: null })).rejects.toThrow('boom');
    expect(codes(await service.answers.train({ document, folder: null }))).toEqual(['run-memory']);
    expect(codes(await service.answers.train({ document, folder: null }))).toEqual(['run-memory']);
  });

  test.each([
    ['a bug', new Error('boom'), ['engine-failed']],
    ['a full disk', new IssueError([issue('run-broken', { file: 'events.jsonl' }, { reason: 'ENOSPC' })]), ['run-broken']],
  ])('a run that %s breaks off is lost where it stood, and says why', async (_, error, expected) => {
    async function* events(): AsyncGenerator<RunEvent> {
      yield { event: 'resumed', step: 7 };
      throw error;
    }
    const { service } = createEngineService(Promise.resolve(createIdleEngine({ train: async () => granted(handleOf(events())) })), { root: '.' });
    await service.answers.train({ document, folder: null });
    await settled();
    expect(service.runs.state('run')).toMatchObject({ status: 'lost', step: 7 });
    expect(service.runs.state('run')?.issues.map(({ code }) => code)).toEqual(expected);
  });

  test('a resumed run begins from what was known of it', async () => {
    const history = { ...initialRunState, status: 'lost' as const, seconds: 12, step: 40 };
    async function* events(): AsyncGenerator<RunEvent> {
      await new Promise(() => {});
      yield end;
    }
    const { service } = createEngineService(Promise.resolve(createIdleEngine({ resume: async () => granted(handleOf(events(), history)) })), { root: '.' });
    await service.answers.resume({ folder: 'x' });
    expect(service.runs.state('run')).toEqual({ ...history, status: 'waiting' });
    expect(codes(await service.answers.control({ run: 'run', action: 'pause' }))).toEqual([]);
    expect(codes(await service.answers.control({ run: 'other', action: 'pause' }))).toEqual(['protocol-run-unknown']);
  });
});

describe('runs opened for reading', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hourglass-open-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  function createLibrary(most: number) {
    const opened: string[] = [],
      disposed: string[] = [];
    const openRun = async (path: string): Promise<Outcome<OpenRun>> => {
      const never = (): never => {
        throw new Error('not asked for here');
      };
      opened.push(path);
      const run: OpenRun = {
        folder: path,
        document,
        state: initialRunState,
        device,
        latentShape: null,
        outputShape: null,
        conditionClasses: null,
        range: [0, 1],
        standardisation: null,
        evaluate: never,
        examples: never,
        reconstruct: never,
        inspect: never,
        encode: never,
        decode: never,
        sample: never,
        dispose: () => void disposed.push(path),
      };
      return path.endsWith('missing') ? { value: undefined, issues: [issue('run-missing', { file: path })] } : granted(run);
    };
    return { opened, disposed, runs: createOpenRuns(Promise.resolve(createIdleEngine({ openRun })), most) };
  }
  const look = async (run: OpenRun): Promise<Outcome<string>> => granted(run.folder);

  test('the latest used stay open, the one used longest ago is closed', async () => {
    const { runs, opened, disposed } = createLibrary(2);
    for (const name of ['a', 'b', 'a', 'c', 'a', 'b']) expect((await runs.use({ folder: join(folder, name) }, look)).value).toBe(join(folder, name));
    expect(opened.map((path) => path.slice(-1))).toEqual(['a', 'b', 'c', 'b']);
    await settled();
    expect(disposed.map((path) => path.slice(-1))).toEqual(['b', 'c']);
  });

  test('checkpoints are told apart, one folder written in two ways is not', async () => {
    const { runs, opened } = createLibrary(4);
    await runs.use({ folder, checkpoint: 1 }, look);
    await runs.use({ folder, checkpoint: 'last' }, look);
    await runs.use({ folder: join(folder, 'x', '..'), checkpoint: 'last' }, look);
    expect(opened).toHaveLength(2);
  });

  test('a run that is in use is not closed under its reader', async () => {
    const { runs, disposed } = createLibrary(1);
    const gate = Promise.withResolvers<void>();
    const reading = runs.use({ folder: join(folder, 'a') }, async (run) => {
      await gate.promise;
      return look(run);
    });
    await settled();
    await runs.use({ folder: join(folder, 'b') }, look);
    runs.dispose();
    await settled();
    expect(disposed.map((path) => path.slice(-1))).toEqual(['b']);
    gate.resolve();
    await reading;
    await settled();
    expect(disposed.map((path) => path.slice(-1))).toEqual(['b', 'a']);
  });

  test('two readers at once open a run once; one trained further since is opened anew', async () => {
    const { runs, opened, disposed } = createLibrary(2);
    await Promise.all([1, 2, 3].map(() => runs.use({ folder }, look)));
    expect(opened).toHaveLength(1);
    await writeFile(join(folder, 'events.jsonl'), '{}\n');
    await runs.use({ folder }, look);
    await runs.use({ folder }, look);
    expect(opened).toHaveLength(2);
    expect(disposed).toHaveLength(1);
  });

  test('a refused one is asked for again the next time, and a reader’s bug closes what it broke', async () => {
    const { runs, opened, disposed } = createLibrary(2);
    for (let time = 0; time < 2; time++) expect(codes(await runs.use({ folder: join(folder, 'missing') }, look))).toEqual(['run-missing']);
    expect(opened).toHaveLength(2);
    await expect(runs.use({ folder }, () => Promise.reject(new Error('boom')))).rejects.toThrow('boom');
    await settled();
    expect(disposed).toEqual([folder]);
  });
});
