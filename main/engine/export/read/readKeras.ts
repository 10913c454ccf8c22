import { IssueError, refuse } from '../../../../shared/check/issue.ts';
import { listZip, unzipEntry } from '../../files/zipArchive.ts';
import type { Hdf5Group } from '../hdf5/hdf5Tree.ts';
import { readHdf5 } from '../hdf5/readHdf5.ts';
import type { StoredArray } from '../storedArray.ts';
import { kerasOrder, recurrentClasses, snakeCase } from '../types/kerasGraph.ts';
import type { DrawnModel } from './readTopology.ts';
import { readTopology } from './readTopology.ts';
import { modelInterface } from '../types/modelInterface.ts';
import type { ModelInterface } from '../types/modelInterface.ts';
import { joinWeights, jsonLimitBytes, parseJson } from './readModel.ts';
import type { ReadModel } from './readModel.ts';

/** Weights that are read at most: 128 million numbers. */
export const weightLimitBytes = 512 * 2 ** 20;

/** Reads a `.keras` file. Throws IssueError `import-broken`, `import-too-large`, `import-layer-…`, `import-weights-missing`. */
export function readKeras(bytes: Uint8Array, file: string): ReadModel {
  const entry = zipReader(bytes, file);
  const topology = readTopology(parseJson(entry('config.json', jsonLimitBytes), file), file);
  const { hourglass } = parseJson(entry('metadata.json', jsonLimitBytes), file);
  const store = readHdf5(entry('model.weights.h5', weightLimitBytes), file);
  const groups = weightGroups(store, topology);
  return joinWeights(
    topology,
    (layer) => {
      const own = groups.get(layer.name);
      const place = (recurrentClasses.has(layer.className) ? own?.groups.get('cell') : own)?.groups.get('vars');
      return place ? numbered(place) : [];
    },
    { file, names: interfaceIn(hourglass) },
  );
}

/** The names that our own files say beside the model; null where they are not there. */
export function interfaceIn(value: unknown): ModelInterface | null {
  const { data } = modelInterface.safeParse(value);
  return data ?? null;
}

/** Layer name to its group: by the name that Keras notes in it, else by its class and number. */
function weightGroups(store: Hdf5Group, topology: DrawnModel): ReadonlyMap<string, Hdf5Group> {
  const groups = (store.groups.get('layers') ?? store.groups.get('_layer_checkpoint_dependencies'))?.groups ?? new Map<string, Hdf5Group>();
  const named = new Map<string, Hdf5Group>();
  for (const group of groups.values()) {
    const name = group.groups.get('vars')?.attributes.get('name');
    if (typeof name === 'string') named.set(name, group);
  }
  const used = new Map<string, number>();
  const ends = { inputs: topology.inputs.map((name) => ({ name })), outputs: topology.outputs.map((ref) => ({ ref })) };
  for (const { name, className } of kerasOrder({ layers: topology.layers, ...ends })) {
    if (className.startsWith('ops.')) continue;
    const kind = snakeCase(className);
    const before = used.get(kind) ?? 0;
    used.set(kind, before + 1);
    const group = groups.get(before === 0 ? kind : `${kind}_${before}`);
    if (group && !named.has(name)) named.set(name, group);
  }
  return named;
}

/** The arrays `0`, `1`, … of a group. */
function numbered(place: Hdf5Group): readonly StoredArray[] {
  return [...place.arrays].toSorted(([a], [b]) => Number(a) - Number(b)).map(([, array]) => array);
}

/** Unpacks entries of a zip, never more than they declare and never more than is allowed. */
function zipReader(bytes: Uint8Array, file: string): (name: string, limitBytes: number) => Uint8Array {
  const damaged = (found: unknown): never => {
    if (!(found instanceof IssueError)) throw found;
    const [first] = found.issues;
    if (first?.code === 'data-too-large') return refuse('import-too-large', { file }, first.values);
    return refuse('import-broken', { file }, { reason: `its zip is damaged: ${typeof first?.values.reason === 'string' ? first.values.reason : ''}` });
  };
  const guarded = <T>(work: () => T): T => {
    try {
      return work();
    } catch (found) {
      return damaged(found);
    }
  };
  // Shorter than the end of a zip, there is nothing to look at.
  if (bytes.length < 22) return refuse('import-broken', { file }, { reason: 'it is cut short' });
  const entries = guarded(() => listZip(bytes, file));
  return (name, limitBytes) => {
    const entry = entries.find((candidate) => candidate.name === name) ?? refuse('import-broken', { file }, { reason: `${name} is missing in it` });
    return guarded(() => unzipEntry(bytes, entry, { file, limitBytes }));
  };
}
