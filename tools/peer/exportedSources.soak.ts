import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDevice } from '../../main/engine/tfjs/devices.ts';
import { decodeSafetensors } from '../../main/engine/files/safetensors.ts';
import { encodeNpy } from '../../main/engine/files/npyWriter.ts';
import { kerasSource } from '../../main/engine/export/types/kerasSource.ts';
import { torchSource } from '../../main/engine/export/types/torchSource.ts';
import { z } from '../../shared/z.ts';
import { writeExportedCases } from './exportedCases.ts';
import { writeTraining } from './exportedSources.ts';
import { findPeerPython } from './findPeerPython.mjs';
import { runPeerProgram } from './runPeerProgram.ts';

const python = findPeerPython(['keras', 'tensorflow', 'torch']);
const absent = python.ok ? '' : ` (not run: ${python.reason})`;
const root = resolve(import.meta.dirname, '../..');
let folder = '';

beforeAll(async () => {
  await openDevice('tensorflow');
  folder = await mkdtemp(join(tmpdir(), 'hourglass-sources-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const answer = z.object({ error: z.string().optional(), difference: z.number().optional(), losses: z.array(z.number()).optional() });

/** A port that is free now. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}

function work(cwd: string, args: readonly string[], env: Readonly<Record<string, string>>): Promise<{ readonly code: number | null; readonly out: string }> {
  if (!python.ok) throw new Error(python.reason);
  const child = spawn(python.path, ['model.py', ...args], { cwd, env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: '2', ...env }, timeout: 240_000 });
  let out = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (out += text));
  return new Promise((done, failed) => child.once('error', failed).once('close', (code) => done({ code, out })));
}

describe.skipIf(!python.ok)(`written Python${absent}`, () => {
  test.each([torchSource, kerasSource])(
    '$id: every template × part × form, and every kind in every way it can be set',
    { timeout: 1_800_000 },
    async (format) => {
      const place = await mkdtemp(join(folder, 'all-'));
      const cases = (await writeExportedCases(format, place)).filter(({ outputs }) => outputs.length > 0);
      const { stdout, stderr } = await runPeerProgram('runSources.py', [place]);
      const answers = stdout.trim().split('\n');
      expect(answers.length, stderr.slice(-800)).toBe(cases.length);
      for (const [at, { title, tolerance }] of cases.entries()) {
        const { error, difference } = answer.parse(JSON.parse(answers[at] ?? '{}'));
        expect([title, error, difference]).toEqual([title, undefined, expect.toSatisfy((value: number) => value <= tolerance)]);
      }
    },
  );

  test('vae-conv: 50 steps lower the loss as ours do', { timeout: 300_000 }, async () => {
    const place = await mkdtemp(join(folder, 'vae-conv-'));
    const { cases, ours } = await writeTraining('vae-conv', [torchSource, kerasSource], { folder: place, steps: 50, root });
    await writeFile(join(place, 'cases.json'), JSON.stringify(cases));
    const { stdout, stderr } = await runPeerProgram('runSources.py', [place]);
    const late = (losses: readonly number[]): number => losses.slice(-15).reduce((sum, loss) => sum + loss, 0) / 15;
    for (const line of stdout.trim().split('\n')) {
      const { error, losses = [] } = answer.parse(JSON.parse(line));
      expect(error, stderr.slice(-800)).toBeUndefined();
      const [start, ourStart] = [losses[0] ?? 0, ours[0] ?? 0];
      expect(Math.abs(start - ourStart) / ourStart).toBeLessThan(0.05);
      expect((start - late(losses)) / (ourStart - late(ours))).toSatisfy((share: number) => share > 0.85 && share < 1.15);
    }
  });

  test('two workers train one model: the same weights on both, the loss of one worker', { timeout: 300_000 }, async () => {
    const steps = 40;
    const { cases } = await writeTraining('vae-dense', [kerasSource], { folder, steps, root });
    const place = join(folder, cases[0]?.file ?? '');
    const x = await readFile(join(folder, 'vae-dense.x.bin'));
    const values = new Float32Array(new Uint8Array(x).buffer);
    await writeFile(join(place, 'x.npy'), encodeNpy({ shape: [values.length / 784, 784], values }));
    const start = decodeSafetensors(new Uint8Array(await readFile(join(place, 'weights.safetensors'))), 'weights.safetensors');
    expect(Object.keys(start.tensors).length).toBeGreaterThan(0);
    const worker = [`127.0.0.1:${await freePort()}`, `127.0.0.1:${await freePort()}`];
    const train = ['--train', 'x.npy', '--epochs', '1'];
    const ends = await Promise.all(
      worker.map((_, index) =>
        work(place, [...train, '--workers', '--save', `${index}.weights.h5`], {
          TF_CONFIG: JSON.stringify({ cluster: { worker }, task: { type: 'worker', index } }),
        }),
      ),
    );
    const alone = await work(place, train, {});
    const lossOf = (out: string): number => Number(/loss ([\d.]+)/.exec(out)?.[1]);
    for (const { code, out } of ends) {
      expect(code, out.slice(-800)).toBe(0);
      expect(lossOf(out)).toBe(lossOf(ends[0]?.out ?? ''));
      expect(Math.abs(lossOf(out) - lossOf(alone.out)) / lossOf(alone.out)).toBeLessThan(0.1);
    }
    const compare = `
import sys, h5py, numpy as np
a, b = (h5py.File(name) for name in ("0.weights.h5", "1.weights.h5"))
names = []
a.visititems(lambda name, item: names.append(name) if hasattr(item, "shape") else None)
assert len(names) >= 10 and all(np.array_equal(a[name], b[name]) for name in names), names`;
    await writeFile(join(place, 'compare.py'), compare);
    if (!python.ok) return;
    const same = spawn(python.path, ['compare.py'], { cwd: place, stdio: 'ignore' });
    expect(await new Promise((done) => same.once('close', done))).toBe(0);
  });
});
