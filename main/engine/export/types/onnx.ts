import type { Outcome } from '../../../../shared/check/issue.ts';
import { hasErrors, issue, IssueError } from '../../../../shared/check/issue.ts';
import type { ExportFiles, ExportFormat, ModelCard } from '../exportFormat.ts';
import { encodeLayerGraph } from '../layerGraph.ts';
import { exportParts, sampleForms } from '../portableModel.ts';
import type { PortableModel } from '../portableModel.ts';
import { onnxGraphOf, onnxLayerClasses } from '../onnx/onnxGraph.ts';
import { encodeOnnx } from '../onnx/onnxMessages.ts';
import { onnxLayersKey } from '../onnx/readLayers.ts';
import { openOnnx } from '../onnx/runOnnx.ts';
import { pythonInputs } from './pythonInputs.ts';
import { refusedLayers } from './refusedLayers.ts';

/** What one protocol buffer message may take: 2 GiB, less room for the graph. */
const mostBytes = 2 ** 31 - 2 ** 24;
const fileName = 'model.onnx';

/** ONNX, operator set 17: read by onnxruntime (also in the browser), and by what converts from it. Images stay channels last at inputs and outputs. */
export const onnxFormat: ExportFormat = {
  id: 'onnx',
  title: { en: 'ONNX (.onnx)', zh: 'ONNX（.onnx）' },
  extension: '.onnx',
  parts: exportParts,
  samples: sampleForms,
  write: (model, card) => Promise.resolve(writeOnnx(model, card)),
  read: (files) => Promise.resolve(openOnnx(Object.values(files)[0] ?? new Uint8Array())),
  snippet: onnxSnippet,
};

function writeOnnx(model: PortableModel, card: ModelCard): Outcome<ExportFiles> {
  // 1. Nothing is written that cannot be written whole.
  const refused = refusedLayers(model, (className) => onnxLayerClasses.has(className), 'ONNX');
  const found = model.layers.flatMap(({ weights }) => weights).reduce((sum, { values }) => sum + values.byteLength, 0);
  const issues = found > mostBytes ? [...refused, issue('model-too-large', {}, { format: 'ONNX', found, limit: mostBytes })] : refused;
  if (hasErrors(issues)) return { value: undefined, issues };
  // 2. The graph, and beside it where it comes from and what layers it was made of.
  try {
    const metadata = { ...cardTexts(model, card), [onnxLayersKey]: JSON.stringify(encodeLayerGraph(model)) };
    return { value: { [fileName]: encodeOnnx({ graph: onnxGraphOf(model), producerVersion: card.hourglass, metadata }) }, issues };
  } catch (error) {
    if (error instanceof IssueError) return { value: undefined, issues: [...issues, ...error.issues] };
    throw error;
  }
}

/** The card as texts, one entry each; what is no text is JSON. */
function cardTexts(model: PortableModel, card: ModelCard): Readonly<Record<string, string>> {
  const roles = (list: readonly { readonly name: string; readonly role: string }[]): Readonly<Record<string, string>> =>
    Object.fromEntries(list.map(({ name, role }) => [name, role]));
  return Object.fromEntries(
    Object.entries({ ...card, part: model.part, sample: model.sample, inputs: roles(model.inputs), outputs: roles(model.outputs) }).map(([key, value]) => [
      `hourglass.${key}`,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]),
  );
}

/** A Python program for onnxruntime. */
function onnxSnippet(model: PortableModel, name: string): string {
  return `# pip install onnxruntime numpy
import numpy as np
import onnxruntime

${pythonInputs(model)}
session = onnxruntime.InferenceSession(${JSON.stringify(name)})
for output, values in zip(session.get_outputs(), session.run(None, inputs)):
    print(output.name, values.shape)
`;
}
