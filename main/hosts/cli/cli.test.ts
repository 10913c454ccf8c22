import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from '../../../shared/z.ts';
import { serialiseDocument } from '../../../shared/graph/serialiseDocument.ts';
import { issueTexts } from '../../../shared/messages/issueTexts.ts';
import { templateIds, templates } from '../../../shared/templates/templates.ts';
import { readCodes } from '../../engine/engine.ts';
import { cliCommands } from './cliCommands.ts';
import { runCli } from './runCli.ts';

// The real command line in processes of its own, as a user's shell would run it.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const folder = mkdtempSync(join(tmpdir(), 'hourglass-cli-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const at = (...parts: string[]): string => join(folder, ...parts);

const recordSchema = z.looseObject({ event: z.string() });
type Record = z.infer<typeof recordSchema>;
interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface Running {
  readonly ended: Promise<Ended>;
  readonly kill: (signal: NodeJS.Signals) => void;
  readonly onLine: (see: (line: string) => void) => void;
}

function launch(args: readonly string[], entry = 'cli.ts'): Running {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', join(import.meta.dirname, entry), ...args], {
    cwd: folder,
    env: { ...process.env, LANG: 'C', LC_ALL: '', XDG_DATA_HOME: at('home'), TF_CPP_MIN_LOG_LEVEL: '2' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '',
    stderr = '',
    seen = 0;
  let see: (line: string) => void = () => {};
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    for (let end = stdout.indexOf('\n', seen); end >= 0; end = stdout.indexOf('\n', seen)) {
      see(stdout.slice(seen, end));
      seen = end + 1;
    }
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => void (stderr += text));
  const ended = new Promise<Ended>((resolve) => void child.once('close', (code, signal) => resolve({ code, signal, stdout, stderr })));
  return { ended, kill: (signal) => void child.kill(signal), onLine: (watch) => void (see = watch) };
}

const hourglass = (...args: string[]): Promise<Ended> => launch(args).ended;

/** Runs with --json; every line of stdout must be a JSON object with an event, and nothing else may be there. */
async function json(...args: string[]): Promise<{ readonly code: number | null; readonly records: readonly Record[]; readonly stderr: string }> {
  const { code, stdout, stderr } = await hourglass(...args, '--json');
  return { code, stderr, records: recordsOf(stdout) };
}
/** The same line without a process of its own, where many are tried that a process each would only make slow. */
async function inside(...args: string[]): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }> {
  let stdout = '',
    stderr = '';
  const world = {
    stdout: { write: (text: string) => void (stdout += text) },
    stderr: { write: (text: string) => void (stderr += text) },
    bar: null,
    environment: {},
    root: join(import.meta.dirname, '../../..'),
    cwd: folder,
  };
  const code = await runCli(args, world);
  return { code, stdout, stderr };
}
async function insideJson(...args: string[]): Promise<{ readonly code: number; readonly records: readonly Record[] }> {
  const { code, stdout } = await inside(...args, '--json');
  return { code, records: recordsOf(stdout) };
}
const recordsOf = (stdout: string): readonly Record[] =>
  stdout
    .split('\n')
    .filter((line, index, all) => line !== '' || index < all.length - 1)
    .map((line) => recordSchema.parse(JSON.parse(line)));
const codesOf = (records: readonly Record[]): unknown[] => records.filter(({ event }) => event === 'issue').map(({ code }) => code);

