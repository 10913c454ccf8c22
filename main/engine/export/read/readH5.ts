import { refuse } from '../../../../shared/check/issue.ts';
import type { Hdf5Group } from '../hdf5/hdf5Tree.ts';
import { readHdf5 } from '../hdf5/readHdf5.ts';
import type { StoredArray } from '../storedArray.ts';
import { interfaceIn } from './readKeras.ts';
import { joinWeights, parseJson } from './readModel.ts';
import type { ReadModel } from './readModel.ts';
import { readTopology } from './readTopology.ts';

/** Reads a whole model in Keras's legacy HDF5 layout. Throws IssueError `import-broken`, `import-layer-…`, `import-weights-missing`. */
export function readH5(bytes: Uint8Array, file: string): ReadModel {
  const root = readHdf5(bytes, file);
  const config = root.attributes.get('model_config');
  if (typeof config !== 'string') return refuse('import-broken', { file }, { reason: 'it holds weights alone, without model_config' });
  const said = root.attributes.get('hourglass');
  const topology = readTopology(parseJson(config, file), file);
  const store = root.groups.get('model_weights') ?? refuse('import-broken', { file }, { reason: 'it holds no model_weights' });
  const names = typeof said === 'string' ? interfaceIn(parseJson(said, file)) : null;
  return joinWeights(topology, ({ name }) => weightsIn(store.groups.get(name)), { file, names });
}

/** The arrays that a layer's group names, in their order; those that are not there are left out. */
function weightsIn(group: Hdf5Group | undefined): readonly StoredArray[] {
  if (!group) return [];
  const names = group.attributes.get('weight_names') ?? [];
  return (typeof names === 'string' ? [names] : names).flatMap((path) => {
    const steps = path.split('/');
    const last = steps.pop() ?? '';
    let place: Hdf5Group | undefined = group;
    for (const step of steps) place = place?.groups.get(step);
    return place?.arrays.get(last) ?? [];
  });
}
