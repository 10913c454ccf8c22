import { readFileSync } from 'node:fs';
import { zipSync } from 'fflate';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from '../../../../shared/z.ts';
import { largestDifference } from '../../kinds/reference/compare.ts';
import { openDevice } from '../../tfjs/devices.ts';
import { GrowingGroup } from '../hdf5/hdf5Tree.ts';
import { readHdf5 } from '../hdf5/readHdf5.ts';
import { writeHdf5 } from '../hdf5/writeHdf5.ts';
import { importModel } from '../importModel.ts';
import { runLayers } from '../runLayers.ts';
import { readH5 } from './readH5.ts';
import { readKeras } from './readKeras.ts';

beforeAll(() => openDevice('tensorflow'));

const array = z.object({ shape: z.array(z.number()), values: z.array(z.number()) });
const fixture = z.object({ keras: z.string(), models: z.array(z.object({ name: z.string(), input: array, outputs: z.array(array) })) });
const bytesOf = (name: string): Uint8Array => readFileSync(new URL(`fixtures/${name}`, import.meta.url));
const { models } = fixture.parse(JSON.parse(new TextDecoder().decode(bytesOf('models.json'))));

/** Law: what Keras itself saved (tools/peer/kerasModels.py), read and run by us, gives Keras's outputs. */
describe.each(models)('$name, saved by Keras', ({ name, input, outputs }) => {
  it.each(['keras', 'h5'])('as .%s gives its outputs and comes onto the canvas', async (ending) => {
    const bytes = bytesOf(`${name}.${ending}`);
    const model = ending === 'keras' ? readKeras(bytes, name) : readH5(bytes, name);
    const layers = runLayers(model);
    const found = Object.values(await layers.run({ [model.inputs[0]?.name ?? '']: { shape: input.shape, values: Float32Array.from(input.values) } }));
    layers.dispose();
    expect(found.map(({ shape }) => shape)).toEqual(outputs.map(({ shape }) => shape));
    for (const [at, { values }] of outputs.entries()) expect(largestDifference(found[at]?.values, values)).toBeLessThan(1e-5);
    const { value, issues } = importModel({ [`${name}.${ending}`]: bytes }, name);
    expect(issues).toEqual([]);
    expect(Object.keys(value?.document.nodes ?? {}).length).toBe(model.layers.length + outputs.length);
  });
});

describe('HDF5', () => {
  it('what is written is read: any names, shapes and texts', () => {
    const root = new GrowingGroup();
    root.attributes
      .set('text', `中文 ${'x'.repeat(100_000)}`)
      .set('list', ['a', '', 'bé'])
      .set('none', []);
    for (let at = 0; at < 300; at++) root.at('layers', `layer_${at}`, 'vars').arrays.set('0', { shape: [2, 1], values: Float32Array.of(at, -at) });
    root
      .at('edge')
      .arrays.set('scalar', { shape: [], values: Float32Array.of(7) })
      .set('empty', { shape: [0, 3], values: new Float32Array() });
    const back = readHdf5(writeHdf5(root), 'x.h5');
    expect([...back.attributes]).toEqual([...root.attributes]);
    const layers = back.groups.get('layers')?.groups;
    expect(layers?.size).toBe(300);
    for (let at = 0; at < 300; at++)
      expect(layers?.get(`layer_${at}`)?.groups.get('vars')?.arrays.get('0')).toEqual({ shape: [2, 1], values: Float32Array.of(at, -at) });
    expect(back.groups.get('edge')?.arrays.get('scalar')).toEqual({ shape: [], values: Float32Array.of(7) });
    expect(back.groups.get('edge')?.arrays.get('empty')).toEqual({ shape: [0, 3], values: new Float32Array() });
  });
});

describe('what would take memory or change what it must not is refused with a code', () => {
  const codes = (bytes: Uint8Array): readonly string[] => {
    const { value, issues } = importModel({ model: bytes }, 'model');
    expect(value).toBeUndefined();
    return issues.map(({ code }) => code);
  };
  const text = (value: string): Uint8Array => new TextEncoder().encode(value);
  const config = (layers: unknown, more = ''): Uint8Array =>
    text(`{"class_name":"Functional",${more}"config":{"name":"m","layers":${JSON.stringify(layers)},"input_layers":[["x",0,0]],"output_layers":[["d",0,0]]}}`);
  const input = { class_name: 'InputLayer', name: 'x', config: { name: 'x', batch_shape: [null, 4] }, inbound_nodes: [] };
  const dense = (className: string, settings: object): unknown => ({
    class_name: className,
    name: 'd',
    config: { name: 'd', ...settings },
    inbound_nodes: [[['x', 0, 0, {}]]],
  });
  const archive = (topology: Uint8Array, weights: Uint8Array = writeHdf5(new GrowingGroup())): Uint8Array =>
    zipSync({ 'config.json': topology, 'metadata.json': text('{}'), 'model.weights.h5': weights });

  it('a zip bomb', () => {
    expect(codes(zipSync({ 'config.json': new Uint8Array(80 * 2 ** 20) }))).toEqual(['import-too-large']);
  });

  it('a truncated zip, and nothing at all', () => {
    expect(codes(bytesOf('perceptron.keras').slice(0, 4000))).toEqual(['import-broken']);
    expect(codes(new Uint8Array())).toEqual(['import-broken']);
  });

  it('an HDF5 array of an absurd shape', () => {
    const root = new GrowingGroup();
    root.arrays.set('0', { shape: [2, 3], values: new Float32Array(6) });
    const bytes = writeHdf5(root);
    const view = new DataView(bytes.buffer);
    const at = Array.from({ length: bytes.length / 8 - 1 }, (_, index) => index * 8).find(
      (place) => view.getBigUint64(place, true) === 2n && view.getBigUint64(place + 8, true) === 3n,
    );
    view.setBigUint64(at ?? 0, 2n ** 40n, true);
    expect(() => readHdf5(bytes, 'x.h5')).toThrow(/import-broken.*larger than the file/);
  });

  it('a layer of a billion units, whose weights are not there', () => {
    expect(codes(archive(config([input, dense('Dense', { units: 1e9 })])))).toEqual(['import-weights-missing']);
  });

  it('keys of every object', () => {
    expect(codes(archive(config([input, dense('Dense', { units: 2 })], '"__proto__":{"x":1},')))).toEqual(['import-broken']);
  });

  it('unknown layers, named one by one', () => {
    const { issues } = importModel(
      { model: archive(config([input, { ...input, class_name: 'Attention', name: 'a' }, dense('Lambda', { function: 'x' })])) },
      'model',
    );
    expect(issues.map(({ code, values }) => [code, values.layer, values.className])).toEqual([
      ['import-layer-unknown', 'a', 'Attention'],
      ['import-layer-unknown', 'd', 'Lambda'],
    ]);
  });

  it('a layer whose settings no node says', () => {
    expect(codes(archive(config([input, dense('ReLU', { negative_slope: 0.5 })])))).toEqual(['import-layer-setting']);
  });
});
