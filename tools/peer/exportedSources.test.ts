import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDevice } from '../../main/engine/tfjs/devices.ts';
import { kerasSource } from '../../main/engine/export/types/kerasSource.ts';
import { torchSource } from '../../main/engine/export/types/torchSource.ts';
import { nodeKinds } from '../../shared/nodes/catalogue.ts';
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

const answer = z.object({
  file: z.string(),
  error: z.string().optional(),
  difference: z.number().optional(),
  widest: z.number().optional(),
  losses: z.array(z.number()).optional(),
});

async function run(place: string, cases: readonly { readonly file: string }[]): Promise<readonly z.infer<typeof answer>[]> {
  await writeFile(join(place, 'cases.json'), JSON.stringify(cases));
  const { stdout, stderr } = await runPeerProgram('runSources.py', [place]);
  const answers = stdout
    .trim()
    .split('\n')
    .map((line) => answer.parse(JSON.parse(line)));
  expect(answers.length, stderr.slice(-800)).toBe(cases.length);
  return answers;
}

/** Law: a written program computes what the run's own model computes, compiles, and has no line over 120 characters. */
describe.skipIf(!python.ok)(`written Python${absent}`, () => {
  // PyTorch takes a hundredth of a second a program, so it runs them all; Keras twenty times that, so the soak runs its whole list.
  test.each([torchSource, kerasSource])('$id runs every template × part × form, and every kind', { timeout: 300_000 }, async (format) => {
    const place = await mkdtemp(join(folder, `${format.id}-`));
    const all = await writeExportedCases(format, place);
    const kindOf = (title: string): string | undefined => nodeKinds.find((kind) => title.startsWith(`${kind}-`));
    for (const kind of nodeKinds) expect([kind, all.some(({ title }) => kindOf(title) === kind)]).toEqual([kind, true]);
    const firstOf = new Set(nodeKinds.flatMap((kind) => all.find(({ title }) => kindOf(title) === kind)?.title ?? []));
    const quick = ({ title }: { readonly title: string }): boolean => / full (mean|noise)$/.test(title) && kindOf(title) === undefined;
    const cases = all.filter((one) => one.outputs.length > 0 && (format === torchSource || quick(one) || firstOf.has(one.title)));
    const answers = await run(place, cases);
    for (const [at, { title, tolerance }] of cases.entries()) {
      const { error, difference, widest } = answers[at] ?? { file: '' };
      expect([title, error]).toEqual([title, undefined]);
      expect([title, difference]).toEqual([title, expect.toSatisfy((value: number) => value <= tolerance)]);
      expect([title, widest]).toEqual([title, expect.toSatisfy((value: number) => value <= 120)]);
    }
    // What is drawn by the target is not compared, but written and readable like the rest.
    for (const { file } of all) {
      const text = await readFile(join(place, file, 'model.py'), 'utf8');
      expect(text.split('\n').filter((line) => line.length > 120)).toEqual([]);
      expect(text).not.toMatch(/(?<![.\w])(exec|eval)\(/);
    }
  });

  // The same examples in another order, other draws: the curves agree in their course, not in their digits.
  test.each(['vae-dense', 'vae-conv', '2-cnn'] as const)('%s: 50 steps lower the loss as ours do', { timeout: 180_000 }, async (id) => {
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
