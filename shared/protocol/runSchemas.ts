import type { ClassFigures, EndReason, EpochFigures, LossFigures, RunCost, RunDevice, RunEvent, RunVersions } from '../run/runEvent.ts';
import type { RunState, RunStatus } from '../run/runState.ts';
import { z } from '../z.ts';
import { issueSchema, issuesSchema, real } from './issueSchema.ts';

const count = z.int().min(0);
const figure = real.nullable();
const text = z.string().max(20_000);

const loss = { loss: real, reconstruction: figure, kl: figure, classification: figure, penalty: figure } satisfies Shape<LossFigures>;
export const lossFiguresSchema: z.ZodType<LossFigures> = z.strictObject(loss);
export const classFiguresSchema: z.ZodType<ClassFigures> = z.strictObject({ accuracy: real, perClass: z.array(figure), confusion: z.array(z.array(real)) });
const device: z.ZodType<RunDevice> = z.strictObject({ name: text, description: text, threads: count });
const versions: z.ZodType<RunVersions> = z.strictObject({ app: text, node: text, tensorflow: text });
const cost: z.ZodType<RunCost> = z.strictObject({ parameters: real, trainedParameters: real, memoryBytes: real, secondsPerEpoch: figure });
const endReason = z.enum(['done', 'early', 'stopped', 'diverged']) satisfies z.ZodType<EndReason>;

const epochFields = {
  epoch: count,
  step: count,
  ...loss,
  validation: z.strictObject({ ...loss, classes: classFiguresSchema.nullable() }).nullable(),
  klPerDimension: z.array(real).nullable(),
  gradientNorms: z.record(z.string().max(64), real),
  classes: classFiguresSchema.nullable(),
  learningRate: real,
  beta: figure,
  examplesPerSecond: real,
  seconds: real,
} satisfies Shape<EpochFigures>;

/** One field schema for each field of `T`; one too few does not compile. */
type Shape<T> = { readonly [K in keyof T]-?: z.ZodType<T[K]> };
type EventOf<E extends RunEvent['event']> = Extract<RunEvent, { event: E }>;

const start = z.strictObject({
  event: z.literal('start'),
  run: text,
  name: text,
  folder: text.nullable(),
  at: text,
  device,
  versions,
  seed: count,
  epochs: count,
  stepsPerEpoch: count,
  batchSize: count,
  examples: z.strictObject({ train: count, validation: count, test: count }),
  data: z.strictObject({ name: text, hash: text }),
  cost,
  resumedAt: count.nullable(),
} satisfies Shape<EventOf<'start'>>);
const batch = z.strictObject({
  event: z.literal('batch'),
  epoch: count,
  step: count,
  batch: count,
  figures: lossFiguresSchema,
  examplesPerSecond: real,
  secondsLeft: real,
} satisfies Shape<EventOf<'batch'>>);
const checkpoint = z.strictObject({
  event: z.literal('checkpoint'),
  epoch: count,
  step: count,
  file: text,
  bytes: count,
  runBytes: count,
} satisfies Shape<EventOf<'checkpoint'>>);
const control = z.strictObject({ event: z.literal('control'), step: count, learningRate: real.optional(), beta: real.optional() } satisfies Shape<
  EventOf<'control'>
>);
const end = z.strictObject({
  event: z.literal('end'),
  reason: endReason,
  epoch: count,
  step: count,
  folder: text.nullable(),
  device,
  seconds: real,
} satisfies Shape<EventOf<'end'>>);

/** What happens to a run, as it travels. Figures may be NaN or infinite. */
export const runEventSchema: z.ZodType<RunEvent> = z.discriminatedUnion('event', [
  start,
  batch,
  z.strictObject({ event: z.literal('epoch'), ...epochFields }),
  checkpoint,
  control,
  z.strictObject({ event: z.literal('paused'), step: count }),
  z.strictObject({ event: z.literal('resumed'), step: count }),
  z.strictObject({ event: z.literal('issue'), step: count, issue: issueSchema }),
  z.strictObject({ event: z.literal('lost'), step: count, issue: issueSchema }),
  end,
]);

export const runStatusSchema: z.ZodType<RunStatus> = z.enum(['waiting', 'training', 'paused', 'lost', ...endReason.options]);

/** A run's state as it travels: what a late joiner starts from. */
export const runStateSchema: z.ZodType<RunState> = z.strictObject({
  status: runStatusSchema,
  start: start.nullable(),
  epochs: z.array(z.strictObject(epochFields)),
  batch: batch.nullable(),
  controls: z.array(control),
  checkpoints: z.array(checkpoint),
  issues: issuesSchema,
  step: count,
  seconds: real,
} satisfies Shape<RunState>);
