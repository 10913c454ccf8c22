import type { Outcome } from '../../../../shared/check/issue.ts';
import { issue, IssueError } from '../../../../shared/check/issue.ts';
import { decodeSafetensors, encodeSafetensors } from '../../files/safetensors.ts';
import type { ExportFiles, ExportFormat, ModelCard, ReadBack } from '../exportFormat.ts';
import { decodeLayerGraph, encodeLayerGraph, weightKey } from '../layerGraph.ts';
import { exportParts, sampleForms } from '../portableModel.ts';
import type { PortableModel } from '../portableModel.ts';
import { runLayers } from '../runLayers.ts';
import { safetensorsSnippet } from './safetensorsSnippet.ts';

/** The two files of the format. */
export const safetensorsFiles = { weights: 'model.safetensors', layers: 'model.json' } as const;
/** JSON that holds layers is at most so long. */
const mostJsonBytes = 64 * 2 ** 20;

/** The weights as safetensors (float32, Keras's shapes, `<layer>/<weight>`), and the layers that they belong to as JSON in Keras 3's vocabulary: for programs of one's own. */
export const safetensorsFormat: ExportFormat = {
  id: 'safetensors',
  title: { en: 'safetensors + JSON', zh: 'safetensors + JSON' },
  extension: null,
  parts: exportParts,
  samples: sampleForms,
  write: (model, card) => Promise.resolve({ value: writeSafetensors(model, card), issues: [] }),
  read: (files) => Promise.resolve(openSafetensors(files)),
  snippet: safetensorsSnippet,
};

function writeSafetensors(model: PortableModel, card: ModelCard): ExportFiles {
  const tensors = Object.fromEntries(model.layers.flatMap((layer) => layer.weights.map((weight) => [weightKey(layer.name, weight.name), weight] as const)));
  const metadata = { format: 'hourglass-layers', layers: safetensorsFiles.layers, card: JSON.stringify(card) };
  const graph = { ...encodeLayerGraph(model), card };
  return {
    [safetensorsFiles.weights]: encodeSafetensors({ tensors, metadata }),
    [safetensorsFiles.layers]: new TextEncoder().encode(`${JSON.stringify(graph, null, 1)}\n`),
  };
}

function openSafetensors(files: ExportFiles): Outcome<ReadBack> {
  const { value: model, issues } = readSafetensorsLayers(files);
  return { value: model && runLayers(model), issues };
}

/** The two files back as a model. Issue `layers-broken`, naming the file and what is wrong. */
export function readSafetensorsLayers(files: ExportFiles): Outcome<PortableModel> {
  const broken = (file: string, reason: string): Outcome<PortableModel> => ({ value: undefined, issues: [issue('layers-broken', { file }, { reason })] });
  // 1. Both files are there and no longer than they may be.
  const weights = Object.hasOwn(files, safetensorsFiles.weights) ? files[safetensorsFiles.weights] : undefined,
    json = Object.hasOwn(files, safetensorsFiles.layers) ? files[safetensorsFiles.layers] : undefined;
  if (!weights) return broken(safetensorsFiles.weights, 'it is not there');
  if (!json) return broken(safetensorsFiles.layers, 'it is not there');
  if (json.length > mostJsonBytes) return broken(safetensorsFiles.layers, `it is longer than ${mostJsonBytes} bytes`);
  // 2. The weights; then the layers, each of which asks for its own.
  try {
    const { tensors } = decodeSafetensors(weights, safetensorsFiles.weights);
    const text = new TextDecoder().decode(json);
    return decodeLayerGraph(
      text,
      (layer, { name, shape }) => {
        const key = weightKey(layer.name, name);
        const found = Object.hasOwn(tensors, key) ? tensors[key] : undefined;
        return found && String(found.shape) === String(shape) ? found : null;
      },
      safetensorsFiles.layers,
    );
  } catch (error) {
    if (!(error instanceof IssueError)) throw error;
    return broken(safetensorsFiles.weights, error.issues.map(({ values: { reason } }) => (typeof reason === 'string' ? reason : '')).join('; '));
  }
}
