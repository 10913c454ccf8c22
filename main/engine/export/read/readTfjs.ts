import { refuse } from '../../../../shared/check/issue.ts';
import { isRecord } from '../../../../shared/graph/plainJson.ts';
import type { ExportFiles } from '../exportFormat.ts';
import type { StoredArray } from '../storedArray.ts';
import { layerWeights } from '../layerWeights.ts';
import { interfaceIn } from './readKeras.ts';
import { joinWeights, parseJson } from './readModel.ts';
import type { ReadModel } from './readModel.ts';
import { readTopology } from './readTopology.ts';

/**
 * Reads a TensorFlow.js layers model from its files: `model.json` and what its manifest names. Nothing but `files` is looked at.
 * Throws IssueError `import-broken`, `import-layer-…`, `import-weights-missing`.
 */
export function readTfjs(files: ExportFiles, file: string): ReadModel {
  const broken = (reason: string): never => refuse('import-broken', { file }, { reason });
  const said = parseJson((Object.hasOwn(files, 'model.json') ? files['model.json'] : undefined) ?? broken('model.json is missing'), file);
  const { modelTopology: topology, weightsManifest: manifest, userDefinedMetadata: metadata } = said;
  if (!isRecord(topology)) return broken('it holds no layers');
  const drawn = readTopology(isRecord(topology.model_config) ? topology.model_config : topology, file, 'tfjs');
  const arrays = readManifest(manifest, files, file);
  const names = interfaceIn(isRecord(metadata) ? metadata.hourglass : undefined);
  const shapes = new Map(drawn.layers.map(({ name, outputShapes }) => [name, outputShapes]));
  return joinWeights(
    drawn,
    ({ name: layer, className, config, inputs }) =>
      layerWeights(
        className,
        config,
        inputs.map(([from, output]) => shapes.get(from)?.[output] ?? []),
        (key) => broken(`layer ${layer} does not say its ${key}`),
      ).flatMap(({ name }) => arrays.get(`${layer}/${name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}`) ?? []),
    { file, names },
  );
}

/** The arrays of a weights manifest, by `<layer>/<weight>`; what Keras puts between the two is left out. */
function readManifest(manifest: unknown, files: ExportFiles, file: string): ReadonlyMap<string, StoredArray> {
  const broken = (reason: string): never => refuse('import-broken', { file }, { reason });
  const arrays = new Map<string, StoredArray>();
  const used = new Set<string>();
  if (!Array.isArray(manifest)) return broken('it holds no weights');
  for (const group of manifest) {
    if (!isRecord(group) || !Array.isArray(group.paths) || !Array.isArray(group.weights)) return broken('its list of weights is none');
    const shards = group.paths.map((path) => {
      const bytes = typeof path === 'string' && Object.hasOwn(files, path) ? files[path] : undefined;
      if (!bytes || used.has(String(path))) return broken(`${String(path).slice(0, 100)} is missing`);
      used.add(String(path));
      return bytes;
    });
    const bytes = new Uint8Array(shards.reduce((sum, shard) => sum + shard.length, 0));
    shards.reduce((at, shard) => {
      bytes.set(shard, at);
      return at + shard.length;
    }, 0);
    let at = 0;
    for (const weight of group.weights) {
      if (!isRecord(weight) || typeof weight.name !== 'string' || !Array.isArray(weight.shape)) return broken('its list of weights is none');
      const shape = weight.shape.map((extent) =>
        Number.isSafeInteger(extent) && Number(extent) >= 0 ? Number(extent) : broken('a weight of an impossible shape'),
      );
      if (weight.dtype !== 'float32' || weight.quantization !== undefined) return broken(`weight ${weight.name.slice(0, 100)} is not float32`);
      const size = shape.reduce((product, extent) => product * extent, 1);
      if (!(at + size * 4 <= bytes.length)) return broken('its shards are shorter than its weights');
      const view = new DataView(bytes.buffer, at, size * 4);
      const steps = weight.name.split('/');
      arrays.set([steps[0], steps.at(-1)].join('/'), { shape, values: Float32Array.from({ length: size }, (_, index) => view.getFloat32(index * 4, true)) });
      at += size * 4;
    }
    if (at !== bytes.length) return broken('its shards are longer than its weights');
  }
  return arrays;
}
