import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import type { Outcome } from '../../../shared/check/issue.ts';
import type { GraphDoc } from '../../../shared/graph/document.ts';
import { createChannelPair } from '../../../shared/protocol/channel.ts';
import { createClient } from '../../../shared/protocol/client.ts';
import type { Client } from '../../../shared/protocol/client.ts';
import { granted, refused } from '../../../shared/protocol/outcomes.ts';
import { createRunBoard } from '../../../shared/protocol/runBoard.ts';
import type { RunBoard } from '../../../shared/protocol/runBoard.ts';
import { serve } from '../../../shared/protocol/server.ts';
import type { ServiceAnswers } from '../../../shared/protocol/server.ts';
import { issue } from '../../../shared/check/issue.ts';
import type { RunEvent } from '../../../shared/run/runEvent.ts';
import { applyEvent, initialRunState } from '../../../shared/run/runState.ts';
import type { RunState } from '../../../shared/run/runState.ts';
import { templates } from '../../../shared/templates/templates.ts';
import { createRunFolder } from '../../engine/files/runFolder.ts';
import { systemClock } from '../process/systemClock.ts';
import { createLibraryService } from './libraryService.ts';

const folders: string[] = [];
let base: string, root: string;
let runs: RunBoard;
/** What the engine was asked, after the library had its say. */
let asked: { readonly call: string; readonly params: unknown }[];

beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'hourglass-service-'));
  folders.push(base);
  root = join(base, 'library');
  await mkdir(join(root, 'runs/one'), { recursive: true });
  await mkdir(join(base, 'outside'), { recursive: true });
  runs = createRunBoard();
  asked = [];
});
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))));

/** An engine that notes what reaches it. */
function recorder(): ServiceAnswers {
  const note =
    <P, R>(call: string, answer: Outcome<R>) =>
    async (params: P): Promise<Outcome<R>> => {
      asked.push({ call, params });
      return answer;
    };
  const nothing = refused(issue('run-missing', { file: 'x' }));
  return {
    engine: note('engine', nothing),
    train: note('train', granted({ run: 'r' })),
    resume: note('resume', granted({ run: 'r' })),
    control: note('control', granted(null)),
    validate: note('validate', granted({ issues: [] })),
    openRun: note('openRun', nothing),
    evaluate: note('evaluate', nothing),
    examples: note('examples', nothing),
    reconstruct: note('reconstruct', nothing),
    inspect: note('inspect', nothing),
    encode: note('encode', nothing),
    decode: note('decode', nothing),
    sample: note('sample', nothing),
    datasets: note('datasets', granted([])),
    dataPreview: note('dataPreview', nothing),
    devices: note('devices', granted([])),
  };
}

async function connect(anyDataPath = true): Promise<Client> {
  const { service } = createLibraryService({ engine: { service: { runs, answers: recorder() }, status: 'running' }, library: root, anyDataPath });
  const [near, far] = createChannelPair(structuredClone);
  serve({ channel: far, service, clock: systemClock });
  const client = createClient({ channel: near });
  await client.hello();
  return client;
}

const document: GraphDoc = templates['vae-dense'].build();
const codes = ({ issues }: Outcome<unknown>): string[] => issues.map(({ code }) => code);
const reading = (path: string, labelPath?: string): GraphDoc => ({
  ...document,
  data: { ...document.data, kind: 'csv', path, ...(labelPath === undefined ? {} : { labelPath }) },
});

