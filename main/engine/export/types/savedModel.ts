import { IssueError, issue } from '../../../../shared/check/issue.ts';
import type { Outcome } from '../../../../shared/check/issue.ts';
import { tf } from '../../tfjs/core.ts';
import { encodeGraph, tfTypes } from '../../tfjs/encodeGraph.ts';
import type { SignatureTensor } from '../../tfjs/encodeGraph.ts';
import { loadGraphSession } from '../../tfjs/graphSession.ts';
import type { ExportFiles, ExportFormat, ModelCard, ReadBack } from '../exportFormat.ts';
import { graphForAnyBatch } from '../graph/anyBatch.ts';
import { exportParts, sampleForms } from '../portableModel.ts';
import type { PortableModel } from '../portableModel.ts';
import { readSignature } from '../graph/readSignature.ts';
import { runSession } from '../graph/runSession.ts';
import { sealOf } from '../graph/seal.ts';

const graphFile = 'saved_model.pb',
  cardFile = 'assets.extra/hourglass.json',
  sealFile = 'assets.extra/saved_model.sha256';
/** The name under which TensorFlow Serving, TFSMLayer and the rest look for what to call. */
export const signatureName = 'serving_default';

/**
 * TensorFlow's SavedModel, for serving: one graph with its weights as constants, called for batches of any size. Made of what TensorFlow itself did when the
 * model ran; needs the tensorflow device.
 */
export const savedModelFormat: ExportFormat = {
  id: 'savedmodel',
  title: { en: 'TensorFlow SavedModel (folder)', zh: 'TensorFlow SavedModel（文件夹）' },
  extension: null,
  parts: exportParts,
  samples: sampleForms,
  write: (model, card) => Promise.resolve(writeSavedModel(model, card)),
  read: (files) => Promise.resolve(readSavedModel(files)),
  snippet: savedModelSnippet,
};

function writeSavedModel(model: PortableModel, card: ModelCard): Outcome<ExportFiles> {
  if (tf.getBackend() !== 'tensorflow') return { value: undefined, issues: [issue('export-needs-tensorflow', {}, { format: 'SavedModel' })] };
  try {
    const { graph, inputs, outputs } = graphForAnyBatch(model);
    const told = (ref: string | undefined, dtype: number, shape: readonly number[]): SignatureTensor => ({ tensor: `${ref}:0`, dtype, shape: [-1, ...shape] });
    const signature = {
      inputs: Object.fromEntries(
        model.inputs.map(({ name, dtype, shape }, index) => [name, told(inputs[index], dtype === 'int32' ? tfTypes.int32 : tfTypes.float, shape)]),
      ),
      outputs: Object.fromEntries(model.outputs.map(({ name, shape }, index) => [name, told(outputs[index], tfTypes.float, shape)])),
    };
    const bytes = encodeGraph(graph.nodes, { [signatureName]: signature });
    const files = {
      [graphFile]: bytes,
      [sealFile]: new TextEncoder().encode(`${sealOf(bytes)}\n`),
      [cardFile]: new TextEncoder().encode(JSON.stringify(card, null, 2)),
    };
    return { value: files, issues: [] };
  } catch (error) {
    if (error instanceof IssueError) return { value: undefined, issues: error.issues };
    throw error;
  }
}

/** Loads the files into a session of TensorFlow's, by what the signature says alone. */
function readSavedModel(files: ExportFiles): Outcome<ReadBack> {
  const bytes = files[graphFile];
  if (!bytes) return { value: undefined, issues: [issue('export-unreadable', { file: graphFile }, { reason: 'missing' })] };
  try {
    if (new TextDecoder().decode(files[sealFile]).trim() !== sealOf(bytes)) throw new Error('it is not what was written');
    const signature = readSignature(bytes, signatureName);
    return { value: runSession(loadGraphSession(bytes), signature), issues: [] };
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    return { value: undefined, issues: [issue('export-unreadable', { file: graphFile }, { reason })] };
  }
}

function savedModelSnippet(model: PortableModel, name: string): string {
  const feeds = model.inputs.map(({ name: input, shape, dtype }) => `    ${input}=tf.zeros([1, ${shape.join(', ')}]${dtype === 'int32' ? ', tf.int32' : ''}),`);
  return [
    'import tensorflow as tf',
    '',
    `model = tf.saved_model.load(${JSON.stringify(name)})`,
    `outputs = model.signatures["${signatureName}"](`,
    ...feeds,
    ')',
    `print({name: value.shape for name, value in outputs.items()})  # ${model.outputs.map((output) => output.name).join(', ')}`,
    '',
  ].join('\n');
}
