import type { NodeKind, NodeParams } from '../../../shared/nodes/catalogue.ts';
import type { ShapedNode } from '../../../shared/check/stages.ts';
import type { Scalar, Tensor, Tensor1D } from '../tfjs/core.ts';
import type { KerasEmission, KerasRequest } from './kerasEmission.ts';

/** A tensor on a wire. Where it is the output of a sigmoid or softmax, `logits` is what went in: losses use it to stay exact near 0 and 1. */
export interface Signal {
  readonly value: Tensor;
  readonly logits?: { readonly of: 'sigmoid' | 'softmax'; readonly value: Tensor };
}

/** Seeded draws of one node in one step; the n-th draw of a node in a step is always the same numbers. No gradient flows into them. */
export interface NodeNoise {
  normal(shape: readonly number[]): Tensor;
  uniform(shape: readonly number[]): Tensor;
}

/** One term of the loss. `value` is a scalar that carries gradients; `weight` multiplies it in the total. */
export interface LossTerm {
  readonly name: 'reconstruction' | 'kl' | 'classification' | 'penalty';
  readonly node: string;
  /** What enters the total, e.g. the KL after free bits. */
  readonly value: Scalar;
  readonly weight: Scalar | number;
  /** What is reported under the term's name where it differs from `value` (the KL before free bits). */
  readonly reported?: Scalar;
  /** kl: nats by latent dimension, batch mean, [dimensions]. */
  readonly perDimension?: Tensor1D;
  /** classification: predicted class of each example, int32 [batch], and the true one. */
  readonly predicted?: Tensor1D;
  readonly labels?: Tensor1D;
  /** classification: number of classes. */
  readonly classes?: number;
}

/** What a node sees while it computes. Tensors carry the batch axis first: [batch, …shape]. */
export interface LowerRequest<P> {
  readonly node: ShapedNode;
  readonly params: P;
  /** Signals by input port, in wire order; an unfed optional port is absent. */
  readonly inputs: Readonly<Record<string, readonly Signal[]>>;
  /** The one tensor at a port (default `in`); throws where nothing feeds it. */
  input(port?: string): Tensor;
  /** A weight of this node by its spec's name. */
  weight(name: string): Tensor;
  /** True in a training step: dropout drops, batch norm uses batch statistics. */
  readonly training: boolean;
  readonly batchSize: number;
  readonly noise: NodeNoise;
  /** Examples of this batch, [batch, …data shape]; only sources read them. */
  readonly feeds: { readonly x: Tensor | null; readonly labels: Tensor1D | null };
  /** Example weights [batch] (class balancing), or null for all ones. */
  readonly exampleWeights: Tensor1D | null;
  /** The scheduled β of a loss node at this step. */
  readonly beta: Scalar | number;
  /** States the next value of a non-trainable weight (a moving average); applied after the step. */
  setState(name: string, value: Tensor): void;
  addTerm(term: Omit<LossTerm, 'node'>): void;
}

/** What a node DOES. `lower` uses tfjs-core functions only, returns a Signal for each output port, and draws nothing but from `noise`. */
export interface EngineKind<K extends NodeKind> {
  lower(request: LowerRequest<NodeParams<K>>): Readonly<Record<string, Signal>>;
  /** The same computation as Keras 3 layers: used by the parity and conformance tests, and by export. */
  keras(request: KerasRequest<NodeParams<K>>): KerasEmission;
}

/** Declares the engine half of kind `K`, inferring its parameter types. */
export function defineEngineKind<K extends NodeKind>(_kind: K, half: EngineKind<K>): EngineKind<K> {
  return half;
}
