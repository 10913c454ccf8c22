import type { DataReference } from '../data/dataReference.ts';
import type { GraphDoc, TrainingSettings } from '../graph/document.ts';
import type { Text } from '../messages/language.ts';
import type { NodeKind } from '../nodes/catalogue.ts';
import type { AnyParams, WeightSpec } from '../nodes/defineNode.ts';
import type { TensorSpec } from '../nodes/tensorSpec.ts';

declare const stage: unique symbol;

/** Where a tensor comes from. */
export interface Source {
  readonly node: string;
  readonly port: string;
}

/** A node with its parameters parsed (out-of-range ones replaced by their default beside an error) and its wires resolved. */
export interface WiredNode {
  readonly id: string;
  readonly kind: NodeKind;
  /** The user's name for it, or its kind's title. */
  readonly title: Text;
  readonly params: AnyParams;
  readonly frozen: boolean;
  /** Sources by input port; a port nothing feeds is absent. */
  readonly inputs: Readonly<Record<string, readonly Source[]>>;
}

/** Made by `checkGraph` only: wires lead from outputs that exist to inputs that exist, without cycles; `order` is topological and stable. */
export interface WiredGraph {
  readonly [stage]: 'wired';
  readonly document: GraphDoc;
  readonly nodes: Readonly<Record<string, WiredNode>>;
  readonly order: readonly string[];
}

export interface ShapedNode extends WiredNode {
  /** Spec by output port; empty where inference could not get here. */
  readonly outputs: Readonly<Record<string, TensorSpec>>;
  readonly weights: readonly WeightSpec[];
}

/** Made by `inferShapes` only. Partial beside an error: nodes behind the fault have no outputs. */
export interface ShapedGraph {
  readonly [stage]: 'shaped';
  readonly wired: WiredGraph;
  readonly nodes: Readonly<Record<string, ShapedNode>>;
}

/** The posterior q(z|x) = N(μ, σ²) of a VAE, found in the graph. */
export interface Posterior {
  readonly mean: Source;
  readonly spread: Source;
  readonly form: 'logVariance' | 'logStd';
  /** The Sample node that draws from it, if one does. */
  readonly sample: string | null;
}

/** Which tensors play which part; all null where a graph has no such part. */
export interface Anatomy {
  /** The Input node the data set feeds. */
  readonly input: string | null;
  readonly posterior: Posterior | null;
  /** What the decoder reads: the sample z, or an autoencoder's bottleneck. */
  readonly latent: Source | null;
  /** Source of the reconstruction term's prediction. */
  readonly reconstruction: Source | null;
  /** Source of the classification loss's prediction. */
  readonly classes: Source | null;
  /** Nodes between input and latent (inclusive), and behind latent up to the reconstruction, in order. */
  readonly encoder: readonly string[];
  readonly decoder: readonly string[];
}

/** Made by `planRun` only, and only where no error is left: all the engine needs, frozen. */
export interface Plan {
  readonly [stage]: 'plan';
  readonly name: string;
  /** Nodes that take part, in execution order. */
  readonly nodes: readonly ShapedNode[];
  readonly anatomy: Anatomy;
  readonly training: TrainingSettings;
  readonly data: DataReference;
  /** The document as it was when the plan was made. */
  readonly document: GraphDoc;
}
