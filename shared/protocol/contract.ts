import type { Issue } from '../check/issue.ts';
import { dataKinds, dataReferenceSchema } from '../data/dataReference.ts';
import type { DataKind, DataReference } from '../data/dataReference.ts';
import type { GraphDoc } from '../graph/document.ts';
import type { Text } from '../messages/language.ts';
import type { ClassFigures, LossFigures } from '../run/runEvent.ts';
import type { RunState } from '../run/runState.ts';
import { z } from '../z.ts';
import { travellingDocument as document } from './documentSchema.ts';
import { draftName, hostCallSchemas } from './hostCalls.ts';
import type { HostCalls } from './hostCalls.ts';
import { issuesSchema, real } from './issueSchema.ts';
import { classFiguresSchema, lossFiguresSchema, runStateSchema } from './runSchemas.ts';
import { floatsSchema, labelledSchema, labelsSchema, valuesSchema } from './tensors.ts';
import type { Values } from './tensors.ts';

/** Raised with every change of a call, an event or a message. */
export const protocolVersion = 1;

/** Most bytes one message may hold (as `isHeavier` counts): 64 MiB of values and what comes with them. */
export const messageLimitBytes = 80 * 2 ** 20;

const splits = ['train', 'validation', 'test'] as const;
export type Split = (typeof splits)[number];

const deviceNames = ['tensorflow', 'webgpu', 'wasm', 'cpu'] as const;
type DeviceName = (typeof deviceNames)[number];

/** The device an engine computes on, as `Device` of the engine states it. */
export interface EngineDevice {
  readonly name: DeviceName;
  readonly description: string;
  readonly version: string;
  readonly threads: number;
}

/** One way to compute, there or not; as `DeviceReport` of the engine states it. */
export interface DeviceLine {
  readonly id: 'tensorflow-cpu' | 'tensorflow-cuda' | 'webgpu' | 'wasm' | 'cpu';
  readonly device: DeviceName;
  readonly available: boolean;
  readonly description: string | null;
  readonly version: string | null;
  readonly reason: Text | null;
  readonly command: string | null;
  readonly isSoftware: boolean;
  readonly matmulMs: number | null;
}

/** One kind of data set, as `DatasetEntry` of the engine states it. */
export interface DatasetLine {
  readonly kind: DataKind;
  readonly title: Text;
  readonly about: Text;
  readonly source: Text;
  readonly origin: 'bundled' | 'system' | 'generated' | 'own';
  readonly available: boolean;
}

/** Which run is read, with the weights of which checkpoint: an epoch, the one of lowest validation loss, or the newest. Default as the engine's `openRun`. */
export interface RunPlace {
  readonly folder: string;
  readonly checkpoint?: number | 'best' | 'last';
}

export interface RunFacts {
  readonly folder: string;
  readonly document: GraphDoc;
  readonly state: RunState;
  readonly device: EngineDevice;
  readonly latentShape: readonly number[] | null;
  readonly outputShape: readonly number[] | null;
  readonly conditionClasses: number | null;
  readonly range: readonly [number, number];
  readonly standardisation: StandardisedFeatures | null;
}

/** How stored values become the model's where no range says it, feature by feature: (stored − mean) · scale. As `Standardisation` of the engine. */
export interface StandardisedFeatures {
  readonly storedRange: readonly [number, number];
  readonly mean: Float32Array;
  readonly scale: Float32Array;
}

/** What a user asks of a run in progress. A rate or β is in force from the next batch on. */
export type RunControl =
  | { readonly run: string; readonly action: 'pause' | 'resume' | 'step' | 'stop' }
  | { readonly run: string; readonly action: 'setLearningRate' | 'setBeta'; readonly value: number };

export interface EvaluationFigures {
  readonly split: Split;
  readonly examples: number;
  readonly figures: LossFigures;
  readonly klPerDimension: readonly number[] | null;
  readonly classes: ClassFigures | null;
}

/** Which examples of a data set are looked at; as `DataPreviewRequest` of the engine states it. */
export interface DataPreviewAsked {
  readonly data: DataReference;
  readonly seed: number;
  readonly split: Split;
  readonly label: number | null;
  readonly from: number;
  readonly count: number;
}

/** A data set without a run; as `DataPreview` of the engine states it. */
export interface DataPreviewFacts {
  readonly name: string;
  readonly shape: readonly number[];
  readonly range: readonly [number, number];
  readonly classes: readonly string[] | null;
  readonly counts: Readonly<Record<Split, number>>;
  readonly classCounts: readonly number[] | null;
  readonly matching: number;
  readonly examples: Values & { readonly labels: Labels };
  readonly indices: Int32Array;
}

type Labels = Int32Array | null;