describe('runs', () => {
  test('are named by their folder, whole or within the library, and reach the engine by one name', async () => {
    const client = await connect();
    for (const folder of [join(root, 'runs/one'), 'runs/one', 'runs/../runs/one/']) await client.call('openRun', { folder });
    expect(asked.map(({ params }) => params)).toEqual(Array.from({ length: 3 }, () => ({ folder: join(root, 'runs/one') })));
  });

  test('elsewhere never reach the engine, nor by a link that leads there', async () => {
    const client = await connect();
    await symlink(join(base, 'outside'), join(root, 'runs/link'));
    await mkdir(join(root, 'data/set'), { recursive: true });
    await mkdir(join(root, 'runs/.deleted-1'));
    for (const folder of [
      join(base, 'outside'),
      '../outside',
      'runs/link',
      'runs/../../outside',
      'data/set',
      '.',
      'runs',
      '/',
      'runs/none',
      'runs/.deleted-1',
      'runs/one\0',
    ]) {
      for (const outcome of [
        await client.call('openRun', { folder }),
        await client.call('resume', { folder }),
        await client.call('sample', { folder, count: 1, seed: 1 }),
        await client.call('history.open', { folder }),
        await client.call('history.delete', { folder }),
        await client.call('train', { document, folder: null, startFrom: folder }),
        await client.call('projects.save', { name: `p${asked.length}${Math.abs(folder.length)}`, document, over: null, adopt: [folder] }),
      ])
        expect(codes(outcome)).toEqual(['run-outside-library']);
    }
    expect(asked).toEqual([]);
  });

  test('begin where the library says and nowhere else', async () => {
    const client = await connect();
    await client.call('projects.save', { name: 'Mine', document, over: null });
    await client.call('train', { document, folder: null, project: 'Mine' });
    await client.call('train', { document, folder: null, project: null });
    await client.call('train', { document, folder: null });
    expect(codes(await client.call('train', { document, folder: join(base, 'outside/new') }))).toEqual(['run-outside-library']);
    expect(codes(await client.call('train', { document, folder: null, project: '../x' }))).toEqual(['library-name']);
    expect(codes(await client.call('train', { document, folder: null, project: 'None' }))).toEqual(['project-missing']);
    const places = asked.map(({ params }) => (params as { folder: string | null }).folder);
    expect(places).toEqual([expect.stringContaining(join(root, 'projects/Mine/runs/')), expect.stringContaining(join(root, 'runs/')), null]);
    expect(asked.every(({ params }) => !Object.hasOwn(params as object, 'project'))).toBe(true);
  });
});

describe('data', () => {
  test('may lie anywhere for those who sit at the machine, and in the library alone for others', async () => {
    const outside = join(base, 'outside/a.csv'),
      inside = join(root, 'data/set/a.csv');
    await writeFile(outside, 'x');
    await mkdir(join(root, 'data/set'), { recursive: true });
    await writeFile(inside, 'x');
    await symlink(outside, join(root, 'data/set/link.csv'));
    expect(codes(await (await connect(true)).call('validate', { document: reading(outside) }))).toEqual([]);
    const client = await connect(false);
    for (const path of [
      outside,
      `${inside}/../../../../outside/a.csv`,
      join(root, 'data/set/link.csv'),
      join(root, 'data'),
      join(root, 'runs/one'),
      'a.csv',
      join(root, 'data/none.csv'),
    ]) {
      const stray = reading(path),
        { data } = stray;
      expect(codes(await client.call('validate', { document: stray }))).toEqual(['data-outside-library']);
      expect(codes(await client.call('train', { document: stray, folder: null }))).toEqual(['data-outside-library']);
      expect(codes(await client.call('dataPreview', { data, seed: 1, split: 'train', label: null, from: 0, count: 1 }))).toEqual(['data-outside-library']);
      expect(codes(await client.call('validate', { document: reading(inside, path) }))).toEqual(['data-outside-library']);
    }
    expect(codes(await client.call('validate', { document: reading(inside) }))).toEqual([]);
    expect(codes(await client.call('validate', { document }))).toEqual([]);
  });
});

