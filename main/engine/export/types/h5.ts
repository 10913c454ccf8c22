import type { Outcome } from '../../../../shared/check/issue.ts';
import type { ExportFiles, ExportFormat, ModelCard } from '../exportFormat.ts';
import { exportParts, sampleForms } from '../portableModel.ts';
import type { PortableModel } from '../portableModel.ts';
import { GrowingGroup } from '../hdf5/hdf5Tree.ts';
import { writeHdf5 } from '../hdf5/writeHdf5.ts';
import { soleFile } from '../read/readModel.ts';
import { kerasFunctional, kerasOrder, kerasSays, kerasVersion, recurrentClasses } from './kerasGraph.ts';
import { kerasSnippet } from './kerasSnippet.ts';
import { interfaceOf } from './modelInterface.ts';
import { readBack } from '../read/readBack.ts';
import { readH5 } from '../read/readH5.ts';
import { kerasWeightNames } from '../layerWeights.ts';
import { refusedLayers } from './refusedLayers.ts';

/** Keras's legacy format: a whole model in one HDF5 file, which Keras 3 still loads. */
export const h5Format: ExportFormat = {
  id: 'h5',
  title: { en: 'Keras, legacy (.h5)', zh: 'Keras 旧格式（.h5）' },
  extension: '.h5',
  parts: exportParts,
  samples: sampleForms,
  write: (model, card) => Promise.resolve(writeH5(model, card)),
  read: (files) => readBack(() => readH5(soleFile(files), 'model.h5')),
  snippet: (model, name) => kerasSnippet(model, name),
};

/** Operations are no layers, which is all this format knows. */
const saysLegacy = (className: string): boolean => !className.startsWith('ops.') && kerasSays(className);

function writeH5(model: PortableModel, card: ModelCard): Outcome<ExportFiles> {
  const issues = refusedLayers(model, saysLegacy, 'Keras HDF5');
  if (issues.length > 0) return { value: undefined, issues };
  const root = new GrowingGroup();
  root.attributes
    .set('keras_version', kerasVersion)
    .set('backend', 'tensorflow')
    .set('model_config', JSON.stringify(kerasFunctional(model)));
  root.attributes.set('hourglass', JSON.stringify({ card, ...interfaceOf(model) }));
  const store = root.at('model_weights');
  const layers = kerasOrder(model);
  store.attributes.set('keras_version', kerasVersion).set('backend', 'tensorflow');
  store.attributes.set(
    'layer_names',
    layers.map(({ name }) => name),
  );
  for (const layer of layers) {
    const own = store.at(layer.name);
    const inside = recurrentClasses.has(layer.className) ? [layer.name, `${layer.className.toLowerCase()}_cell`] : [layer.name];
    const names = kerasWeightNames(model, layer);
    own.attributes.set(
      'weight_names',
      names.map((name) => [...inside, name].join('/')),
    );
    for (const [at, weight] of layer.weights.entries()) own.at(...inside).arrays.set(names[at] ?? '', weight);
  }
  store.at('top_level_model_weights').attributes.set('weight_names', []);
  return { value: { 'model.h5': writeHdf5(root) }, issues: [] };
}
