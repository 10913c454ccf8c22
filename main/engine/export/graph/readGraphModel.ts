import { issue } from '../../../../shared/check/issue.ts';
import type { Outcome } from '../../../../shared/check/issue.ts';
import { isRecord } from '../../../../shared/graph/plainJson.ts';
import { z } from '../../../../shared/z.ts';
import { encodeGraph, tfTypes } from '../../tfjs/encodeGraph.ts';
import type { GraphAttr, GraphNode } from '../../tfjs/encodeGraph.ts';
import { loadGraphSession } from '../../tfjs/graphSession.ts';
import type { ExportFiles, ReadBack } from '../exportFormat.ts';
import { runSession } from './runSession.ts';
import { sealOf } from './seal.ts';

const dims = z.object({
  dim: z
    .array(
      z.object({
        size: z.coerce
          .number()
          .int()
          .min(-1)
          .max(2 ** 31),
      }),
    )
    .default([]),
});
const attr = z.object({
  type: z.string().optional(),
  shape: dims.optional(),
  i: z.coerce.number().optional(),
  list: z.object({ i: z.array(z.coerce.number()).default([]) }).optional(),
  f: z.number().optional(),
  b: z.boolean().optional(),
  s: z.string().optional(),
  tensor: z.object({ dtype: z.string(), tensorShape: dims }).optional(),
});
const node = z.object({ name: z.string(), op: z.string(), input: z.array(z.string()).default([]), attr: z.record(z.string(), attr).default({}) });
const tensorInfo = z.object({ name: z.string(), dtype: z.string() });
const weight = z.object({ name: z.string(), shape: z.array(z.number().int().min(0)), dtype: z.enum(['float32', 'int32', 'bool']) });
const graphModel = z.object({
  format: z.literal('graph-model'),
  signature: z.object({ inputs: z.record(z.string(), tensorInfo), outputs: z.record(z.string(), tensorInfo) }),
  modelTopology: z.object({ node: z.array(node) }),
  userDefinedMetadata: z.object({ sha256: z.string() }),
  weightsManifest: z.array(z.object({ paths: z.array(z.string()).length(1), weights: z.array(weight) })).length(1),
});

const typeOf: Readonly<Record<string, number>> = { DT_FLOAT: tfTypes.float, DT_INT32: tfTypes.int32, DT_BOOL: tfTypes.bool };

/** Reads a tfjs graph model back and runs its operations in a session of TensorFlow's. */
export function readGraphModel(files: ExportFiles): Outcome<ReadBack> {
  try {
    const json: unknown = JSON.parse(new TextDecoder().decode(files['model.json']));
    const { signature, modelTopology, weightsManifest, userDefinedMetadata } = graphModel.parse(json);
    const [manifest] = weightsManifest;
    const name = manifest?.paths[0] ?? '';
    const bytes = Object.hasOwn(files, name) ? files[name] : undefined;
    if (!manifest || !bytes) throw new Error('its weights are missing');
    if (!isRecord(json) || !isRecord(json['userDefinedMetadata'])) throw new Error('it is not what was written');
    const { sha256: _, ...metadata } = json['userDefinedMetadata'];
    const sealed = JSON.stringify({ ...json, userDefinedMetadata: metadata });
    if (userDefinedMetadata.sha256 !== sealOf(new TextEncoder().encode(sealed), bytes)) throw new Error('it is not what was written');
    const values = splitWeights(manifest.weights, bytes);
    const nodes = modelTopology.node.map(
      (each): GraphNode => ({
        name: each.name,
        op: each.op,
        inputs: each.input,
        attrs: Object.fromEntries(Object.entries(each.attr).map(([key, stated]) => [key, attrOf(stated, values.get(each.name))])),
      }),
    );
    const session = loadGraphSession(encodeGraph(nodes));
    const told = (infos: Readonly<Record<string, z.infer<typeof tensorInfo>>>) =>
      Object.fromEntries(
        Object.entries(infos).map(([name, info]) => [name, { tensor: info.name.replace(/:0$/, ''), dtype: typeOf[info.dtype] ?? 0, shape: [] }]),
      );
    return { value: runSession(session, { inputs: told(signature.inputs), outputs: told(signature.outputs) }), issues: [] };
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    return { value: undefined, issues: [issue('export-unreadable', { file: 'model.json' }, { reason })] };
  }
}

type Values = Extract<GraphAttr, { readonly tensor: unknown }>['tensor'];

function splitWeights(weights: readonly z.infer<typeof weight>[], bytes: Uint8Array): ReadonlyMap<string, Values> {
  let at = 0;
  const found = new Map<string, Values>();
  for (const { name, shape, dtype } of weights) {
    const length = shape.reduce((size, side) => size * side, 1) * (dtype === 'bool' ? 1 : 4);
    const part = bytes.slice(at, at + length);
    if (part.byteLength !== length) throw new Error(`the values of ${name} are cut short`);
    at += length;
    if (dtype === 'bool') found.set(name, { dtype: tfTypes.bool, shape, values: part });
    else if (dtype === 'int32') found.set(name, { dtype: tfTypes.int32, shape, values: new Int32Array(part.buffer) });
    else found.set(name, { dtype: tfTypes.float, shape, values: new Float32Array(part.buffer) });
  }
  if (at !== bytes.byteLength) throw new Error(`${bytes.byteLength - at} bytes of weights too many`);
  return found;
}

function attrOf(stated: z.infer<typeof attr>, values: Values | undefined): GraphAttr {
  if (stated.type !== undefined) return { type: typeOf[stated.type] ?? 0 };
  if (stated.shape) return { shape: stated.shape.dim.map(({ size }) => size) };
  if (stated.i !== undefined) return { int: stated.i };
  if (stated.list) return { ints: stated.list.i };
  if (stated.f !== undefined) return { float: stated.f };
  if (stated.b !== undefined) return { bool: stated.b };
  if (stated.s !== undefined) return { text: Buffer.from(stated.s, 'base64').toString() };
  if (stated.tensor && values) return { tensor: values };
  throw new Error('an attribute states nothing');
}
