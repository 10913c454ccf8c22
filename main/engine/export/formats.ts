import type { ExportFormat, ExportFormatId } from './exportFormat.ts';
import { h5Format } from './types/h5.ts';
import { kerasFormat } from './types/keras.ts';
import { kerasSource } from './types/kerasSource.ts';
import { onnxFormat } from './types/onnx.ts';
import { safetensorsFormat } from './types/safetensors.ts';
import { savedModelFormat } from './types/savedModel.ts';
import { tfjsFormat } from './types/tfjs.ts';
import { tfjsGraphFormat } from './types/tfjsGraph.ts';
import { tfjsSource } from './types/tfjsSource.ts';
import { torchSource } from './types/torchSource.ts';

/** Every format that is written, in the order of menus. */
export const exportFormats: readonly ExportFormat[] = [
  kerasFormat,
  h5Format,
  savedModelFormat,
  tfjsFormat,
  tfjsGraphFormat,
  onnxFormat,
  safetensorsFormat,
  kerasSource,
  torchSource,
  tfjsSource,
];

/** A format by its id; undefined where this build does not write it. */
export function formatOf(id: ExportFormatId): ExportFormat | undefined {
  return exportFormats.find((format) => format.id === id);
}