/** Every call: what it takes and what it answers. An answer is an Outcome of the result: errors among its issues are the refusal. */
export interface Calls extends HostCalls {
  /** First of all; refused with `protocol-version` where the two sides are of different builds. */
  hello: { params: { readonly protocol: number; readonly catalogue: string }; result: { readonly protocol: number; readonly catalogue: string } };
  /** Answered between two batches: a sign of life. */
  ping: { params: null; result: null };
  /** The runs known by name here, oldest first. */
  runs: { params: null; result: readonly { readonly run: string; readonly state: RunState }[] };
  /** Sends the run's state, then what follows, under the watch number the caller chose. Refused: `protocol-run-unknown`, `protocol-watch-taken`. */
  subscribe: { params: { readonly run: string; readonly watch: number }; result: null };
  unsubscribe: { params: { readonly watch: number }; result: null };
  /** The opened device. */
  engine: { params: null; result: { readonly device: EngineDevice; readonly node: string } };
  /**
   * Starts a run and answers its name. Null as `folder` keeps nothing on disk. A host with a library takes `project` instead (null: a document that has none, named by
   * `draft`, so that its runs can be told from those of others) and keeps the run there; an engine by itself heeds `folder` alone. Refused: `run-busy` while another one trains.
   */
  train: {
    params: {
      readonly document: GraphDoc;
      readonly folder: string | null;
      readonly project?: string | null;
      readonly draft?: string;
      readonly startFrom?: string;
    };
    result: { readonly run: string };
  };
  /** Goes on with a run from its last checkpoint; `epochs` raises their number. */
  resume: { params: { readonly folder: string; readonly epochs?: number }; result: { readonly run: string } };
  /** Refused: `protocol-run-unknown`, `run-not-training`. */
  control: { params: RunControl; result: null };
  validate: { params: { readonly document: GraphDoc }; result: { readonly issues: readonly Issue[] } };
  openRun: { params: RunPlace; result: RunFacts };
  evaluate: { params: RunPlace & { readonly split: Split }; result: EvaluationFigures };
  /** Indices count within the split. */
  examples: { params: RunPlace & { readonly split: Split; readonly indices: Int32Array }; result: Values & { readonly labels: Labels } };
  reconstruct: { params: RunPlace & { readonly examples: Values; readonly labels?: Labels }; result: Values };
  /** What the model says of examples that are in no split: their codes, and the class probabilities where it classifies. */
  inspect: {
    params: RunPlace & { readonly examples: Values; readonly labels?: Labels };
    result: { readonly mean: Values | null; readonly stdDev: Values | null; readonly probabilities: Values | null };
  };
  encode: {
    params: RunPlace & { readonly split: Split };
    result: { readonly mean: Values; readonly stdDev: Values | null; readonly labels: Labels; readonly classes: readonly string[] | null };
  };
  decode: { params: RunPlace & { readonly codes: Values; readonly labels?: Int32Array }; result: Values };
  sample: {
    params: RunPlace & { readonly count: number; readonly seed: number; readonly labels?: Int32Array };
    result: { readonly codes: Values; readonly images: Values };
  };
  datasets: { params: null; result: readonly DatasetLine[] };
  /** Examples of a data set as a model would see them, without a run. Refused with the data's own issues. */
  dataPreview: { params: DataPreviewAsked; result: DataPreviewFacts };
  devices: { params: null; result: readonly DeviceLine[] };
}

export type CallName = keyof Calls;
export type CallParams<C extends CallName> = Calls[C]['params'];
export type CallResult<C extends CallName> = Calls[C]['result'];

const path = z.string().min(1).max(4096);
const runName = z.string().min(1).max(200);
const watch = z.int().min(0);
const text = z.string().max(20_000);
const bothLanguages: z.ZodType<Text> = z.strictObject({ en: text, zh: text });

const runPlace = { folder: path, checkpoint: z.union([z.int().min(0), z.enum(['best', 'last'])]).optional() };
const split = z.enum(splits);
const extents = z.array(z.int().min(0));
const device: z.ZodType<EngineDevice> = z.strictObject({ name: z.enum(deviceNames), description: text, version: text, threads: z.int().min(0) });
const greeting = z.strictObject({ protocol: z.int(), catalogue: z.string().max(64) });

