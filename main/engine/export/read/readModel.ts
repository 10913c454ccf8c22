import { refuse } from '../../../../shared/check/issue.ts';
import { isRecord, plainJson } from '../../../../shared/graph/plainJson.ts';
import type { KerasRef } from '../../kinds/kerasEmission.ts';
import type { ExportFiles } from '../exportFormat.ts';
import { layerWeights } from '../layerWeights.ts';
import type { PortableLayer, PortableModel } from '../portableModel.ts';
import type { StoredArray } from '../storedArray.ts';
import type { ModelInterface } from '../types/modelInterface.ts';
import type { DrawnLayer, DrawnModel } from './readTopology.ts';

/** A model as a file holds it: layers in Keras 3's words with their weights, roles and parts unsaid. */
export type ReadModel = Pick<PortableModel, 'name' | 'inputs' | 'layers' | 'outputs'>;

/** The weights that a file holds for a layer, in the order of `get_weights()`. */
export type WeightsOf = (layer: DrawnLayer) => readonly StoredArray[];

/** Bytes of JSON that are parsed at most. */
export const jsonLimitBytes = 64 * 2 ** 20;

/** Joins a drawing and its weights. Throws IssueError `import-weights-missing`, `import-layer-setting`. */
export function joinWeights(
  drawn: DrawnModel,
  weightsOf: WeightsOf,
  { file, names }: { readonly file: string; readonly names: ModelInterface | null },
): ReadModel {
  const shapes = new Map(drawn.layers.map(({ name, outputShapes }) => [name, outputShapes]));
  const shapeOf = ([name, output]: KerasRef): readonly number[] => shapes.get(name)?.[output] ?? [];
  const layers = drawn.layers.map((layer): PortableLayer => {
    const lacking = (reason: string): never => refuse('import-weights-missing', { file }, { layer: layer.name, reason });
    const expected = layerWeights(layer.className, layer.config, layer.inputs.map(shapeOf), (key) =>
      refuse('import-layer-setting', { file }, { layer: layer.name, className: layer.className, setting: key, value: '?' }),
    );
    const held = expected.length === 0 ? [] : weightsOf(layer);
    if (held.length !== expected.length) return lacking(`${held.length} arrays instead of ${expected.length}`);
    const weights = expected.map(({ name, shape }, at) => {
      const array = held[at] ?? lacking(name);
      if (array.shape.join() !== shape.join()) return lacking(`${name} is [${array.shape.join(', ')}] instead of [${shape.join(', ')}]`);
      return { name, shape, values: array.values };
    });
    return { ...layer, weights, node: null };
  });
  const role = (at: number): string => names?.inputs[at]?.role ?? '';
  const inputs = drawn.inputs.map((name, at) => {
    const layer = layers.find((candidate) => candidate.name === name);
    const dtype = layer?.config.dtype === 'int32' ? ('int32' as const) : ('float32' as const);
    const said = inputRoles.find((known) => known === role(at));
    return { name, role: said ?? (dtype === 'int32' ? 'labels' : 'data'), shape: layer?.outputShapes[0] ?? [], dtype };
  });
  const outputs = drawn.outputs.map((ref, at) => ({
    name: names?.outputs[at]?.name ?? (drawn.outputs.length === 1 ? 'output' : `output_${at + 1}`),
    role: outputRoles.find((known) => known === names?.outputs[at]?.role) ?? ('reconstruction' as const),
    ref,
    shape: shapeOf(ref),
  }));
  return { name: drawn.name, inputs, layers, outputs };
}

const inputRoles = ['data', 'labels', 'latent', 'noise', 'uniform'] as const;
const outputRoles = ['reconstruction', 'classes', 'mean', 'spread', 'code'] as const;

/** JSON of a file as plain records. Throws IssueError `import-broken`, `import-too-large`: no reserved keys, 32 levels at most. */
export function parseJson(bytes: Uint8Array | string, file: string): Readonly<Record<string, unknown>> {
  const length = bytes.length;
  if (length > jsonLimitBytes) return refuse('import-too-large', { file }, { bytes: length, limit: jsonLimitBytes });
  let parsed: unknown;
  try {
    parsed = JSON.parse(typeof bytes === 'string' ? bytes : new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return refuse('import-broken', { file }, { reason: 'a part of it is no JSON' });
  }
  const { value, issues } = plainJson(parsed);
  const [first] = issues;
  if (first || !isRecord(value))
    return refuse('import-broken', { file }, { reason: first ? `${first.code} ${first.at.path ?? ''}` : 'a part of it is no record' });
  return value;
}

/** The only file of a format of one file. */
export function soleFile(files: ExportFiles): Uint8Array {
  const [only, ...more] = Object.values(files);
  if (!only || more.length > 0) throw new Error('this format is one file');
  return only;
}