/** Width and height of a PNG (its IHDR chunk). */
function pngHeader(file: string): { readonly width: number; readonly height: number } {
  const bytes = readFileSync(file);
  expect([...bytes.subarray(0, 8)]).toEqual([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
}
const sheet = (columns: number, rows: number) => ({ width: columns * 58 + 2, height: rows * 58 + 2 });

describe('asking', () => {
  it('every command explains itself, with examples, in both languages', async () => {
    const names = cliCommands.map(({ name }) => name);
    expect(names.join(' ')).toBe('train resume evaluate encode decode sample export templates validate datasets doctor bench serve');
    const shown = await Promise.all(names.map((name) => hourglass(name, '--help')));
    for (const [index, { code, stdout, stderr }] of shown.entries()) {
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(stdout).toContain(`Usage: hourglass ${names[index]}`);
      expect(stdout).toMatch(/Examples:\n {2}hourglass /);
      expect(stdout).toContain('--json');
    }
    const { stdout } = await hourglass('train', '--help', '--language', 'zh');
    expect(stdout).toMatch(/用法：.*\n[^]*示例：/);
  });

  it('times both ways of a step', async () => {
    const { code, records } = await json('bench', '--model', '3-vae', '--rounds', '1');
    expect(code).toBe(0);
    expect(records.map(({ event }) => event)).toEqual(['machine', 'steps']);
    expect(records[1]).toMatchObject({ model: '3-vae', rows: [{ way: 'eager' }, { way: 'compiled' }] });
    expect(records[1]?.compiledToEager).toBeGreaterThan(0);
  });

  it('ends with 2 for what cannot be understood, and says what was meant', async () => {
    const ends = await Promise.all([
      hourglass('trian', 'vae-dense'),
      hourglass(),
      inside('train'),
      inside('train', 'vae-dense', '--epochs', '0'),
      inside('train', 'vae-dense', '--epochs', '1.5'),
      inside('train', 'vae-dense', '--device', 'abacus'),
      inside('train', 'vae-dense', '--nonsense'),
      inside('decode', 'x'),
      inside('train', 'vae-dense', 'vae-conv'),
    ]);
    expect(ends.map(({ code }) => code)).toEqual(ends.map(() => 2));
    expect(ends.map(({ stdout }) => stdout)).toEqual(ends.map(() => ''));
    expect(ends[0]?.stderr).toContain('train');
    expect(ends[5]?.stderr).toContain('wasm');
    const { code, records } = await json('train', 'vae-dense', '--lr', 'fast');
    expect(code).toBe(2);
    expect(codesOf(records)).toEqual(['usage']);
  });

  it('lists templates and data sets', async () => {
    const [listed, sets] = await Promise.all([json('templates'), json('datasets')]);
    expect(listed.code).toBe(0);
    expect(listed.records.map(({ id }) => id)).toEqual(templateIds);
    expect(sets.code).toBe(0);
    const mnist = sets.records.find(({ kind }) => kind === 'mnist');
    expect(mnist).toMatchObject({ event: 'dataset', available: true, shape: [28, 28, 1], classes: 10, command: null });
  });

  it('the doctor reports every device, with a reason or a description', async () => {
    const { code, records } = await json('doctor');
    expect(code).toBe(0);
    const devices = records.filter(({ event }) => event === 'device');
    expect(devices.map(({ id }) => id)).toEqual(['tensorflow-cpu', 'tensorflow-cuda', 'webgpu', 'wasm', 'cpu']);
    for (const { available, description, reason } of devices) expect(available === true ? description : reason).toMatch(/\w/);
    expect(records.find(({ event }) => event === 'system')).toMatchObject({ node: process.versions.node });
  });
});

describe('validating', () => {
  it.each(templateIds)('%s names exactly its own codes', async (id) => {
    const { code, records } = await insideJson('validate', id);
    expect(new Set(codesOf(records))).toEqual(new Set(templates[id].codes));
    const faulty = templates[id].codes.some((one) => issueTexts[one].severity === 'error');
    expect(code).toBe(faulty ? 1 : 0);
    expect(records.at(-1)).toMatchObject({ event: 'validation', ok: !faulty });
    expect(records.at(-1)?.['parameters']).toBeGreaterThan(1000);
  });

  it('a file is as good as a template; a broken one is refused with place, code and way out', async () => {
    writeFileSync(at('mine.hourglass.json'), serialiseDocument(templates['ae-dense'].build()));
    writeFileSync(at('broken.hourglass.json'), '{ "format": "hourglass",\n  "version": }');
    writeFileSync(at('newer.hourglass.json'), JSON.stringify({ format: 'hourglass', version: 99 }));
    const [mine, broken, newer, none] = await Promise.all([
      json('validate', 'mine.hourglass.json'),
      json('validate', 'broken.hourglass.json'),
      insideJson('validate', 'newer.hourglass.json'),
      insideJson('validate', 'vae-desne'),
    ]);
    expect(mine).toMatchObject({ code: 0, stderr: '' });
    expect(codesOf(broken.records)).toEqual(['document-not-json']);
    expect(broken.records[0]).toMatchObject({
      severity: 'error',
      at: { file: 'broken.hourglass.json' },
      message: expect.stringContaining('line 2'),
      hint: expect.stringMatching(/\w/),
    });
    expect(codesOf(newer.records)).toEqual(['document-newer']);
    expect(codesOf(none.records)).toEqual(['model-unknown']);
    expect(none.records[0]?.['hint']).toContain('vae-dense');
    expect([broken.code, newer.code, none.code]).toEqual([1, 1, 1]);
  });
});

describe('a run', () => {
  const run = at('run');
  beforeAll(async () => {
    const { code, records } = await json(
      'train',
      'vae-dense',
      '--data',
      'mnist',
      '--limit',
      '500',
      '--epochs',
      '2',
      '--batch',
      '50',
      '--lr',
      '0.002',
      '--beta',
      '2',
      '--seed',
      '7',
      '--out',
      run,
    );
    expect(code).toBe(0);
    expect(records.map(({ event }) => event)).toEqual(['start', 'epoch', 'checkpoint', 'epoch', 'checkpoint', 'end']);
    expect(records[0]).toMatchObject({ seed: 7, epochs: 2, batchSize: 50, stepsPerEpoch: 8, folder: run, examples: { train: 400, validation: 50, test: 50 } });
    const epochs = records.filter(({ event }) => event === 'epoch');
    for (const [index, figures] of epochs.entries()) {
      expect(figures).toMatchObject({ epoch: index + 1, learningRate: expect.closeTo(0.002, 6), beta: 2 });
      for (const key of ['loss', 'reconstruction', 'kl', 'valLoss', 'examplesPerSecond']) expect(figures[key]).toBeGreaterThan(0);
    }
    expect(Number(epochs[1]?.['loss'])).toBeLessThan(Number(epochs[0]?.['loss']));
    expect(records.at(-1)).toMatchObject({ event: 'end', reason: 'done', folder: run, device: { name: expect.stringMatching(/\w/) } });
  });

  it('goes on for more epochs', async () => {
    const { code, records } = await json('resume', run, '--epochs', '3');
    expect(code).toBe(0);
    expect(records[0]).toMatchObject({ event: 'start', resumedAt: 16 });
    expect(records.filter(({ event }) => event === 'epoch').map(({ epoch }) => epoch)).toEqual([3]);
    expect(records.at(-1)).toMatchObject({ event: 'end', reason: 'done' });
  });

  it('is measured', async () => {
    const [test, spoken] = await Promise.all([json('evaluate', run, '--split', 'test'), inside('evaluate', run)]);
    expect(test.records).toHaveLength(1);
    expect(test.records[0]).toMatchObject({ event: 'evaluation', split: 'test', examples: 50, loss: expect.any(Number), kl: expect.any(Number) });
    expect(spoken.code).toBe(0);
    expect(spoken.stdout).toMatch(/50 examples of the validation split\n {2}loss {2}\d/);
  });

  it('encodes each example of a split, to CSV and to NPY alike', async () => {
    const [csv, npy] = await Promise.all([json('encode', run, '--out', 'codes.csv'), insideJson('encode', run, '--out', 'codes.npy')]);
    expect([csv.code, npy.code]).toEqual([0, 0]);
    const lines = readFileSync(at('codes.csv'), 'utf8').trimEnd().split('\n');
    expect(lines).toHaveLength(51);
    expect(lines[0]).toBe('mean_0,mean_1,std_0,std_1,label,class');
    const [fromCsv, fromNpy] = [await readCodes(at('codes.csv')), await readCodes(at('codes.npy'))];
    expect(fromCsv.shape).toEqual([50, 2]);
    expect(fromNpy).toEqual(fromCsv);
    expect(npy.records[0]).toMatchObject({ examples: 50, latent: 2, files: [at('codes.npy'), at('codes.std.npy'), at('codes.label.npy')] });
  });

  it('is exported, verified, with its report; not over what is there', async () => {
    const [first, spoken] = await Promise.all([
      json('export', run, '--part', 'decoder', '--out', 'taken/decoder.keras', '--licence', 'CC BY 4.0'),
      inside('export', run, '--part', 'encoder', '--sample', 'noise', '--out', 'taken/encoder', '--language', 'zh'),
    ]);
    expect([first.code, spoken.code]).toEqual([0, 0]);
    expect(first.records).toHaveLength(1);
    expect(first.records[0]).toMatchObject({
      event: 'exported',
      part: 'decoder',
      format: 'keras',
      sample: 'mean',
      path: at('taken/decoder.keras'),
      licenceFile: at('taken/decoder.LICENCE.txt'),
    });
    expect(first.records[0]).toMatchObject({ verification: { by: 'file', largestDifference: expect.toSatisfy((most: number) => most <= 1e-5) } });
    expect(readdirSync(at('taken')).toSorted()).toEqual([
      'decoder.LICENCE.txt',
      'decoder.README.md',
      'decoder.keras',
      'decoder.report.json',
      'encoder.README.md',
      'encoder.keras',
      'encoder.report.json',
    ]);
    expect(spoken.stdout).toMatch(/最大绝对差 \d/);
    const again = await insideJson('export', run, '--part', 'decoder', '--out', 'taken/decoder.keras');
    expect([again.code, codesOf(again.records)]).toEqual([1, ['export-exists']]);
    const absent = await insideJson('export', run, '--part', 'classifier', '--out', 'none');
    expect([absent.code, codesOf(absent.records)]).toEqual([1, ['export-part-absent']]);
    expect((await inside('export', run, '--format', 'floppy')).code).toBe(2);
    expect((await inside('export', run, '--checkpoint', 'first')).code).toBe(2);
  });

  it('decodes codes to a sheet, to files and to NPY', async () => {
    writeFileSync(at('three.csv'), '0,0\n1,0\n0,-1\n');
    const ends = await Promise.all([
      json('decode', run, '--z', '-0.1,1'),
      insideJson('decode', run, '--codes', 'three.csv', '--out', 'three.png'),
      insideJson('decode', run, '--codes', 'three.csv', '--out', 'three'),
      insideJson('decode', run, '--z', '0,0;1,1', '--out', 'two.npy'),
    ]);
    expect(ends.map(({ code }) => code)).toEqual([0, 0, 0, 0]);
    expect(pngHeader(join(run, 'decoded.png'))).toEqual(sheet(1, 1));
    expect(pngHeader(at('three.png'))).toEqual(sheet(2, 2));
    expect(readdirSync(at('three')).toSorted()).toEqual(['0000.png', '0001.png', '0002.png']);
    expect((await readCodes(at('two.npy'))).shape).toEqual([2, 784]);
  });

  it('samples from the prior, the same for the same seed', async () => {
    const ends = await Promise.all(
      ['3', '3', '4'].map((seed, index) => (index === 0 ? json : insideJson)('sample', run, '--count', '12', '--seed', seed, '--out', `sample${index}.png`)),
    );
    expect(ends.map(({ code }) => code)).toEqual([0, 0, 0]);
    expect(pngHeader(at('sample0.png'))).toEqual(sheet(4, 3));
    const [first, second, other] = [0, 1, 2].map((index) => readFileSync(at(`sample${index}.png`)));
    expect(second?.equals(first ?? Buffer.of())).toBe(true);
    expect(other?.equals(first ?? Buffer.of())).toBe(false);
  });

  it('ends with 1 where the input is at fault, and names the fault', async () => {
    writeFileSync(at('words.csv'), '0,zero\n1,x\n');
    const lines = [
      ['evaluate', 'no-such-run'],
      ['decode', run, '--z', '1,2,3'],
      ['decode', run, '--codes', 'words.csv'],
      ['sample', run, '--out', 'new.gif'],
      ['train', 'vae-dense', '--out', run],
      ['train', 'ae-dense', '--beta', '2'],
      ['train', 'vae-dense', '--data', 'minst'],
      ['train', '4-vae-published', '--out', at('never')],
    ];
    const ends = [];
    for (const line of lines) ends.push(await insideJson(...line));
    expect(ends.map(({ code }) => code)).toEqual(ends.map(() => 1));
    expect(ends.slice(0, 7).map(({ records }) => codesOf(records))).toEqual([
      ['run-missing'],
      ['run-codes-shape'],
      ['codes-not-numbers'],
      ['output-unknown'],
      ['run-folder-taken'],
      ['beta-without-kl'],
      ['data-unknown'],
    ]);
    expect(codesOf(ends[7]?.records ?? [])).toContain('kl-sign-flipped');
    expect(existsSync(at('never'))).toBe(false);
  });
});

describe('a signal', () => {
  it('stops a run with a checkpoint, from which it goes on', async () => {
    const training = launch(['train', 'vae-dense', '--limit', '400', '--epochs', '1000', '--out', at('stopped')]);
    training.onLine((line) => void (line.startsWith('epoch') && training.kill('SIGINT')));
    const { code, stdout, stderr } = await training.ended;
    expect(code).toBe(0);
    expect(stderr).toContain('with a checkpoint');
    expect(stdout).toContain(`resume ${at('stopped')}`);
    expect(existsSync(at('stopped/checkpoints'))).toBe(true);
    const { records } = await json('resume', at('stopped'), '--epochs', String(stdout.match(/^epoch /gm)?.length ?? 0));
    expect(records.at(-1)).toMatchObject({ event: 'end', reason: 'done' });
  });

  it('ends it at once when it comes twice', async () => {
    const training = launch(['train', 'vae-dense', '--limit', '400', '--epochs', '1000', '--out', at('killed')]);
    training.onLine((line) => {
      if (!line.startsWith('epoch')) return;
      training.kill('SIGINT');
      training.kill('SIGTERM');
    });
    const { signal, stdout } = await training.ended;
    expect(['SIGINT', 'SIGTERM']).toContain(signal);
    expect(stdout).not.toContain('resume');
  });
});

it('npm start --terminal trains the default template, draws what it learned and says what to try next', async () => {
  const { code, stdout } = await launch(['--terminal', '--limit', '300', '--epochs', '1'], 'start.ts').ended;
  expect(code).toBe(0);
  expect(stdout).toMatch(/^epoch 1\/1 {2}loss \d/m);
  const [name = ''] = readdirSync(at('home/hourglass/runs'));
  expect(name).toMatch(/^vae-dense-\d{8}-\d{6}$/);
  expect(stdout).toContain(at('home/hourglass/runs', name, 'reconstructions.png'));
  expect(pngHeader(at('home/hourglass/runs', name, 'reconstructions.png'))).toEqual(sheet(12, 3));
  expect(pngHeader(at('home/hourglass/runs', name, 'manifold.png'))).toEqual(sheet(20, 20));
  // A run may be called by its name alone.
  expect((await hourglass('evaluate', name)).code).toBe(0);
});