describe('history', () => {
  const device = { name: 'cpu', description: 'JavaScript', threads: 1 };
  const loss = { loss: 2, reconstruction: 1, kl: 1, classification: null, penalty: null };

  /** A run on disk after its first epoch. */
  async function keep(folder: string): Promise<RunState> {
    const run = await createRunFolder(folder, { id: 'r', document });
    const events: readonly RunEvent[] = [
      {
        event: 'start',
        run: 'r',
        name: 'VAE',
        folder,
        at: '2026-11-20T12:00:00.000Z',
        device,
        versions: { app: '1', node: '24', tensorflow: '2' },
        seed: 1,
        epochs: 9,
        stepsPerEpoch: 2,
        batchSize: 8,
        examples: { train: 16, validation: 2, test: 2 },
        data: { name: 'mnist', hash: 'h' },
        cost: { parameters: 1, trainedParameters: 1, memoryBytes: 1, secondsPerEpoch: null },
        resumedAt: null,
      },
      {
        event: 'epoch',
        epoch: 1,
        step: 2,
        ...loss,
        validation: null,
        klPerDimension: null,
        gradientNorms: {},
        classes: null,
        learningRate: 0.001,
        beta: 1,
        examplesPerSecond: 9,
        seconds: 1,
      },
    ];
    await run.append(events);
    return events.reduce(applyEvent, initialRunState);
  }

  test('tells of a run without an end that it is lost, unless it is training', async () => {
    const client = await connect();
    const folder = join(root, 'runs/two');
    const state = await keep(folder);
    expect(state.status).toBe('training');
    expect((await client.call('history.list', { project: null })).value).toMatchObject([{ folder, status: 'lost', epochsDone: state.epochs.length }]);
    expect((await client.call('history.open', { folder })).value?.state.status).toBe('lost');
    runs.open('r', state);
    expect((await client.call('history.list', { project: null })).value).toMatchObject([{ folder, status: 'training' }]);
    expect(codes(await client.call('history.delete', { folder }))).toEqual(['run-training']);
    runs.publish('r', { event: 'lost', step: 1, issue: issue('run-lost', {}, { reason: 'killed' }) });
    expect((await client.call('history.delete', { folder })).value).toBeNull();
    expect((await client.call('history.list', { project: null })).value).toEqual([]);
  });

  test('of a project holds its own runs and those it adopted; a broken one is reported beside them', async () => {
    const client = await connect();
    await keep(join(root, 'runs/early'));
    await client.call('projects.save', { name: 'P', document, over: null, adopt: ['runs/early', 'runs/early'] });
    await keep(join(root, 'projects/P/runs/own'));
    await mkdir(join(root, 'projects/P/runs/broken'));
    await writeFile(join(root, 'projects/P/runs/broken/run.json'), '{');
    const { value, issues } = await client.call('history.list', { project: 'P' });
    expect(value?.map(({ folder }) => folder).toSorted()).toEqual([join(root, 'projects/P/runs/own'), join(root, 'runs/early')]);
    expect(issues.map(({ code }) => code)).toEqual(['run-unreadable']);
  });

  test('tells documents without a project apart, and leaves out what a project has adopted', async () => {
    const client = await connect();
    const [first, second] = ['00000000000000aa', '00000000000000bb'];
    for (const [name, draft] of [
      ['a1', first],
      ['a2', first],
      ['b1', second],
    ] as const) {
      await client.call('train', { document: { ...document, name }, folder: null, project: null, draft });
      const [folder = ''] = asked.slice(-1).map(({ params }) => (params as { folder: string }).folder);
      await keep(folder);
    }
    await keep(join(root, 'runs/of-nobody'));
    const names = async (draft?: string) => {
      const { value } = await client.call('history.list', { project: null, ...(draft === undefined ? {} : { draft }) });
      return value?.map(({ folder }) => basename(folder).split('-')[0]).toSorted();
    };
    expect(await names(first)).toEqual(['a1', 'a2']);
    expect(await names(second)).toEqual(['b1']);
    expect(await names()).toEqual(['a1', 'a2', 'b1', 'of']);
    // The engine is told nothing of documents.
    expect(asked.every(({ params }) => !Object.hasOwn(params as object, 'draft'))).toBe(true);
    const { value } = await client.call('history.list', { project: null, draft: first });
    await client.call('projects.save', { name: 'P', document, over: null, adopt: (value ?? []).map(({ folder }) => folder) });
    expect(await names(first)).toEqual([]);
    expect(await names()).toEqual(['b1', 'of']);
    expect((await client.call('history.list', { project: 'P' })).value).toHaveLength(2);
    expect(codes(await client.call('history.list', { project: null, draft: '../x' }))).toEqual(['protocol-payload']);
  });

  test('keeps a project whose run trains from being renamed or deleted', async () => {
    const client = await connect();
    await client.call('projects.save', { name: 'P', document, over: null });
    runs.open('r', await keep(join(root, 'projects/P/runs/own')));
    expect(codes(await client.call('projects.delete', { name: 'P' }))).toEqual(['project-busy']);
    expect(codes(await client.call('projects.rename', { name: 'P', to: 'Q' }))).toEqual(['project-busy']);
    runs.publish('r', { event: 'lost', step: 1, issue: issue('run-lost', {}, { reason: 'killed' }) });
    expect(codes(await client.call('projects.rename', { name: 'P', to: 'Q' }))).toEqual([]);
    expect((await client.call('history.list', { project: 'Q' })).value).toHaveLength(1);
  });
});

test('an engine by itself has no library', async () => {
  const [near, far] = createChannelPair(structuredClone);
  serve({ channel: far, service: { runs, answers: recorder() }, clock: systemClock });
  const client = createClient({ channel: near });
  await client.hello();
  expect(codes(await client.call('projects.list', null))).toEqual(['protocol-call-unknown']);
});
