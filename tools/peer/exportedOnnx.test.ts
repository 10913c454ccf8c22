import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Plan } from '../../shared/check/stages.ts';
import { nodeKinds } from '../../shared/nodes/catalogue.ts';
import { z } from '../../shared/z.ts';
import type { NamedArrays, ReadBack } from '../../main/engine/export/exportFormat.ts';
import { forwardPlan } from '../../main/engine/export/forwardPlan.ts';
import type { PortableModel } from '../../main/engine/export/portableModel.ts';
import { exampleCard } from '../../main/engine/export/testing/exampleCard.ts';
import { exampleInputs } from '../../main/engine/export/testing/exampleInputs.ts';
import { kindModels } from '../../main/engine/export/testing/kindModels.ts';
import { templateModels, trainedTemplate } from '../../main/engine/export/testing/templateModel.ts';
import { onnxFormat } from '../../main/engine/export/types/onnx.ts';
import { drawnOutputs, repeatedInputs, verify } from '../../main/engine/export/verify.ts';
import type { NamedValues } from '../../main/engine/files/safetensors.ts';
import { openDevice } from '../../main/engine/tfjs/devices.ts';
import { findPeerPython } from './findPeerPython.mjs';
import { runPeerProgram } from './runPeerProgram.ts';

const python = findPeerPython(['onnx', 'onnxruntime', 'numpy']);
const absent = python.ok ? '' : ` (not run: ${python.reason})`;
let folder = '';

beforeAll(async () => {
  await openDevice('tensorflow');
  folder = await mkdtemp(join(tmpdir(), 'hourglass-onnx-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

interface Asked {
  readonly title: string;
  readonly plan: Plan;
  readonly weights: NamedValues;
  readonly model: PortableModel;
  /** What onnxruntime is to be fed; the second, where the model draws, is one example over and over. */
  readonly feeds: readonly NamedArrays[];
}

function* allModels(): Generator<Omit<Asked, 'feeds'>> {
  for (const { title, template, model } of templateModels()) yield { title, model, ...trainedTemplate(template) };
  for (const kind of nodeKinds) yield* kindModels(kind);
}

const bytesOf = ({ buffer, byteOffset, byteLength }: Float32Array): Uint8Array => new Uint8Array(buffer, byteOffset, byteLength);
const answerSchema = z.object({ file: z.string(), shapes: z.record(z.string(), z.array(z.number())).optional(), error: z.string().optional() });
const outputFile = (file: string, output: string): string => `${file}.${output}.out`;

/** Law: onnx.checker passes every file, and onnxruntime computes from it what the run's own model computes; of what it draws, the moments. */
test.skipIf(!python.ok)(`onnxruntime runs every template × part × form, and every kind in every way it can be set${absent}`, { timeout: 300_000 }, async () => {
  // 1. Every model as a file, with inputs.
  const asked: Asked[] = [];
  const cases: unknown[] = [];
  for (const one of allModels()) {
    const { value: files, issues } = await onnxFormat.write(one.model, exampleCard);
    const bytes = files?.['model.onnx'];
    if (!bytes) throw new Error(`${one.title}: ${JSON.stringify(issues)}`);
    const held = exampleInputs(one.model, 3, 2);
    const feeds = drawnOutputs(one.model).size > 0 ? [held, repeatedInputs(held)] : [held];
    for (const [at, feed] of feeds.entries()) {
      const file = `${asked.length}.${at}.onnx`;
      await writeFile(join(folder, file), bytes);
      for (const [name, { values }] of Object.entries(feed)) await writeFile(join(folder, `${file}.${name}.in`), bytesOf(values));
      const inputs = one.model.inputs.map(({ name, dtype }) => ({ name, dtype, file: `${file}.${name}.in`, shape: feed[name]?.shape }));
      cases.push({ file, inputs, outputs: one.model.outputs.map(({ name }) => ({ name, file: outputFile(file, name) })) });
    }
    asked.push({ ...one, feeds });
  }
  expect(asked.length).toBeGreaterThan(300);
  await writeFile(join(folder, 'cases.json'), JSON.stringify(cases));
  // 2. One Python for all of them.
  const { code, stdout, stderr } = await runPeerProgram('runOnnx.py', [folder]);
  expect(code, stderr.slice(-500)).toBe(0);
  const answers = new Map(
    stdout
      .trim()
      .split('\n')
      .map((line) => answerSchema.parse(JSON.parse(line)))
      .map((answer) => [answer.file, answer]),
  );
  // 3. What it made is held to the plan's own pass, as an export is.
  for (const [index, { title, plan, weights, model, feeds }] of asked.entries()) {
    const made = await Promise.all(feeds.map((_, at) => outputsOf(`${index}.${at}.onnx`, answers, title)));
    const written: ReadBack = {
      run: (inputs) => Promise.resolve(made[feeds.findIndex((feed) => countOf(feed) === countOf(inputs))] ?? {}),
      dispose: () => undefined,
    };
    const forward = forwardPlan(plan, weights);
    const { issues } = await verify({ forward, model, written, held: { split: 'validation', count: 3, inputs: feeds[0] ?? {} }, by: 'file', format: 'ONNX' });
    forward.dispose();
    expect([title, issues]).toEqual([title, []]);
  }
});

const countOf = (arrays: NamedArrays): number => Object.values(arrays)[0]?.shape[0] ?? 0;

async function outputsOf(file: string, answers: ReadonlyMap<string, z.infer<typeof answerSchema>>, title: string): Promise<NamedArrays> {
  const { shapes, error } = answers.get(file) ?? {};
  expect([title, error]).toEqual([title, undefined]);
  return Object.fromEntries(
    await Promise.all(
      Object.entries(shapes ?? {}).map(async ([name, shape]) => {
        const bytes = await readFile(join(folder, outputFile(file, name)));
        return [name, { shape, values: new Float32Array(new Uint8Array(bytes).buffer) }] as const;
      }),
    ),
  );
}
