import { beforeAll, describe, expect, it } from 'vitest';
import { describeIssue } from '../../../../shared/messages/describeIssue.ts';
import { nodeKinds } from '../../../../shared/nodes/catalogue.ts';
import { largestDifference } from '../../kinds/reference/compare.ts';
import { openDevice } from '../../tfjs/devices.ts';
import type { ExportFiles, ExportFormat } from '../exportFormat.ts';
import { runLayers } from '../runLayers.ts';
import type { PortableModel } from '../portableModel.ts';
import { exampleCard } from '../testing/exampleCard.ts';
import { exampleInputs } from '../testing/exampleInputs.ts';
import { kindModels } from '../testing/kindModels.ts';
import { templateModels, trainingTemplates } from '../testing/templateModel.ts';
import { h5Format } from './h5.ts';
import { kerasFormat } from './keras.ts';
import { tfjsFormat } from './tfjs.ts';

beforeAll(() => openDevice('tensorflow'));

/** What these formats cannot say, and nothing else: by format, the layer that the issue names. */
const unsayable: Readonly<Record<string, readonly RegExp[]>> = {
  keras: [],
  h5: [/^ops\.(log|sqrt)$/],
  tfjs: [
    /^ops\.(log|sqrt)$/,
    /^GRU \(reset_after\)$/,
    /^UpSampling2D \(bilinear\)$/,
    /^(LSTM|GRU|SimpleRNN) \(leaky_relu\)$/,
    /^\w+ \(exponential\)$/,
    /\(training\)$/,
  ],
};

/** The files of a model, or null where the format says that it cannot hold it. */
async function written(format: ExportFormat, model: PortableModel): Promise<ExportFiles | null> {
  const { value, issues } = await format.write(model, exampleCard);
  for (const { code, at, values } of issues) {
    expect(code).toBe('export-layer-unknown');
    expect(model.layers.map(({ name, node }) => node ?? name)).toContain(at.node);
    expect(
      unsayable[format.id]?.filter((pattern) => typeof values.layer === 'string' && pattern.test(values.layer)),
      describeIssue({ code, at, values, severity: 'error' }, 'en').message,
    ).toHaveLength(1);
  }
  expect(value === undefined).toBe(issues.length > 0);
  return value ?? null;
}

async function compare(format: ExportFormat, model: PortableModel): Promise<void> {
  const files = await written(format, model);
  if (!files || model.layers.some(({ alwaysTraining }) => alwaysTraining)) return;
  const { value: back, issues } = (await format.read?.(files)) ?? { value: undefined, issues: [] };
  expect(issues).toEqual([]);
  const layers = runLayers(model);
  const inputs = exampleInputs(model, 3, 2);
  const [ours, theirs] = [await layers.run(inputs), await back?.run(inputs)];
  layers.dispose();
  back?.dispose();
  expect(Object.keys(theirs ?? {})).toEqual(Object.keys(ours));
  for (const [name, { shape, values }] of Object.entries(ours)) {
    expect(theirs?.[name]?.shape).toEqual(shape);
    expect(largestDifference(theirs?.[name]?.values, values)).toBeLessThan(1e-6);
  }
}

/** Law: what is written, read back by readers of our own, is the model. */
describe.each([kerasFormat, h5Format, tfjsFormat])('$id', (format) => {
  it.each(trainingTemplates)('%s: every part and form that it can hold', async (id) => {
    for (const { model } of templateModels([id])) await compare(format, model);
  });

  it.each(nodeKinds)('%s: in every way it can be set', async (kind) => {
    for (const { model } of kindModels(kind)) await compare(format, model);
  });

  it('gives the same bytes for the same model, under plain names', async () => {
    for (const { model } of templateModels(['vae-conv'])) {
      const [first, second] = [await written(format, model), await written(format, model)];
      expect(Object.keys(second ?? {})).toEqual(Object.keys(first ?? {}));
      for (const [path, bytes] of Object.entries(first ?? {})) expect(Buffer.compare(bytes, second?.[path] ?? new Uint8Array())).toBe(0);
      for (const path of Object.keys(first ?? {})) expect(path).toMatch(/^[\w-]+\.(keras|h5|json|bin)$/);
    }
  });
});
