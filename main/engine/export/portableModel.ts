import type { DataReference } from '../../../shared/data/dataReference.ts';
import type { TrainingSettings } from '../../../shared/graph/document.ts';
import type { KerasRef } from '../kinds/kerasEmission.ts';
import type { StoredArray } from './storedArray.ts';

/** What of a model is written. The classifier is the path from the data to the classes. */
export const exportParts = ['full', 'encoder', 'decoder', 'classifier'] as const;
export type ExportPart = (typeof exportParts)[number];

/**
 * What becomes of a Sample node: its mean; mean + σ·ε with ε an input of its own; or drawn by the target's own generator.
 * All in portable operations: no format needs a class of ours.
 */
export const sampleForms = ['mean', 'noise', 'sampled'] as const;
export type SampleForm = (typeof sampleForms)[number];

/** What an input means. `noise`: standard normal draws; `uniform`: draws in [0, 1). */
export type InputRole = 'data' | 'labels' | 'latent' | 'noise' | 'uniform';
export type OutputRole = 'reconstruction' | 'classes' | 'mean' | 'spread' | 'code';

export interface PortableInput {
  /** Unique; letters, digits and underscores. The name of its InputLayer. */
  readonly name: string;
  readonly role: InputRole;
  /** Without the batch axis; labels: []. */
  readonly shape: readonly number[];
  readonly dtype: 'float32' | 'int32';
}

export interface PortableOutput {
  readonly name: string;
  readonly role: OutputRole;
  readonly ref: KerasRef;
  /** Without the batch axis. */
  readonly shape: readonly number[];
}

/** One layer in Keras 3's vocabulary, which all formats are written from: `config` leaves nothing to a library's default. */
export interface PortableLayer {
  readonly name: string;
  /** A class of keras.layers, or `ops.<function>` (log, sqrt), which layers-only formats refuse. */
  readonly className: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly inputs: readonly KerasRef[];
  /** Shapes of its outputs without the batch axis, by output number. */
  readonly outputShapes: readonly (readonly number[])[];
  /** Its weights in the order of Keras's `get_weights()`. */
  readonly weights: readonly PortableWeight[];
  /** The node of the document that it was made for, for messages; null for what stands for a cut wire. */
  readonly node: string | null;
  /** Called in training mode also when the model is used: what draws where the target samples by itself. */
  readonly alwaysTraining: boolean;
}

export interface PortableWeight extends StoredArray {
  /** As our weight specs name it: kernel, bias, gamma, movingMean … */
  readonly name: string;
}

/** A part of a trained model as layers with their weights: the one thing that every format is written from. Layers stand behind what they read. */
export interface PortableModel {
  readonly name: string;
  readonly part: ExportPart;
  readonly sample: SampleForm;
  readonly inputs: readonly PortableInput[];
  readonly layers: readonly PortableLayer[];
  readonly outputs: readonly PortableOutput[];
  /** What readable source text needs besides (describeSource.ts); other formats do without. */
  readonly source?: PortableSource;
}

/** The document as a reader of source text should find it. */
export interface PortableSource {
  /** English titles by node. */
  readonly titles: Readonly<Record<string, string>>;
  /** Nodes of the encoder and of the decoder. */
  readonly sides: Readonly<Record<string, 'encoder' | 'decoder'>>;
  /** How the document is trained; null for a part that does not compute its whole loss. */
  readonly training: PortableTraining | null;
}

/** The graph that is trained, and by what. */
export interface PortableTraining {
  /**
   * The whole graph, with three classes of no library: `Sample` (config `spread`; inputs mean, spread and, where wired, noise), `Noise` (config
   * `distribution`, `stdDev`, `shape`) and `DrawnOrMean` (the first input in training, the second in use).
   */
  readonly layers: readonly PortableLayer[];
  /** Where the model's outputs lie in it. */
  readonly outputs: readonly { readonly name: string; readonly ref: KerasRef }[];
  readonly terms: readonly PortableLossTerm[];
  readonly settings: TrainingSettings;
  readonly data: DataReference;
}

/** One term of the loss; formulas: kinds/loss.ts, kinds/classificationLoss.ts. */
export type PortableLossTerm =
  | {
      readonly kind: 'reconstruction';
      readonly form: 'bce' | 'mse' | 'mae' | 'crossEntropy';
      readonly prediction: KerasRef;
      readonly target: KerasRef;
      readonly features: 'sum' | 'mean';
      readonly batch: 'sum' | 'mean';
      readonly weight: number;
    }
  | {
      readonly kind: 'kl';
      readonly mean: KerasRef;
      readonly spread: KerasRef;
      readonly spreadForm: 'logVariance' | 'logStd';
      /** Nats. */
      readonly freeBits: number;
      readonly sign: 1 | -1;
      readonly dimensions: 'sum' | 'mean';
      readonly batch: 'sum' | 'mean';
      readonly weight: number;
      readonly beta: number;
      readonly betaSchedule: 'constant' | 'warmup' | 'cyclical';
      readonly betaEpochs: number;
    }
  | {
      readonly kind: 'classification';
      readonly form: 'sparse' | 'categorical';
      readonly prediction: KerasRef;
      readonly labels: KerasRef;
      readonly weight: number;
    };
