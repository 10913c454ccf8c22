import type { AnyNodeDefinition, NodeDefinition } from './defineNode.ts';
import type { ParamsOf } from './params.ts';
import { activationNode } from './types/activation.ts';
import { addNode } from './types/add.ts';
import { averagePool2dNode } from './types/averagePool2d.ts';
import { batchNormNode } from './types/batchNorm.ts';
import { classificationLossNode } from './types/classificationLoss.ts';
import { clipNode } from './types/clip.ts';
import { concatenateNode } from './types/concatenate.ts';
import { conv2dNode } from './types/conv2d.ts';
import { conv2dTransposeNode } from './types/conv2dTranspose.ts';
import { denseNode } from './types/dense.ts';
import { dropoutNode } from './types/dropout.ts';
import { embeddingNode } from './types/embedding.ts';
import { flattenNode } from './types/flatten.ts';
import { gaussianNoiseNode } from './types/gaussianNoise.ts';
import { globalAveragePool2dNode } from './types/globalAveragePool2d.ts';
import { gruNode } from './types/gru.ts';
import { inputNode } from './types/input.ts';
import { labelsNode } from './types/labels.ts';
import { layerNormNode } from './types/layerNorm.ts';
import { lossNode } from './types/loss.ts';
import { lstmNode } from './types/lstm.ts';
import { mathNode } from './types/math.ts';
import { maxPool2dNode } from './types/maxPool2d.ts';
import { multiplyNode } from './types/multiply.ts';
import { noiseNode } from './types/noise.ts';
import { outputNode } from './types/output.ts';
import { repeatVectorNode } from './types/repeatVector.ts';
import { reshapeNode } from './types/reshape.ts';
import { sampleNode } from './types/sample.ts';
import { simpleRnnNode } from './types/simpleRnn.ts';
import { splitNode } from './types/split.ts';
import { upSampling2dNode } from './types/upSampling2d.ts';

/** Every node kind, in the order of the palette. Unions, parser, palette, inspector and generators are derived from this list. */
export const catalogue = {
  input: inputNode,
  labels: labelsNode,
  noise: noiseNode,
  dense: denseNode,
  embedding: embeddingNode,
  math: mathNode,
  activation: activationNode,
  clip: clipNode,
  dropout: dropoutNode,
  gaussianNoise: gaussianNoiseNode,
  batchNorm: batchNormNode,
  layerNorm: layerNormNode,
  flatten: flattenNode,
  reshape: reshapeNode,
  repeatVector: repeatVectorNode,
  conv2d: conv2dNode,
  conv2dTranspose: conv2dTransposeNode,
  maxPool2d: maxPool2dNode,
  averagePool2d: averagePool2dNode,
  globalAveragePool2d: globalAveragePool2dNode,
  upSampling2d: upSampling2dNode,
  simpleRnn: simpleRnnNode,
  lstm: lstmNode,
  gru: gruNode,
  add: addNode,
  multiply: multiplyNode,
  concatenate: concatenateNode,
  split: splitNode,
  sample: sampleNode,
  loss: lossNode,
  classificationLoss: classificationLossNode,
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
