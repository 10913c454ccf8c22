import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { nodeKinds } from '../../../../shared/nodes/catalogue.ts';
import { decodeSafetensors, encodeSafetensors } from '../../files/safetensors.ts';
import { tf } from '../../tfjs/core.ts';
import { openDevice } from '../../tfjs/devices.ts';
import type { ExportFiles } from '../exportFormat.ts';
import { forwardPlan } from '../forwardPlan.ts';
import type { PortableModel } from '../portableModel.ts';
import { exampleCard } from '../testing/exampleCard.ts';
import { exampleInputs } from '../testing/exampleInputs.ts';
import { kindModels } from '../testing/kindModels.ts';
import { templateModel, templateModels, trainedTemplate, trainingTemplates } from '../testing/templateModel.ts';
import { verify } from '../verify.ts';
import { readSafetensorsLayers, safetensorsFiles, safetensorsFormat } from './safetensors.ts';

beforeAll(() => openDevice('tensorflow'));

async function written(model: PortableModel): Promise<ExportFiles> {
  const { value, issues } = await safetensorsFormat.write(model, exampleCard);
  if (!value) throw new Error(JSON.stringify(issues));
  return value;
}

/** A model by its layers and the bytes of its weights. */
function shown(model: PortableModel | undefined): unknown {
  if (!model) return undefined;
  const { source: _, layers, ...rest } = model;
  const bytes = ({ buffer, byteOffset, byteLength }: Float32Array): string =>
    createHash('sha256')
      .update(new Uint8Array(buffer, byteOffset, byteLength))
      .digest('hex');
  return {
    ...rest,
    layers: layers.map(({ weights, ...layer }) => ({ ...layer, weights: weights.map((weight) => ({ ...weight, values: bytes(weight.values) })) })),
  };
}

/** Law: the two files give back the very layers and weights, which compute what the plan computes. */
describe.each(trainingTemplates)('%s', (id) => {
  it('every part and form is written, comes back and agrees', async () => {
    const before = tf.memory().numTensors;
    const { plan, weights } = trainedTemplate(id);
    const forward = forwardPlan(plan, weights);
    for (const { title, model } of templateModels([id])) {
      const files = await written(model);
      expect(Object.keys(files)).toEqual(['model.safetensors', 'model.json']);
      const back = readSafetensorsLayers(files);
      expect([title, back.issues, shown(back.value)]).toEqual([title, [], shown(model)]);
      const file = (await safetensorsFormat.read?.(files))?.value;
      if (!file) throw new Error(`${title} is not read`);
      const { issues } = await verify({
        forward,
        model,
        written: file,
        held: { split: 'validation', count: 3, inputs: exampleInputs(model, 3) },
        by: 'file',
        format: 'safetensors',
      });
      expect([title, issues]).toEqual([title, []]);
      file.dispose();
    }
    forward.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe.each(nodeKinds)('%s', (kind) => {
  it('comes back in every way it can be set', async () => {
    for (const { title, model } of kindModels(kind)) {
      const back = readSafetensorsLayers(await written(model));
      expect([title, back.issues, shown(back.value)]).toEqual([title, [], shown(model)]);
    }
  });
});

describe('files at fault', () => {
  const base = async (): Promise<ExportFiles> => written(templateModel('vae-dense', 'decoder', 'mean') ?? expect.fail('vae-dense has a decoder'));
  const refused = (files: ExportFiles): void => expect(readSafetensorsLayers(files)).toMatchObject({ value: undefined, issues: [{ code: 'layers-broken' }] });
  const json = (files: ExportFiles): string => new TextDecoder().decode(files[safetensorsFiles.layers]);
  const withJson = (files: ExportFiles, text: string): ExportFiles => ({ ...files, [safetensorsFiles.layers]: new TextEncoder().encode(text) });

  it('are refused where one is missing or cut off', async () => {
    const files = await base();
    for (const name of Object.values(safetensorsFiles)) {
      const { [name]: bytes = new Uint8Array(), ...others } = files;
      refused(others);
      for (const length of [0, 7, 100, bytes.length - 3]) refused({ ...files, [name]: bytes.slice(0, length) });
    }
  });

  it('are refused where a weight is missing or of another shape', async () => {
    const files = await base();
    const { tensors, metadata } = decodeSafetensors(files[safetensorsFiles.weights] ?? new Uint8Array(), 'x');
    const [first = ''] = Object.keys(tensors);
    const weight = tensors[first];
    const { [first]: _, ...fewer } = tensors;
    refused({ ...files, [safetensorsFiles.weights]: encodeSafetensors({ tensors: fewer, metadata }) });
    if (!weight) throw new Error('it has weights');
    const flat = { ...tensors, [first]: { shape: [weight.values.length], values: weight.values } };
    refused({ ...files, [safetensorsFiles.weights]: encodeSafetensors({ tensors: flat, metadata }) });
  });

  it('are refused for keys of JavaScript itself, layers out of order, doubled names and shapes beyond all bounds', async () => {
    const files = await base();
    const text = json(files);
    refused(withJson(files, text.replace('"config": {', '"config": {"__proto__": {"units": 1},')));
    expect(Object.hasOwn(Object.prototype, 'units')).toBe(false);
    const parsed = JSON.parse(text) as { layers: { name: string }[] };
    refused(withJson(files, JSON.stringify({ ...parsed, layers: parsed.layers.toReversed() })));
    refused(withJson(files, JSON.stringify({ ...parsed, layers: [...parsed.layers, parsed.layers.at(-1)] })));
    refused(withJson(files, text.replaceAll('"units": 784', '"units": 1e15')));
    refused(withJson(files, text.replace('"className": "Dense"', '"className": "Lambda"')));
  });
});
