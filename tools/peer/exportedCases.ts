import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { nodeKinds } from '../../shared/nodes/catalogue.ts';
import type { ExportFormat, NamedArrays } from '../../main/engine/export/exportFormat.ts';
import { forwardPlan } from '../../main/engine/export/forwardPlan.ts';
import type { PortableModel } from '../../main/engine/export/portableModel.ts';
import { exampleCard } from '../../main/engine/export/testing/exampleCard.ts';
import { exampleInputs } from '../../main/engine/export/testing/exampleInputs.ts';
import { kindModels } from '../../main/engine/export/testing/kindModels.ts';
import { templateModels, trainedTemplate, trainingTemplates } from '../../main/engine/export/testing/templateModel.ts';

/** A model that was written, with what the plan's own forward pass makes of example inputs; its files lie in the folder, as raw numbers the arrays. */
export interface ExportedCase {
  readonly title: string;
  /** The file, or the folder, that was written. */
  readonly file: string;
  readonly inputs: readonly { readonly name: string; readonly file: string; readonly shape: readonly number[]; readonly dtype: string }[];
  /** Empty where the target draws by itself. */
  readonly outputs: readonly { readonly file: string; readonly shape: readonly number[] }[];
  /** Convolutional and recurrent models sum more. */
  readonly tolerance: number;
}

interface Drawn {
  readonly title: string;
  readonly model: PortableModel;
  expected(inputs: NamedArrays): Promise<NamedArrays>;
}

/** Every template × part × form, and every kind of the catalogue in every way it can be set, that `format` can hold; written into `folder`, listed in cases.json. */
export async function writeExportedCases(format: ExportFormat, folder: string, which: 'all' | 'templates' | 'kinds' = 'all'): Promise<readonly ExportedCase[]> {
  const cases: ExportedCase[] = [];
  for await (const { title, model, expected } of drawnModels(which)) {
    const { value: files } = await format.write(model, exampleCard);
    if (!files) continue;
    const name = `case${cases.length}`;
    const file = format.extension === null ? name : `${name}${format.extension}`;
    for (const [path, bytes] of Object.entries(files)) await place(join(folder, format.extension === null ? join(name, path) : file), bytes);
    const inputs = exampleInputs(model, 3, 2);
    const drawsItself = model.layers.some(({ alwaysTraining }) => alwaysTraining);
    const outputs = drawsItself ? {} : await expected(inputs);
    const stored = async (kind: string, arrays: NamedArrays, key: string): Promise<{ file: string; shape: readonly number[] }> => {
      const array = arrays[key];
      if (!array) throw new Error(`${title} lacks ${key}`);
      const path = `${name}.${kind}.${key}.bin`;
      await place(join(folder, path), new Uint8Array(array.values.buffer, array.values.byteOffset, array.values.byteLength));
      return { file: path, shape: array.shape };
    };
    cases.push({
      title,
      file,
      inputs: await Promise.all(model.inputs.map(async (input) => ({ ...(await stored('in', inputs, input.name)), name: input.name, dtype: input.dtype }))),
      outputs: drawsItself ? [] : await Promise.all(model.outputs.map((output) => stored('out', outputs, output.name))),
      tolerance: model.layers.some(({ className }) => /Conv|LSTM|GRU|RNN/.test(className)) ? 1e-4 : 1e-5,
    });
  }
  await writeFile(join(folder, 'cases.json'), JSON.stringify(cases.filter(({ outputs }) => outputs.length > 0)));
  return cases;
}

async function* drawnModels(which: 'all' | 'templates' | 'kinds'): AsyncGenerator<Drawn> {
  for (const id of which === 'kinds' ? [] : trainingTemplates) {
    const { plan, weights } = trainedTemplate(id);
    const forward = forwardPlan(plan, weights);
    for (const { title, model } of templateModels([id])) yield { title, model, expected: (inputs) => forward.run(model, inputs) };
    forward.dispose();
  }
  for (const kind of which === 'templates' ? [] : nodeKinds) {
    for (const { title, plan, weights, model } of kindModels(kind)) {
      const forward = forwardPlan(plan, weights);
      yield { title, model, expected: (inputs) => forward.run(model, inputs) };
      forward.dispose();
    }
  }
}

async function place(path: string, bytes: Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, bytes);
}
