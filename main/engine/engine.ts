import type { Issue, Outcome } from '../../shared/check/issue.ts';
import type { GraphDoc } from '../../shared/graph/document.ts';
import type { ClassFigures, LossFigures, RunEvent } from '../../shared/run/runEvent.ts';
import type { RunState } from '../../shared/run/runState.ts';
import type { SplitName, Standardisation } from './data/dataset.ts';
import type { ExportChoices } from './export/exportChoices.ts';
import type { Exported, ExportWish } from './export/exportRun.ts';
import type { Device, DeviceName } from './tfjs/devices.ts';

/** What an engine is made of. */
export interface EngineOptions {
  /** Folder that holds `.hourglass/` (packed data, set-up report): the repository or the installed app. */
  readonly root: string;
  /** Default: the fastest that is there. */
  readonly device?: DeviceName;
  readonly threads?: number;
  /** Runs the training step an operation at a time, also where it could be compiled. */
  readonly eager?: boolean;
  /** Lets a data set be fetched from the network (with checksum) where that is its last resort. */
  readonly allowDownload?: boolean;
}

export interface TrainRequest {
  readonly document: GraphDoc;
  /** Folder of the new run; made, must not hold a run yet. Null trains in memory only. */
  readonly folder: string | null;
  /** Start from this run's weights, where node, name and shape agree. */
  readonly startFrom?: string;
}

/** A run in progress. Iterate `events` to drive it: training advances only while somebody reads. */
export interface RunHandle {
  /** The run's name; the same before and after it is resumed. */
  readonly run: string;
  /** What was known of the run before its first event here: its earlier epochs where it is resumed. `events` are folded onto it. */
  readonly history: RunState;
  readonly events: AsyncIterable<RunEvent>;
  pause(): void;
  resume(): void;
  /** One batch, then paused again. */
  step(): void;
  /** Ends at the next batch boundary, with a checkpoint. */
  stop(): void;
  setLearningRate(rate: number): void;
  setBeta(beta: number): void;
}

/** Row-major float32 values with their shape; the first axis counts examples. */
export interface Values {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

export interface Evaluation {
  readonly split: SplitName;
  readonly examples: number;
  readonly figures: LossFigures;
  readonly klPerDimension: readonly number[] | null;
  readonly classes: ClassFigures | null;
}

export interface Codes {
  /** Posterior means [n, latent] (an autoencoder's code). */
  readonly mean: Values;
  /** Posterior standard deviations [n, latent]; null for an autoencoder. */
  readonly stdDev: Values | null;
  readonly labels: Int32Array | null;
  readonly classes: readonly string[] | null;
}

/** What a model says of some examples. */
export interface Inspection {
  /** Posterior means or codes [n, latent]; null for a model without a latent code. */
  readonly mean: Values | null;
  readonly stdDev: Values | null;
  /** As the classification loss takes them, [n, …classes]; null for a model that does not classify. */
  readonly probabilities: Values | null;
}

/** A finished or interrupted run opened for reading: its model with the weights of one checkpoint. */
export interface OpenRun {
  readonly folder: string;
  readonly document: GraphDoc;
  readonly state: RunState;
  readonly device: Device;
  /** Size of one latent code, or null for a model without one. */
  readonly latentShape: readonly number[] | null;
  /** Shape and value range of what the decoder makes. */
  readonly outputShape: readonly number[] | null;
  /** Number of classes a conditional decoder must be told, or null. */
  readonly conditionClasses: number | null;
  /** Range of the values fed to the model. */
  readonly range: readonly [number, number];
  /** How a stored value becomes one of them where no range says it; null elsewhere. */
  readonly standardisation: Standardisation | null;
  evaluate(split: SplitName): Promise<Evaluation>;
  /** Examples as the model sees them, [n, …shape], with labels. */
  examples(split: SplitName, indices: readonly number[]): Promise<Values & { readonly labels: Int32Array | null }>;
  /** Through encoder and decoder, z at the posterior's mean. A conditional model needs the examples' labels. */
  reconstruct(examples: Values & { readonly labels?: Int32Array | null }): Promise<Values>;
  /** Code and class probabilities of any examples. A model that is told classes needs the examples' labels. */
  inspect(examples: Values & { readonly labels?: Int32Array | null }): Promise<Inspection>;
  /** Codes of a whole split, in its order. Throws IssueError `run-no-latent`, as decode and sample do. */
  encode(split: SplitName): Promise<Codes>;
  /** codes [n, latent] → [n, …output]. A conditional model needs a class for each code. */
  decode(codes: Values, labels?: Int32Array): Promise<Values>;
  /** Codes from the prior N(0, I), decoded. */
  sample(count: number, seed: number, labels?: Int32Array): Promise<{ readonly codes: Values; readonly images: Values }>;
  dispose(): void;
}

/** The engine's only door. Expected problems are outcomes; rejections are bugs. */
export interface Engine {
  readonly device: Device;
  /** Analyses the document against its data as the authority; errors refuse. */
  train(request: TrainRequest): Promise<Outcome<RunHandle>>;
  /** Continues an interrupted or finished run from its last checkpoint. `epochs` raises the number of epochs. */
  resume(folder: string, options?: { readonly epochs?: number }): Promise<Outcome<RunHandle>>;
  /** `checkpoint`: an epoch number, 'best' or 'last' (default 'best' where early stopping kept one, else 'last'). */
  openRun(folder: string, options?: { readonly checkpoint?: number | 'best' | 'last' }): Promise<Outcome<OpenRun>>;
  /** What `export` can be asked for; reads the run's document alone. */
  exportChoices(folder: string): Promise<Outcome<ExportChoices>>;
  /** Writes a part of a run for other programs, verified against the run's own model; nothing is left on disk unless it holds. `checkpoint` as for `openRun`. */
  export(folder: string, wish: ExportWish & { readonly checkpoint?: number | 'best' | 'last' }): Promise<Outcome<Exported>>;
  /** The document's issues with the data set's real shape, range and classes in view. */
  validate(document: GraphDoc): Promise<readonly Issue[]>;
  dispose(): void;
}

export { createEngine } from './createEngine.ts';
export { appVersion } from './appVersion.ts';
export type { SplitName } from './data/dataset.ts';
export { deviceNames } from './tfjs/devices.ts';
export type { Device, DeviceName } from './tfjs/devices.ts';
export { pickDevice, probeDevices } from './tfjs/probeDevices.ts';
export type { DeviceReport } from './tfjs/probeDevices.ts';
export { createDataPreviews } from './data/dataPreview.ts';
export { compareSteps } from './measure/compareSteps.ts';
export type { StepComparison } from './measure/compareSteps.ts';
export { datasetCatalogue } from './data/datasetCatalogue.ts';
export type { DatasetEntry } from './data/datasetCatalogue.ts';
export type { ExportChoices, FormatChoice, PartChoice } from './export/exportChoices.ts';
export { exportFormatIds } from './export/exportFormat.ts';
export type { ExportFormatId } from './export/exportFormat.ts';
export { exportFormats } from './export/formats.ts';
export type { Exported, ExportStage, ExportWish } from './export/exportRun.ts';
export { exportParts, sampleForms } from './export/portableModel.ts';
export type { ExportPart, SampleForm } from './export/portableModel.ts';
export { readCodes } from './probe/readCodes.ts';
export { matrixColumns, writeCsv } from './files/csvWriter.ts';
export type { CsvColumn } from './files/csvWriter.ts';
export { writeNpy } from './files/npyWriter.ts';
export { pictureSize, writePngFolder, writePngGrid } from './files/pngGrid.ts';
