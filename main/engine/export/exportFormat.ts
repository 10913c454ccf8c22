import type { Outcome } from '../../../shared/check/issue.ts';
import type { Text } from '../../../shared/messages/language.ts';
import type { ExportPart, PortableModel, SampleForm } from './portableModel.ts';
import type { StoredArray } from './storedArray.ts';

/** Every format a model can be taken away in. */
export const exportFormatIds = [
  'keras',
  'h5',
  'savedmodel',
  'tfjs',
  'tfjs-graph',
  'onnx',
  'safetensors',
  'keras-source',
  'torch-source',
  'tfjs-source',
  'page',
] as const;
export type ExportFormatId = (typeof exportFormatIds)[number];

/** Files by path below the chosen place, with `/`; a format of one file has one entry. */
export type ExportFiles = Readonly<Record<string, Uint8Array>>;

/** What goes with every file: where the model comes from and what its numbers mean. Plain JSON. */
export interface ModelCard {
  readonly name: string;
  readonly run: string;
  readonly checkpointEpoch: number;
  readonly hourglass: string;
  readonly seed: number;
  readonly data: { readonly name: string; readonly hash: string };
  /** How stored values become the model's: the range fed, or mean and scale for `standard`. */
  readonly normalisation: {
    readonly kind: string;
    readonly range: readonly [number, number];
    readonly storedRange: readonly [number, number];
    readonly mean?: readonly number[];
    readonly scale?: readonly number[];
  };
  readonly classes: readonly string[] | null;
  /** As the user stated it; null where nothing was said. */
  readonly licence: string | null;
}

/** Named arrays [batch, …shape] in and out of a model; int32 values (labels) travel as whole numbers. */
export type NamedArrays = Readonly<Record<string, StoredArray>>;

/** A written model, read back by a reader of our own that shares nothing with the writer but the format. */
export interface ReadBack {
  /** Inputs by name to outputs by name. */
  run(inputs: NamedArrays): Promise<NamedArrays>;
  dispose(): void;
}

/** One format: its file is main/engine/export/types/<id>.ts. Issues say what the format cannot hold, naming the node. */
export interface ExportFormat {
  readonly id: ExportFormatId;
  readonly title: Text;
  /** With the dot, e.g. `.keras`; null where the format is a folder. */
  readonly extension: string | null;
  readonly parts: readonly ExportPart[];
  readonly samples: readonly SampleForm[];
  write(model: PortableModel, card: ModelCard): Promise<Outcome<ExportFiles>>;
  /** Null for source text, which only its target can run. */
  readonly read: ((files: ExportFiles) => Promise<Outcome<ReadBack>>) | null;
  /** What a user pastes into the target to load `name` and run it once. */
  snippet(model: PortableModel, name: string): string;
}
