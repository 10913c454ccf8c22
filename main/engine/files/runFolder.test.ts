import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { IssueError, issue } from '../../../shared/check/issue.ts';
import { randomBits } from '../../../shared/random/philox.ts';
import type { RunEvent } from '../../../shared/run/runEvent.ts';
import { templates } from '../../../shared/templates/templates.ts';
import type { Checkpoint } from './checkpoint.ts';
import { createRunFolder, findCheckpoint, openRunFolder } from './runFolder.ts';
import { encodeRunLog, parseRunLog } from './runLog.ts';

const base = mkdtempSync(join(tmpdir(), 'hourglass-folder-'));
afterAll(() => rmSync(base, { recursive: true, force: true }));

const document = templates['vae-dense'].build();
const none = { reconstruction: null, kl: null, classification: null, penalty: null };
const device = { name: 'cpu', description: 'plain', threads: 1 };
const start: RunEvent = {
  event: 'start',
  run: 'r',
  name: 'n',
  folder: null,
  at: 'now',
  device,
  versions: { app: '1', node: '2', tensorflow: '3' },
  seed: 1,
  epochs: 9,
  stepsPerEpoch: 10,
  batchSize: 4,
  examples: { train: 40, validation: 5, test: 5 },
  data: { name: 'd', hash: 'h' },
  cost: { parameters: 1, trainedParameters: 1, memoryBytes: 1, secondsPerEpoch: null },
  resumedAt: null,
};
const epochOf = (epoch: number, loss: number): RunEvent => ({
  event: 'epoch',
  epoch,
  step: epoch * 10,
  loss,
  ...none,
  validation: { loss, ...none, classes: null },
  klPerDimension: [0.5, NaN],
  gradientNorms: { dense: Infinity },
  classes: null,
  learningRate: 0.1,
  beta: null,
  examplesPerSecond: 1,
  seconds: 1,
});
const checkpointOf = (epoch: number, step = epoch * 10, batch = 0): Checkpoint => ({
  epoch,
  step,
  model: { w: { shape: [2], values: Float32Array.of(epoch, step) } },
  sums: {},
  progress: { batch },
});
const epochFile = (epoch: number): string => `epoch-${String(epoch).padStart(6, '0')}.safetensors`;
let made = 0;
async function newFolder(): Promise<{ path: string; folder: Awaited<ReturnType<typeof createRunFolder>>; files: () => string[] }> {
  const path = join(base, `run-${++made}`);
  return { path, folder: await createRunFolder(path, { id: 'r', document }), files: () => readdirSync(join(path, 'checkpoints')) };
}
async function codesOf(work: () => Promise<unknown>): Promise<string[]> {
  try {
    await work();
    return [];
  } catch (error) {
    if (!(error instanceof IssueError)) throw error;
    return error.issues.map(({ code }) => code);
  }
}

describe('a run’s folder', () => {
  it('gives back document, name and state', async () => {
    const { path, folder } = await newFolder();
    await folder.append([start, epochOf(1, 2)]);
    await folder.append([{ event: 'issue', step: 10, issue: issue('run-diverged', { node: 'x' }, { step: 3 }) }]);
    const opened = await openRunFolder(path);
    expect(opened.folder).toMatchObject({ id: 'r', path, document });
    expect(opened.issues).toEqual([]);
    expect(opened.state).toMatchObject({ status: 'training', step: 10 });
    // What JSON has no word for comes back too.
    expect(opened.state.epochs[0]).toMatchObject({ klPerDimension: [0.5, NaN], gradientNorms: { dense: Infinity } });
    expect(opened.events).toEqual([start, epochOf(1, 2), { event: 'issue', step: 10, issue: issue('run-diverged', { node: 'x' }, { step: 3 }) }]);
  });

  it('is never made over another', async () => {
    const { path } = await newFolder();
    expect(await codesOf(() => createRunFolder(path, { id: 'other', document }))).toEqual(['run-folder-taken']);
    rmSync(join(path, 'run.json'));
    appendFileSync(join(path, 'events.jsonl'), '');
    expect(await codesOf(() => createRunFolder(path, { id: 'other', document }))).toEqual(['run-folder-taken']);
  });
});

