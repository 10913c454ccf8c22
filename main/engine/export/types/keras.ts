import { zipSync } from 'fflate';
import type { Outcome } from '../../../../shared/check/issue.ts';
import type { ExportFiles, ExportFormat, ModelCard } from '../exportFormat.ts';
import { exportParts, sampleForms } from '../portableModel.ts';
import type { PortableModel } from '../portableModel.ts';
import { GrowingGroup } from '../hdf5/hdf5Tree.ts';
import { writeHdf5 } from '../hdf5/writeHdf5.ts';
import { refusedLayers } from './refusedLayers.ts';
import { interfaceOf } from './modelInterface.ts';
import { kerasFunctional, kerasOrder, kerasSays, kerasVersion, plainName, recurrentClasses, snakeCase } from './kerasGraph.ts';
import { readKeras } from '../read/readKeras.ts';
import { soleFile } from '../read/readModel.ts';
import { readBack } from '../read/readBack.ts';
import { kerasSnippet } from './kerasSnippet.ts';

/** Keras 3's own format: a zip of config.json, metadata.json and model.weights.h5. */
export const kerasFormat: ExportFormat = {
  id: 'keras',
  title: { en: 'Keras 3 (.keras)', zh: 'Keras 3（.keras）' },
  extension: '.keras',
  parts: exportParts,
  samples: sampleForms,
  write: (model, card) => Promise.resolve(writeKeras(model, card)),
  read: (files) => readBack(() => readKeras(soleFile(files), 'model.keras')),
  snippet: (model, name) => kerasSnippet(model, name),
};

function writeKeras(model: PortableModel, card: ModelCard): Outcome<ExportFiles> {
  const issues = refusedLayers(model, kerasSays, 'Keras');
  if (issues.length > 0) return { value: undefined, issues };
  const json = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));
  const bytes = zipSync(
    {
      'metadata.json': json({ keras_version: kerasVersion, hourglass: { card, ...interfaceOf(model) } }),
      'config.json': json(kerasFunctional(model)),
      'model.weights.h5': writeHdf5(weightStore(model)),
    },
    // Stored, as Keras does; the same model gives the same bytes.
    { level: 0, mtime: new Date(1980, 0, 1) },
  );
  return { value: { 'model.keras': bytes }, issues: [] };
}

/** Keras 3's weights file: `layers/<class in snake case>[_n]/vars/<i>`, counted by class in the order of the model's layers. */
function weightStore(model: PortableModel): GrowingGroup {
  const root = new GrowingGroup();
  root.at('vars').attributes.set('name', plainName(model.name));
  const used = new Map<string, number>();
  for (const layer of kerasOrder(model)) {
    // Operations of keras.ops take part in no count: they are no layers.
    if (layer.className.startsWith('ops.')) continue;
    const kind = snakeCase(layer.className);
    const before = used.get(kind) ?? 0;
    used.set(kind, before + 1);
    const own = root.at('layers', before === 0 ? kind : `${kind}_${before}`);
    own.at('vars').attributes.set('name', layer.name);
    const place = recurrentClasses.has(layer.className) ? own.at('cell', 'vars') : own.at('vars');
    if (recurrentClasses.has(layer.className)) place.attributes.set('name', `${kind}_cell`);
    for (const [at, weight] of layer.weights.entries()) place.arrays.set(String(at), weight);
  }
  return root;
}
