import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from '../../shared/z.ts';
import { forwardPlan } from '../../main/engine/export/forwardPlan.ts';
import type { ExportFormat } from '../../main/engine/export/exportFormat.ts';
import { exampleCard } from '../../main/engine/export/testing/exampleCard.ts';
import { exampleInputs } from '../../main/engine/export/testing/exampleInputs.ts';
import { templateModels, trainedTemplate } from '../../main/engine/export/testing/templateModel.ts';
import { onnxFormat } from '../../main/engine/export/types/onnx.ts';
import { safetensorsFormat } from '../../main/engine/export/types/safetensors.ts';
import { toleranceOf } from '../../main/engine/export/verify.ts';
import { openDevice } from '../../main/engine/tfjs/devices.ts';
import { findPeerPython } from './findPeerPython.mjs';
import { runPeerProgram } from './runPeerProgram.ts';

const python = findPeerPython(['keras', 'tensorflow', 'onnxruntime']);
const absent = python.ok ? '' : ` (not run: ${python.reason})`;
let folder = '';

beforeAll(async () => {
  await openDevice('tensorflow');
  folder = await mkdtemp(join(tmpdir(), 'hourglass-snippets-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const answerSchema = z.object({ printed: z.string().optional(), difference: z.number().nullable().optional(), error: z.string().optional() });

/** Law: what a user is told to paste loads the file and names its outputs; the Keras model that it builds from safetensors computes what the run's own does. */
test.skipIf(!python.ok).each<ExportFormat>([onnxFormat, safetensorsFormat])(`the snippet for $id runs${absent}`, { timeout: 300_000 }, async (format) => {
  const place = await mkdtemp(join(folder, `${format.id}-`));
  const cases: unknown[] = [];
  const asked: { title: string; outputs: readonly string[]; tolerance: number | null }[] = [];
  for (const { title, template, model } of templateModels()) {
    const name = `case${cases.length}${format.extension ?? ''}`;
    const { value: files } = await format.write(model, exampleCard);
    if (format.extension === null) await mkdir(join(place, name));
    for (const [path, bytes] of Object.entries(files ?? {})) await writeFile(join(place, format.extension === null ? join(name, path) : name), bytes);
    const { plan, weights } = trainedTemplate(template);
    const forward = forwardPlan(plan, weights);
    const inputs = exampleInputs(model, 3, 2);
    const drawn = model.layers.some(({ alwaysTraining }) => alwaysTraining);
    const outputs = drawn ? {} : await forward.run(model, inputs);
    forward.dispose();
    const put = async (kind: string, arrays: typeof inputs): Promise<unknown[]> =>
      Promise.all(
        Object.entries(arrays).map(
          async ([
            key,
            {
              shape,
              values: { buffer, byteOffset, byteLength },
            },
          ]) => {
            const file = `${name}.${kind}.${key}.bin`;
            await writeFile(join(place, file), new Uint8Array(buffer, byteOffset, byteLength));
            return { name: key, file, shape, dtype: model.inputs.find((input) => input.name === key)?.dtype ?? 'float32' };
          },
        ),
      );
    cases.push({ snippet: format.snippet(model, name), inputs: await put('in', inputs), outputs: await put('out', outputs) });
    asked.push({ title, outputs: model.outputs.map((output) => output.name), tolerance: drawn ? null : toleranceOf(model) });
  }
  await writeFile(join(place, 'cases.json'), JSON.stringify(cases));
  const { stdout, stderr } = await runPeerProgram('runSnippets.py', [place]);
  const answers = stdout
    .trim()
    .split('\n')
    .map((line) => answerSchema.parse(JSON.parse(line)));
  expect(answers.length, stderr.slice(-500)).toBe(asked.length);
  for (const [at, { title, outputs, tolerance }] of asked.entries()) {
    const { printed = '', difference, error } = answers[at] ?? {};
    expect([title, error]).toEqual([title, undefined]);
    for (const output of outputs) expect(printed).toContain(`${output} (`);
    if (format.id === 'safetensors' && tolerance !== null)
      expect([title, difference]).toEqual([title, expect.toSatisfy((value: number) => value <= tolerance)]);
  }
});