describe('the retention rule', () => {
  it('keeps the newest, the best and the last; what is on disk is told', async () => {
    const { path, folder, files } = await newFolder();
    await folder.append([start]);
    for (let epoch = 0; epoch <= 7; epoch++) {
      const told = await folder.saveCheckpoint(checkpointOf(epoch), { newest: 2, bestEpoch: epoch === 0 ? null : Math.min(epoch, 3) });
      if (epoch === 0) expect(files()).toEqual([epochFile(0)]);
      expect(told).toMatchObject({
        epoch,
        step: epoch * 10,
        file: `checkpoints/${epochFile(epoch)}`,
        bytes: statSync(join(path, 'checkpoints', epochFile(epoch))).size,
      });
      const bytes = [join(path, 'run.json'), join(path, 'events.jsonl'), ...files().map((name) => join(path, 'checkpoints', name))].reduce(
        (sum, name) => sum + statSync(name).size,
        0,
      );
      expect(told.runBytes).toBe(bytes);
    }
    expect(files()).toEqual([3, 6, 7].map(epochFile));
  });

  it('a checkpoint inside an epoch goes with the next one', async () => {
    const { folder, files } = await newFolder();
    const keep = { newest: 1, bestEpoch: null };
    await folder.saveCheckpoint(checkpointOf(1), keep);
    await folder.saveCheckpoint(checkpointOf(1, 14, 4), keep);
    expect(files()).toEqual([epochFile(1), 'step-000000014.safetensors']);
    await folder.saveCheckpoint(checkpointOf(1, 17, 7), keep);
    expect(files()).toEqual([epochFile(1), 'step-000000017.safetensors']);
    await folder.saveCheckpoint(checkpointOf(2), keep);
    expect(files()).toEqual([epochFile(2)]);
  });

  it('a half-written file of a killed process is no checkpoint, counts nothing, and goes with the next', async () => {
    const { path, folder, files } = await newFolder();
    const keep = { newest: 5, bestEpoch: null };
    await folder.append([start]);
    const whole = await folder.saveCheckpoint(checkpointOf(1), keep);
    writeFileSync(join(path, 'checkpoints', `${epochFile(2)}.99-deadbeef.tmp`), 'half');
    const { state } = await openRunFolder(path);
    expect(await findCheckpoint(path, state, 'last')).toBe(join(path, 'checkpoints', epochFile(1)));
    const again = await folder.saveCheckpoint(checkpointOf(1), keep);
    expect(again.runBytes).toBe(whole.runBytes);
    expect(files()).toEqual([epochFile(1)]);
  });
});

describe('finding a checkpoint', () => {
  it('last is the one after most steps, whichever kind', async () => {
    const { path, folder } = await newFolder();
    const keep = { newest: 9, bestEpoch: null };
    await folder.append([start]);
    const found = async (wanted: number | 'best' | 'last') => (await findCheckpoint(path, (await openRunFolder(path)).state, wanted)).split('/').at(-1);
    for (const epoch of [1, 2]) {
      await folder.append([epochOf(epoch, epoch)]);
      await folder.saveCheckpoint(checkpointOf(epoch), keep);
    }
    expect([await found('last'), await found('best'), await found(2)]).toEqual([epochFile(2), epochFile(1), epochFile(2)]);
    await folder.saveCheckpoint(checkpointOf(2, 25, 5), keep);
    expect(await found('last')).toBe('step-000000025.safetensors');
    // Killed between the epoch's checkpoint and the end of the older one.
    writeFileSync(join(path, 'checkpoints', epochFile(3)), '');
    expect(await found('last')).toBe(epochFile(3));
    expect(await codesOf(() => found(8))).toEqual(['checkpoint-missing']);
    rmSync(join(path, 'checkpoints'), { recursive: true });
    expect(await codesOf(() => found('last'))).toEqual(['checkpoint-missing']);
  });
});

