import type { AnyNodeDefinition, NodeDefinition } from './defineNode.ts';
import type { ParamsOf } from './params.ts';
import { denseNode } from './types/dense.ts';
import { inputNode } from './types/input.ts';
import { lossNode } from './types/loss.ts';
import { outputNode } from './types/output.ts';
import { sampleNode } from './types/sample.ts';
import { splitNode } from './types/split.ts';

/** Every node kind. Unions, parser, palette, inspector and generators are derived from this list. */
export const catalogue = {
  input: inputNode,
  dense: denseNode,
  split: splitNode,
  sample: sampleNode,
  loss: lossNode,
  output: outputNode,
} as const;

export type NodeKind = keyof typeof catalogue;

/** The parsed parameters of kind `K`. */
export type NodeParams<K extends NodeKind> = (typeof catalogue)[K] extends NodeDefinition<string, infer S> ? ParamsOf<S> : never;

export const nodeKinds = Object.keys(catalogue) as NodeKind[];

export function isNodeKind(kind: string): kind is NodeKind {
  return Object.hasOwn(catalogue, kind);
}

/** The definition of a kind with its parameter types forgotten: for loops over the catalogue. */
export function definitionOf(kind: NodeKind): AnyNodeDefinition {
  return catalogue[kind] as unknown as AnyNodeDefinition;
}