/** The schemas of every call, both ways: the server reads what it is asked with them, the client what it is answered. */
export const callSchemas: { readonly [C in CallName]: { readonly params: z.ZodType<CallParams<C>>; readonly result: z.ZodType<CallResult<C>> } } = {
  ...hostCallSchemas,
  hello: { params: greeting, result: greeting },
  ping: { params: z.null(), result: z.null() },
  runs: { params: z.null(), result: z.array(z.strictObject({ run: runName, state: runStateSchema })) },
  subscribe: { params: z.strictObject({ run: runName, watch }), result: z.null() },
  unsubscribe: { params: z.strictObject({ watch }), result: z.null() },
  engine: { params: z.null(), result: z.strictObject({ device, node: text }) },
  train: {
    params: z.strictObject({
      document,
      folder: path.nullable(),
      project: z.string().max(400).nullable().optional(),
      draft: draftName.optional(),
      startFrom: path.optional(),
    }),
    result: z.strictObject({ run: runName }),
  },
  resume: { params: z.strictObject({ folder: path, epochs: z.int().min(1).max(1_000_000).optional() }), result: z.strictObject({ run: runName }) },
  control: {
    params: z.discriminatedUnion('action', [
      z.strictObject({ run: runName, action: z.enum(['pause', 'resume', 'step', 'stop']) }),
      z.strictObject({ run: runName, action: z.literal('setLearningRate'), value: z.number().min(0).max(100) }),
      z.strictObject({ run: runName, action: z.literal('setBeta'), value: z.number().min(0).max(1e6) }),
    ]),
    result: z.null(),
  },
  validate: { params: z.strictObject({ document }), result: z.strictObject({ issues: issuesSchema }) },
  openRun: {
    params: z.strictObject(runPlace),
    result: z.strictObject({
      folder: path,
      document,
      state: runStateSchema,
      device,
      latentShape: extents.nullable(),
      outputShape: extents.nullable(),
      conditionClasses: z.int().nullable(),
      range: z.tuple([real, real]),
      standardisation: z.strictObject({ storedRange: z.tuple([real, real]), mean: floatsSchema, scale: floatsSchema }).nullable(),
    }),
  },
  evaluate: {
    params: z.strictObject({ ...runPlace, split }),
    result: z.strictObject({
      split,
      examples: z.int().min(0),
      figures: lossFiguresSchema,
      klPerDimension: z.array(real).nullable(),
      classes: classFiguresSchema.nullable(),
    }),
  },
  examples: {
    params: z.strictObject({ ...runPlace, split, indices: labelsSchema }),
    result: labelledSchema,
  },
  reconstruct: { params: z.strictObject({ ...runPlace, examples: valuesSchema, labels: labelsSchema.nullable().optional() }), result: valuesSchema },
  inspect: {
    params: z.strictObject({ ...runPlace, examples: valuesSchema, labels: labelsSchema.nullable().optional() }),
    result: z.strictObject({ mean: valuesSchema.nullable(), stdDev: valuesSchema.nullable(), probabilities: valuesSchema.nullable() }),
  },
  encode: {
    params: z.strictObject({ ...runPlace, split }),
    result: z.strictObject({ mean: valuesSchema, stdDev: valuesSchema.nullable(), labels: labelsSchema.nullable(), classes: z.array(text).nullable() }),
  },
  decode: { params: z.strictObject({ ...runPlace, codes: valuesSchema, labels: labelsSchema.optional() }), result: valuesSchema },
  sample: {
    params: z.strictObject({ ...runPlace, count: z.int().min(1).max(100_000), seed: z.int().min(0).max(2_147_483_647), labels: labelsSchema.optional() }),
    result: z.strictObject({ codes: valuesSchema, images: valuesSchema }),
  },
  datasets: {
    params: z.null(),
    result: z.array(
      z.strictObject({
        kind: z.enum(dataKinds),
        title: bothLanguages,
        about: bothLanguages,
        source: bothLanguages,
        origin: z.enum(['bundled', 'system', 'generated', 'own']),
        available: z.boolean(),
      }),
    ),
  },
  dataPreview: {
    params: z.strictObject({
      data: dataReferenceSchema,
      seed: z.int().min(0).max(2_147_483_647),
      split,
      label: z.int().min(0).nullable(),
      from: z.int().min(0),
      count: z.int().min(0).max(1024),
    }),
    result: z.strictObject({
      name: text,
      shape: extents,
      range: z.tuple([real, real]),
      classes: z.array(text).nullable(),
      counts: z.strictObject({ train: z.int(), validation: z.int(), test: z.int() }),
      classCounts: z.array(z.int()).nullable(),
      matching: z.int().min(0),
      examples: labelledSchema,
      indices: labelsSchema,
    }),
  },
  devices: {
    params: z.null(),
    result: z.array(
      z.strictObject({
        id: z.enum(['tensorflow-cpu', 'tensorflow-cuda', 'webgpu', 'wasm', 'cpu']),
        device: z.enum(deviceNames),
        available: z.boolean(),
        description: text.nullable(),
        version: text.nullable(),
        reason: bothLanguages.nullable(),
        command: text.nullable(),
        isSoftware: z.boolean(),
        matmulMs: real.nullable(),
      }),
    ),
  },
};

export const callNames = Object.keys(callSchemas) as CallName[];

export function isCallName(name: unknown): name is CallName {
  return typeof name === 'string' && Object.hasOwn(callSchemas, name);
}
