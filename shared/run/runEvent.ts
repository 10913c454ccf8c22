import type { Issue } from '../check/issue.ts';

/** The figures of a pass over examples. Loss terms carry the reductions the graph states; `kl` is before β and before free bits. */
export interface LossFigures {
  /** Σ weight · term: what training minimises, penalties included; of a split that is only evaluated, penalties left out. */
  readonly loss: number;
  readonly reconstruction: number | null;
  readonly kl: number | null;
  readonly classification: number | null;
  readonly penalty: number | null;
}

/** How well classes are told apart; absent for models without a classification loss. */
export interface ClassFigures {
  readonly accuracy: number;
  /** Share of each true class that was predicted right; null for a class without examples. */
  readonly perClass: readonly (number | null)[];
  /** Counts, row-major [true class][predicted class]. */
  readonly confusion: readonly (readonly number[])[];
}

export interface RunVersions {
  readonly app: string;
  readonly node: string;
  readonly tensorflow: string;
}

export interface RunDevice {
  readonly name: string;
  readonly description: string;
  readonly threads: number;
}

/** What a run is expected to cost, told before its first step. */
export interface RunCost {
  readonly parameters: number;
  readonly trainedParameters: number;
  readonly memoryBytes: number;
  readonly secondsPerEpoch: number | null;
}

export interface EpochFigures extends LossFigures {
  /** 1 for the first epoch. */
  readonly epoch: number;
  /** Steps done since the run began. */
  readonly step: number;
  readonly validation: (LossFigures & { readonly classes: ClassFigures | null }) | null;
  /** Nats by latent dimension, averaged over the epoch; null without a KL term. */
  readonly klPerDimension: readonly number[] | null;
  /** Root mean square, over about twenty evenly spaced steps of the epoch, of the norm of each node's gradient. */
  readonly gradientNorms: Readonly<Record<string, number>>;
  readonly classes: ClassFigures | null;
  /** The learning rate and β in force at the epoch's last step. */
  readonly learningRate: number;
  readonly beta: number | null;
  readonly examplesPerSecond: number;
  readonly seconds: number;
}

/** Everything that happens to a run, in order. The engine emits it, `applyEvent` folds it, files and channels carry it. */
export type RunEvent =
  | {
      readonly event: 'start';
      readonly run: string;
      readonly name: string;
      readonly folder: string | null;
      readonly at: string;
      readonly device: RunDevice;
      readonly versions: RunVersions;
      readonly seed: number;
      readonly epochs: number;
      readonly stepsPerEpoch: number;
      readonly batchSize: number;
      readonly examples: { readonly train: number; readonly validation: number; readonly test: number };
      readonly data: { readonly name: string; readonly hash: string };
      readonly cost: RunCost;
      /** Set when this continues a run: the step it goes on from. */
      readonly resumedAt: number | null;
    }
  /** About ten a second while it trains: running means of the epoch so far. */
  | {
      readonly event: 'batch';
      readonly epoch: number;
      readonly step: number;
      readonly batch: number;
      readonly figures: LossFigures;
      readonly examplesPerSecond: number;
      readonly secondsLeft: number;
    }
  | ({ readonly event: 'epoch' } & EpochFigures)
  | { readonly event: 'checkpoint'; readonly epoch: number; readonly step: number; readonly file: string; readonly bytes: number; readonly runBytes: number }
  /** The user changed the running model; logged with its step and replayed on resume. */
  | { readonly event: 'control'; readonly step: number; readonly learningRate?: number; readonly beta?: number }
  | { readonly event: 'paused'; readonly step: number }
  | { readonly event: 'resumed'; readonly step: number }
  | { readonly event: 'issue'; readonly step: number; readonly issue: Issue }
  /** The process that trained it went away; what was checkpointed can be resumed. Emitted by the host, not the engine. `issue` says how it went. */
  | { readonly event: 'lost'; readonly step: number; readonly issue: Issue }
  | {
      readonly event: 'end';
      readonly reason: EndReason;
      readonly epoch: number;
      readonly step: number;
      readonly folder: string | null;
      readonly device: RunDevice;
      readonly seconds: number;
    };

/** done: all epochs; early: early stopping; stopped: by the user; diverged: NaN or infinity, the last good state was restored. */
export type EndReason = 'done' | 'early' | 'stopped' | 'diverged';
