import type { ShapedNode } from '../../../shared/check/stages.ts';

/** A reference to one output of an emitted layer: `<layer name>` and output index. */
export type KerasRef = readonly [layer: string, output: number];

/** One Keras 3 layer: `keras.layers.deserialize({class_name, config})` applied to `inputs`. */
export interface KerasLayer {
  readonly name: string;
  /** A class of keras.layers, or `ops.<function>` of keras.ops where no layer says it (log, sqrt): Keras 3 saves those as Operations, layers-only formats cannot hold them. */
  readonly className: string;
  /** The full configuration: nothing is left to a library default. */
  readonly config: Readonly<Record<string, unknown>>;
  readonly inputs: readonly KerasRef[];
  /** Our weight names in the order of the layer's `get_weights()`. */
  readonly weights: readonly string[];
  /** InputLayer: what feeds it; the examples unless stated. */
  readonly feed?: 'x' | 'labels';
}

export interface KerasRequest<P> {
  readonly node: ShapedNode;
  readonly params: P;
  /** Refs by input port. */
  readonly inputs: Readonly<Record<string, readonly KerasRef[]>>;
  /** Shape at an input port without the batch axis. */
  inputShape(port?: string): readonly number[];
}

/** What a node becomes: plain layers (the last one's output is `out` unless `outputs` says otherwise) or one of the special parts a Keras program must write itself. */
export interface KerasEmission {
  readonly layers: readonly KerasLayer[];
  /** Refs by output port. */
  readonly outputs: Readonly<Record<string, KerasRef>>;
  /** Loss nodes: parameters as they stand, for the replay tool. */
  readonly loss?: Readonly<Record<string, unknown>>;
  /** Noise nodes: what they draw, for one example of `shape`. */
  readonly noise?: { readonly distribution: 'normal' | 'uniform'; readonly stdDev: number; readonly shape: readonly number[] };
  /** Sample nodes: the replay tool feeds ε itself. */
  readonly sample?: { readonly mean: KerasRef; readonly spread: KerasRef; readonly form: 'logVariance' | 'logStd'; readonly noise: KerasRef | null };
}
