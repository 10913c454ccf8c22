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
}
