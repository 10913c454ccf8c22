import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { nodeKinds } from '../../../../shared/nodes/catalogue.ts';
import { tf } from '../../tfjs/core.ts';
import { drawGraph, node } from '../../../../shared/templates/drawGraph.ts';
import { openDevice } from '../../tfjs/devices.ts';
import { cutModel } from '../cutModel.ts';
import type { ExportFiles, NamedArrays, ReadBack } from '../exportFormat.ts';
import { forwardPlan } from '../forwardPlan.ts';
import type { HeldInputs } from '../heldInputs.ts';
import { onnxLayerClasses, onnxGraphOf } from '../onnx/onnxGraph.ts';
import { decodeOnnx } from '../onnx/decodeOnnx.ts';
import { readOnnxLayers } from '../onnx/readLayers.ts';
import { onnxOperators, openOnnx } from '../onnx/runOnnx.ts';
import type { PortableModel } from '../portableModel.ts';
import { knownLayerClasses } from '../layerShapes.ts';
import { exampleCard } from '../testing/exampleCard.ts';
import { exampleInputs } from '../testing/exampleInputs.ts';
import { kindModels } from '../testing/kindModels.ts';
import { planOf, templateModel, templateModels, trainedTemplate, trainingTemplates, weightsOf } from '../testing/templateModel.ts';
import { verify } from '../verify.ts';
import { onnxFormat } from './onnx.ts';

beforeAll(() => openDevice('tensorflow'));

async function written(model: PortableModel): Promise<Uint8Array> {
  const { value, issues } = await onnxFormat.write(model, exampleCard);
  const bytes = value?.['model.onnx'];
  if (!bytes) throw new Error(JSON.stringify(issues));
  return bytes;
}

async function opened(bytes: Uint8Array): Promise<ReadBack> {
  const files: ExportFiles = { 'model.onnx': bytes };
  const { value, issues } = (await onnxFormat.read?.(files)) ?? { value: undefined, issues: [] };
  if (!value) throw new Error(JSON.stringify(issues));
  return value;
}

/** A model by its layers and the bytes of its weights. What readable source text needs besides is no part of an ONNX file. */
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

const held = (model: PortableModel, count: number, classes = 10): HeldInputs => ({ split: 'validation', count, inputs: exampleInputs(model, count, classes) });