describe('the log', () => {
  it.each([
    ['in the middle of a line', 12],
    ['right before the end of its last line', 1],
  ])('cut %s is read up to there, mended by the next event, and untouched until then', async (_, cut) => {
    const { path, folder } = await newFolder();
    const log = join(path, 'events.jsonl');
    await folder.append([start, epochOf(1, 2), { event: 'paused', step: 10 }]);
    truncateSync(log, statSync(log).size - cut);
    const text = readFileSync(log, 'utf8');
    const opened = await openRunFolder(path);
    expect(opened.issues.map(({ code }) => code)).toEqual(cut === 1 ? [] : ['run-log-cut']);
    expect(readFileSync(log, 'utf8')).toBe(text);
    await opened.folder.append([{ event: 'resumed', step: 10 }]);
    await opened.folder.append([{ event: 'paused', step: 11 }]);
    const after = await openRunFolder(path);
    expect(after.issues).toEqual([]);
    expect(after.events.map(({ event }) => event)).toEqual(['start', 'epoch', ...(cut === 1 ? ['paused'] : []), 'resumed', 'paused']);
  });

  it('damaged elsewhere is refused with its line', async () => {
    const { path, folder } = await newFolder();
    await folder.append([start, epochOf(1, 2)]);
    const log = join(path, 'events.jsonl'),
      text = readFileSync(log, 'utf8');
    for (const line of ['{"event":"epoch"}', '{"event":"dance","step":1}', 'null', '{"event":"paused","step":"7"}', '\u0000\u0000']) {
      writeFileSync(log, `${line}\n${text}`);
      expect(await codesOf(() => openRunFolder(path))).toEqual(['run-broken']);
      expect(readFileSync(log, 'utf8')).toBe(`${line}\n${text}`);
    }
  });

  it('torn in 300 seeded ways is read or refused, never thrown at', () => {
    const whole = Buffer.from(encodeRunLog([start, epochOf(1, 3), epochOf(2, 2), { event: 'control', step: 4, beta: 2 }]));
    for (let round = 0; round < 300; round++) {
      const [at = 0, bit = 0, cut = 0] = randomBits([9, round], 3);
      const torn = Buffer.from(whole.subarray(0, round % 3 === 0 ? cut % whole.length : whole.length));
      if (torn.length > 0) torn[at % torn.length] = (torn[at % torn.length] ?? 0) ^ (1 << (bit % 8));
      try {
        expect(parseRunLog(torn.toString('utf8'), 'log').events.length).toBeLessThanOrEqual(4);
      } catch (error) {
        expect(error).toBeInstanceOf(IssueError);
      }
    }
  });
});

describe('run.json', () => {
  it('broken in any way is refused and left as it is; one from the future by its version', async () => {
    const { path } = await newFolder();
    const file = join(path, 'run.json'),
      text = readFileSync(file, 'utf8');
    const tears: [string, string][] = [
      ['', 'run-broken'],
      ['{', 'run-broken'],
      ['[]', 'run-broken'],
      [text.slice(0, -40), 'run-broken'],
      [text.replace('hourglass-run', 'other'), 'run-broken'],
      [text.replace('"id": "r"', '"id": 7'), 'run-broken'],
      [text.replace('"kind": "dense"', '"kind": 3'), 'run-broken'],
      [text.replace('"version": 1', '"version": 2'), 'run-newer'],
    ];
    for (const [torn, code] of tears) {
      writeFileSync(file, torn);
      expect([torn.length, await codesOf(() => openRunFolder(path))]).toEqual([torn.length, [code]]);
      expect(readFileSync(file, 'utf8')).toBe(torn);
    }
    expect(await codesOf(() => openRunFolder(join(base, 'nowhere')))).toEqual(['run-missing']);
  });
});
