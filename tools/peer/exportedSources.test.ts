import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDevice } from '../../main/engine/tfjs/devices.ts';
import { kerasSource } from '../../main/engine/export/types/kerasSource.ts';
import { tfjsSource } from '../../main/engine/export/types/tfjsSource.ts';
import { torchSource } from '../../main/engine/export/types/torchSource.ts';
import { z } from '../../shared/z.ts';
import { writeExportedCases } from './exportedCases.ts';
import { writeTraining } from './exportedSources.ts';
import { findPeerPython } from './findPeerPython.mjs';
import { runPeerProgram } from './runPeerProgram.ts';
import { tfjsRunner } from './tfjsRunner.ts';

const python = findPeerPython(['keras', 'tensorflow', 'torch']);
const absent = python.ok ? '' : ` (not run: ${python.reason})`;
const root = resolve(import.meta.dirname, '../..');
let folder = '';

beforeAll(async () => {
  await openDevice('tensorflow');
  folder = await mkdtemp(join(tmpdir(), 'hourglass-sources-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const answer = z.object({
  file: z.string(),
  error: z.string().optional(),
  difference: z.number().optional(),
  widest: z.number().optional(),
  losses: z.array(z.number()).optional(),
});

async function run(place: string, cases: readonly { readonly file: string }[]): Promise<readonly z.infer<typeof answer>[]> {
  await writeFile(join(place, 'cases.json'), JSON.stringify(cases));
  return answersOf(await runPeerProgram('runSources.py', [place]), cases.length);
}

function answersOf({ stdout, stderr }: { readonly stdout: string; readonly stderr: string }, count: number): readonly z.infer<typeof answer>[] {
  const answers = stdout
    .trim()
    .split('\n')
    .map((line) => answer.parse(JSON.parse(line)));
  expect(answers.length, stderr.slice(-800)).toBe(count);
  return answers;
}

/** Law: the same of TypeScript, with TensorFlow.js in a Node of its own; its types hold under strict checking. */
test('written TypeScript runs every template × part × form, and every kind', { timeout: 180_000 }, async () => {
  const place = await mkdtemp(join(folder, 'tfjs-'));
  await symlink(join(root, 'node_modules'), join(place, 'node_modules'));
  await writeFile(join(place, 'package.json'), '{"type":"module"}');
  await writeFile(join(place, 'run.mjs'), tfjsRunner);
  const cases = (await writeExportedCases(tfjsSource, place)).filter(({ outputs }) => outputs.length > 0);
  const run = promisify(execFile);
  const answers = answersOf(await run(process.execPath, ['run.mjs'], { cwd: place, maxBuffer: 1 << 26 }), cases.length);
  for (const [at, { title, tolerance }] of cases.entries())
    expect([title, answers[at]?.error, answers[at]?.difference]).toEqual([title, undefined, expect.toSatisfy((value: number) => value <= tolerance)]);
  const some = cases.filter((_, at) => at % 9 === 0).map(({ file }) => join(place, file, 'model.ts'));
  const flags = '--noEmit --strict --noUncheckedIndexedAccess --target es2023 --module nodenext --skipLibCheck'.split(' ');
  const { stdout } = await run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), ...flags, ...some], { cwd: place });
  expect(stdout).toBe('');
});

/** Law: a written program computes what the run's own model computes, compiles, and has no line over 120 characters. */
describe.skipIf(!python.ok)(`written Python${absent}`, () => {
  // Every kind of the catalogue goes through Python in the soak, as does what takes Keras long.
  test.each([torchSource, kerasSource])('$id runs every template', { timeout: 300_000 }, async (format) => {
    const place = await mkdtemp(join(folder, `${format.id}-`));
    const all = await writeExportedCases(format, place, 'templates');
    const cases = all.filter(({ title, outputs }) => outputs.length > 0 && (format === torchSource || / full (mean|noise)$/.test(title)));
    expect(cases.length).toBeGreaterThan(20);
    const answers = await run(place, cases);
    for (const [at, { title, tolerance }] of cases.entries()) {
      const { error, difference, widest } = answers[at] ?? { file: '' };
      expect([title, error]).toEqual([title, undefined]);
      expect([title, difference]).toEqual([title, expect.toSatisfy((value: number) => value <= tolerance)]);
      expect([title, widest]).toEqual([title, expect.toSatisfy((value: number) => value <= 120)]);
    }
  });

  // The same examples in another order, other draws: the curves agree in their course, not in their digits.
  test.each(['vae-dense', '2-cnn'] as const)('%s: 50 steps lower the loss as ours do', { timeout: 180_000 }, async (id) => {
    const place = await mkdtemp(join(folder, `${id}-`));
    const { cases, ours } = await writeTraining(id, [torchSource, kerasSource], { folder: place, steps: 50, root });
    const answers = await run(place, cases);
    const late = (losses: readonly number[]): number => losses.slice(-15).reduce((sum, loss) => sum + loss, 0) / 15;
    for (const { file, error, losses = [] } of answers) {
      expect([file, error]).toEqual([file, undefined]);
      expect(losses).toHaveLength(50);
      const [start, ourStart] = [losses[0] ?? 0, ours[0] ?? 0];
      expect(Math.abs(start - ourStart) / ourStart).toBeLessThan(0.05);
      expect(late(losses)).toBeLessThan(start * 0.8);
      // How far of the way down: one classifier's last batches differ by a third of what is left.
      expect([file, (start - late(losses)) / (ourStart - late(ours))]).toEqual([file, expect.toSatisfy((share: number) => share > 0.85 && share < 1.15)]);
    }
  });
});