/** Law: what the file says, computed by a reader that knows ONNX's operators and nothing of layers, is what the plan computes; and the file gives its layers back. */
describe.each(trainingTemplates)('%s', (id) => {
  it('every part and form is written, agrees and comes back', async () => {
    const before = tf.memory().numTensors;
    const { plan, weights } = trainedTemplate(id);
    const forward = forwardPlan(plan, weights);
    for (const { title, model } of templateModels([id])) {
      const bytes = await written(model);
      const file = await opened(bytes);
      const { value, issues } = await verify({ forward, model, written: file, held: held(model, 3), by: 'file', format: 'ONNX' });
      expect([title, issues, value?.examples]).toEqual([title, [], 3]);
      file.dispose();
      const back = readOnnxLayers(bytes, title);
      expect([back.issues, shown(back.value)]).toEqual([[], shown(model)]);
    }
    forward.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe.each(nodeKinds)('%s', (kind) => {
  it('is written in every way it can be set, agrees and comes back', async () => {
    let count = 0;
    for (const { title, plan, weights, model } of kindModels(kind)) {
      const forward = forwardPlan(plan, weights);
      const bytes = await written(model);
      const file = await opened(bytes);
      const { value, issues } = await verify({ forward, model, written: file, held: held(model, 3, 2), by: 'file', format: 'ONNX' });
      expect([title, issues, value?.examples]).toEqual([title, [], 3]);
      const back = readOnnxLayers(bytes, title);
      expect([back.issues, shown(back.value)]).toEqual([[], shown(model)]);
      file.dispose();
      forward.dispose();
      count += 1;
    }
    expect(count).toBeGreaterThan(0);
  });
});

describe('the graph', () => {
  it('holds every layer that is known', () => {
    expect([...onnxLayerClasses].toSorted()).toEqual([...knownLayerClasses].toSorted());
  });

  it('turns axes only where channels-last meets channels-first: once in, once out of a chain of convolutions', () => {
    const model = templateModel('2-cnn', 'classifier', 'mean');
    if (!model) throw new Error('2-cnn classifies');
    const { nodes } = onnxGraphOf(model);
    const images = model.layers.filter(({ className }) => ['Conv2D', 'MaxPooling2D'].includes(className));
    expect(images.length).toBeGreaterThan(2);
    expect(nodes.filter(({ op }) => op === 'Transpose').length).toBeLessThanOrEqual(2);
  });

  it('draws in a sampled encoder by RandomNormalLike, anew in each run', async () => {
    const model = templateModel('vae-dense', 'encoder', 'sampled');
    if (!model) throw new Error('vae-dense has an encoder');
    expect(onnxGraphOf(model).nodes.map(({ op }) => op)).toContain('RandomNormalLike');
    const file = await opened(await written(model));
    const inputs = exampleInputs(model, 2);
    const [first, second] = [await file.run(inputs), await file.run(inputs)];
    file.dispose();
    expect(first.mean).toEqual(second.mean);
    expect(first.code).not.toEqual(second.code);
  });

  it('names the run, its classes and what its inputs mean', async () => {
    const model = templateModel('vae-dense', 'decoder', 'mean');
    if (!model) throw new Error('vae-dense has a decoder');
    const { metadata, opset, irVersion } = decodeOnnx(await written(model));
    expect([opset, irVersion]).toEqual([17, 8]);
    expect(metadata.get('hourglass.run')).toBe(exampleCard.run);
    expect(metadata.get('hourglass.classes')).toBe(JSON.stringify(exampleCard.classes));
    expect(metadata.get('hourglass.inputs')).toBe('{"latent":"latent"}');
  });
});

describe('names', () => {
  it('an input node called as an output is called is told apart from it', async () => {
    const document = drawGraph({
      name: 'named alike',
      goal: 'autoencoder',
      nodes: {
        code: node('input', { shape: [6] }),
        small: node('dense', { units: 2 }),
        large: node('dense', { units: 6 }),
        loss: node('loss', { kl: false, reconstruction: 'mse' }),
      },
      wires: ['code > small', 'small > large', 'large > loss', 'code > loss.target'],
    });
    const plan = planOf(document, null);
    const { value: model } = cutModel({ plan, weights: weightsOf(plan), part: 'encoder', sample: 'mean' });
    if (!model) throw new Error('it has an encoder');
    expect(model.outputs.map(({ name }) => name)).toEqual(['code']);
    const file = await opened(await written(model));
    expect(Object.keys(await file.run(exampleInputs(model, 2)))).toEqual(['code']);
    file.dispose();
  });
});

describe('what cannot be written', () => {
  const base = (): PortableModel => templateModel('vae-dense', 'decoder', 'mean') ?? expect.fail('vae-dense has a decoder');
  const changed = (change: (layer: PortableModel['layers'][number]) => PortableModel['layers'][number]): PortableModel => {
    const model = base();
    return { ...model, layers: model.layers.map((layer) => (layer.className === 'Dense' ? change(layer) : layer)) };
  };

  it('an unknown class or activation names its node', async () => {
    for (const model of [
      changed((layer) => ({ ...layer, className: 'SpectralNormalization' })),
      changed((layer) => ({ ...layer, config: { ...layer.config, activation: 'mish' } })),
    ]) {
      const { value, issues } = await onnxFormat.write(model, exampleCard);
      expect(value).toBeUndefined();
      expect(issues[0]).toMatchObject({ code: 'export-layer-unknown', at: { node: base().layers.find(({ className }) => className === 'Dense')?.node } });
    }
  });
});

describe('a file at fault', () => {
  const bytesOf = async (): Promise<Uint8Array> => written(templateModel('2-cnn', 'classifier', 'mean') ?? expect.fail('2-cnn classifies'));
  const codes = (bytes: Uint8Array): readonly string[] => openOnnx(bytes).issues.map(({ code }) => code);
  /** A length-delimited field. */
  const field = (id: number, ...parts: readonly (Uint8Array | readonly number[])[]): Uint8Array => {
    const body = parts.flatMap((part) => [...part]);
    const varint = (value: number): number[] => (value < 128 ? [value] : [(value & 127) | 128, ...varint(value >>> 7)]);
    return Uint8Array.from([...varint(id * 8 + 2), ...varint(body.length), ...body]);
  };
  const text = (value: string): Uint8Array => new TextEncoder().encode(value);
  const opset = field(8, [16, 17]);
  const port = (id: number, name: string): Uint8Array =>
    field(id, field(1, text(name)), field(2, field(1, [8, 1], field(2, field(1, field(2, text('batch'))), field(1, [8, 4])))));
  const model = (...graph: readonly Uint8Array[]): Uint8Array => Uint8Array.from([...opset, ...field(7, ...graph)]);
  const operator = (op: string, inputs: readonly string[], outputs: readonly string[], ...attrs: readonly Uint8Array[]): Uint8Array =>
    field(1, ...inputs.map((name) => field(1, text(name))), ...outputs.map((name) => field(2, text(name))), field(4, text(op)), ...attrs);

  it('is refused where it is cut off, wherever that is', async () => {
    const bytes = await bytesOf();
    for (const length of [0, 1, 2, 9, 100, 1000, bytes.length >> 1, bytes.length - 1]) expect(codes(bytes.slice(0, length))).toEqual(['onnx-broken']);
  });

  it('is refused where its weights lie in another file', () => {
    const tensor = field(5, [8, 4, 16, 1], field(8, text('w')), field(13, field(1, text('location')), field(2, text('../../etc/passwd'))), [112, 1]);
    expect(codes(model(tensor, port(11, 'x'), operator('Add', ['x', 'w'], ['y']), port(12, 'y')))).toEqual(['onnx-external-data']);
  });

  it('is refused for an operator that is not computed here, and for one of another domain', () => {
    expect(codes(model(port(11, 'x'), operator('Einsum', ['x'], ['y']), port(12, 'y')))).toEqual(['onnx-operator-unknown']);
    expect(codes(model(port(11, 'x'), operator('Relu', ['x'], ['y'], field(7, text('com.microsoft'))), port(12, 'y')))).toEqual(['onnx-operator-unknown']);
    expect(onnxOperators).not.toContain('constructor');
    expect(codes(model(port(11, 'x'), operator('constructor', ['x'], ['y']), port(12, 'y')))).toEqual(['onnx-operator-unknown']);
  });

  it('is refused where a tensor says another shape than it has values for', () => {
    const shape = [8, 255, 255, 255, 255, 7, 8, 255, 255, 255, 255, 7];
    expect(
      codes(model(field(5, shape, [16, 1], field(8, text('w')), field(9, [0, 0, 0, 0])), port(11, 'x'), operator('Add', ['x', 'w'], ['y']), port(12, 'y'))),
    ).toEqual(['onnx-broken']);
  });

  it('is refused, in little memory, where it is a heap of empty messages', () => {
    const before = process.memoryUsage().rss;
    expect(codes(Uint8Array.from({ length: 6_000_000 }, (_, at) => (at % 2 === 0 ? 58 : 0)))).toEqual(['onnx-broken']);
    expect(process.memoryUsage().rss - before).toBeLessThan(700e6);
  });

  it('does not run into tensors that no machine holds', async () => {
    const times = field(5, [8, 2, 16, 7], field(8, text('n')), field(9, [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 64, 0, 0, 0, 0]));
    const file = await opened(model(times, port(11, 'x'), operator('Tile', ['x', 'n'], ['y']), port(12, 'y')));
    const inputs: NamedArrays = { x: { shape: [1, 4], values: new Float32Array(4) } };
    await expect(file.run(inputs)).rejects.toMatchObject({ issues: [{ code: 'onnx-too-large' }] });
    await expect(file.run({ x: { shape: [1, 5], values: new Float32Array(5) } })).rejects.toMatchObject({ issues: [{ code: 'onnx-input' }] });
    await expect(file.run({})).rejects.toMatchObject({ issues: [{ code: 'onnx-input' }] });
    file.dispose();
  });

  it('is not taken for layers where the graph is another than they give', async () => {
    const bytes = await bytesOf();
    // One bit of a weight changes the weight; a changed operator is another graph.
    const relu = new TextDecoder('latin1').decode(bytes).indexOf('MaxPool');
    expect(relu).toBeGreaterThan(0);
    const changed = bytes.slice();
    const at = new TextDecoder('latin1').decode(bytes).lastIndexOf('Softmax');
    changed.set(text('Sigmoid'), at);
    expect(readOnnxLayers(changed, 'x').issues.map(({ code }) => code)).not.toEqual([]);
    expect(readOnnxLayers(model(port(11, 'x'), operator('Relu', ['x'], ['y']), port(12, 'y')), 'x').issues.map(({ code }) => code)).toEqual(['onnx-foreign']);
  });
});
