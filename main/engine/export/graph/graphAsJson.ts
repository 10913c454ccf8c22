import { tfTypes } from '../../tfjs/encodeGraph.ts';
import type { GraphAttr, GraphNode } from '../../tfjs/encodeGraph.ts';

/** TensorFlow's data types as protobuf's JSON names them. */
export const typeNames: Readonly<Record<number, string>> = { [tfTypes.float]: 'DT_FLOAT', [tfTypes.int32]: 'DT_INT32', [tfTypes.bool]: 'DT_BOOL' };

/** A weight as tfjs's manifests list it. */
export interface WeightEntry {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: 'float32' | 'int32' | 'bool';
}

/** A graph in the JSON of a tfjs graph model: constants' values stand apart, in the order of `weights`. */
export interface GraphJson {
  readonly node: readonly unknown[];
  readonly weights: readonly WeightEntry[];
  readonly bytes: Uint8Array;
}

export function graphAsJson(nodes: readonly GraphNode[]): GraphJson {
  const weights: WeightEntry[] = [];
  const parts: Uint8Array[] = [];
  const node = nodes.map(({ name, op, inputs, attrs }) => {
    const { value } = attrs;
    if (op === 'Const' && value && 'tensor' in value) {
      const { dtype, shape, values } = value.tensor;
      weights.push({ name, shape, dtype: dtype === tfTypes.float ? 'float32' : dtype === tfTypes.bool ? 'bool' : 'int32' });
      parts.push(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
    }
    return {
      name,
      op,
      ...(inputs.length > 0 ? { input: inputs } : {}),
      attr: Object.fromEntries(Object.entries(attrs).map(([key, attr]) => [key, attrAsJson(attr)])),
    };
  });
  const bytes = new Uint8Array(parts.reduce((sum, { byteLength }) => sum + byteLength, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.byteLength;
  }
  return { node, weights, bytes };
}

const shapeAsJson = (shape: readonly number[]): object => ({ dim: shape.map((size) => ({ size: String(size) })) });

function attrAsJson(attr: GraphAttr): object {
  if ('type' in attr) return { type: typeNames[attr.type] ?? attr.type };
  if ('shape' in attr) return { shape: shapeAsJson(attr.shape) };
  if ('int' in attr) return { i: String(attr.int) };
  if ('ints' in attr) return { list: { i: attr.ints.map(String) } };
  if ('float' in attr) return { f: attr.float };
  if ('bool' in attr) return { b: attr.bool };
  if ('text' in attr) return { s: Buffer.from(attr.text).toString('base64') };
  return { tensor: { dtype: typeNames[attr.tensor.dtype], tensorShape: shapeAsJson(attr.tensor.shape) } };
}
