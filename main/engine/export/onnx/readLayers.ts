import { issue, IssueError } from '../../../../shared/check/issue.ts';
import type { Outcome } from '../../../../shared/check/issue.ts';
import { sizeOf } from '../../../../shared/nodes/tensorSpec.ts';
import { decodeLayerGraph, weightKey } from '../layerGraph.ts';
import type { PortableModel } from '../portableModel.ts';
import { decodeOnnx } from './decodeOnnx.ts';
import type { OnnxFile, ReadNode } from './decodeOnnx.ts';
import { onnxGraphOf } from './onnxGraph.ts';
import type { OnnxAttr, OnnxNode } from './onnxMessages.ts';
import { restoreWeight, weightArrangement } from './weightArrangement.ts';

/** The metadata entry under which our ONNX files hold the layers that they were written from. */
export const onnxLayersKey = 'hourglass.layers';

/**
 * An ONNX file of ours back as the layers it was written from, with its weights. The layers are believed only where they give this very graph again.
 * Issues: onnx-foreign; what decodeOnnx refuses.
 */
export function readOnnxLayers(bytes: Uint8Array, file: string): Outcome<PortableModel> {
  try {
    // 1. The layers that the file names.
    const read = decodeOnnx(bytes);
    const text = read.metadata.get(onnxLayersKey);
    const foreign: Outcome<PortableModel> = { value: undefined, issues: [issue('onnx-foreign', { file })] };
    if (text === undefined) return foreign;
    const tensors = new Map(read.tensors.map((tensor) => [tensor.name, tensor]));
    const { value: model, issues } = decodeLayerGraph(
      text,
      (layer, weight, role) => {
        const values = tensors.get(weightKey(layer.name, weight.name))?.values;
        // Before anything is made of its shape: the tensor is there, and large enough.
        if (!(values instanceof Float32Array) || values.length < sizeOf(weight.shape)) return null;
        return restoreWeight(weight.shape, values, weightArrangement(layer, { name: role, shape: weight.shape }));
      },
      file,
    );
    if (!model) return { value: undefined, issues };
    // 2. They must give this graph, operator by operator.
    return sameGraph(read, onnxGraphOf(model)) ? { value: model, issues } : foreign;
  } catch (error) {
    if (error instanceof IssueError) return { value: undefined, issues: error.issues };
    throw error;
  }
}

function sameGraph(read: OnnxFile, { nodes, tensors }: ReturnType<typeof onnxGraphOf>): boolean {
  if (read.nodes.length !== nodes.length || read.tensors.length !== tensors.length) return false;
  const stored = new Map(read.tensors.map((tensor) => [tensor.name, tensor]));
  return (
    nodes.every((node, at) => {
      const found = read.nodes[at];
      return found !== undefined && showRead(found) === showWritten(node);
    }) &&
    tensors.every(({ name, type, shape, values }) => {
      const found = stored.get(name);
      return found?.type === type && String(found.shape) === String(shape) && values.length === found.values.length && sameValues(values, found.values);
    })
  );
}

function sameValues(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
  for (let at = 0; at < a.length; at++) if (!Object.is(Math.fround(a[at] ?? 0), Math.fround(b[at] ?? 0))) return false;
  return true;
}

const showNode = (
  node: { readonly op: string; readonly inputs: readonly string[]; readonly outputs: readonly string[] },
  attrs: readonly (readonly [string, unknown])[],
): string => JSON.stringify([node.op, node.inputs, node.outputs, attrs.toSorted(([a], [b]) => (a < b ? -1 : 1))]);

const showRead = (node: ReadNode): string =>
  showNode(
    node,
    [...node.attrs].map(([key, { float, int, text, ints, texts }]) => [key, [float ?? null, int ?? null, text ?? null, ints, texts]]),
  );

const showWritten = (node: OnnxNode): string =>
  showNode(
    node,
    Object.entries(node.attrs).map(([key, attr]) => [key, shown(attr)]),
  );

function shown(attr: OnnxAttr): unknown {
  if ('int' in attr) return [null, attr.int, null, [], []];
  if ('ints' in attr) return [null, null, null, attr.ints, []];
  if ('float' in attr) return [Math.fround(attr.float), null, null, [], []];
  if ('text' in attr) return [null, null, attr.text, [], []];
  return [null, null, null, [], attr.texts];
}
