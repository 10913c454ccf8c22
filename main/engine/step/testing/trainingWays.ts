import type { GraphDoc, OptimiserSettings, TrainingSettings } from '../../../../shared/graph/document.ts';
import { templates } from '../../../../shared/templates/templates.ts';

/** One way of training a VAE: everything of a run's settings that reaches the step. */
export interface TrainingWay {
  readonly optimiser: Partial<OptimiserSettings>;
  readonly clip: TrainingSettings['clip'];
  readonly schedule: TrainingSettings['schedule']['kind'];
  readonly betaSchedule: string;
  readonly freeBits: number;
}

const optimisers: readonly Partial<OptimiserSettings>[] = [
  { kind: 'sgd' },
  { kind: 'momentum' },
  { kind: 'rmsprop' },
  { kind: 'rmsprop', rho: 0.999, epsilon: 1e-3 },
  { kind: 'adam' },
  { kind: 'adam', beta1: 0.5, beta2: 0.97, epsilon: 1e-4 },
  { kind: 'adamw' },
  { kind: 'adamw', weightDecay: 0.5 },
];
const clips: readonly TrainingSettings['clip'][] = [
  { kind: 'none', limit: 1 },
  { kind: 'norm', limit: 0.5 },
  { kind: 'globalNorm', limit: 0.5 },
  { kind: 'value', limit: 1e-3 },
];
const schedules = ['constant', 'step', 'exponential', 'cosine', 'warmup'] as const;
const betaSchedules = ['constant', 'warmup', 'cyclical'] as const;
const freeBits = [0, 0.3] as const;

/** Every way: 960 of them. */
export const allWays: readonly TrainingWay[] = optimisers.flatMap((optimiser) =>
  clips.flatMap((clip) =>
    schedules.flatMap((schedule) =>
      betaSchedules.flatMap((betaSchedule) => freeBits.map((free) => ({ optimiser, clip, schedule, betaSchedule, freeBits: free }))),
    ),
  ),
);

const turn = <T>(options: readonly [T, ...T[]], at: number): T => options[at % options.length] ?? options[0];

/** Every optimiser with every clipping, the rest turned through: 32. */
export const fewWays: readonly TrainingWay[] = optimisers.flatMap((optimiser, i) =>
  clips.map((clip, j) => ({
    optimiser,
    clip,
    schedule: turn(schedules, i + j),
    betaSchedule: turn(betaSchedules, i + 2 * j),
    freeBits: turn(freeBits, i + j),
  })),
);

/** A dense VAE trained in that way; schedules are a few steps long. */
export function trainedIn({ optimiser, clip, schedule, betaSchedule, freeBits: free }: TrainingWay): GraphDoc {
  const document = templates['3-vae'].build();
  const nodes = Object.fromEntries(
    Object.entries(document.nodes).map(([id, node]) => [
      id,
      node.kind === 'loss' ? { ...node, params: { ...node.params, betaSchedule, betaEpochs: 1, freeBits: free } } : node,
    ]),
  );
  return {
    ...document,
    nodes,
    training: { ...document.training, clip, schedule: { kind: schedule, epochs: 1, factor: 0.1 }, optimiser: { ...document.training.optimiser, ...optimiser } },
  };
}

/** The way in a few words. */
export const wayTitle = ({ optimiser, clip, schedule, betaSchedule, freeBits: free }: TrainingWay): string =>
  `${Object.values(optimiser).join(' ')}, clipped by ${clip.kind}, rate ${schedule}, β ${betaSchedule}, ${free} free nats`;
