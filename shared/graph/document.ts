import { z } from '../z.ts';
import { dataReferenceSchema } from '../data/dataReference.ts';
import type { Text } from '../messages/language.ts';

/** Version of the `.hourglass.json` format this build writes. */
export const documentVersion = 1;

/** Most nodes, wires, groups, notes and bytes of UTF-8 text that a document may have; parse and edit refuse more. */
export const documentLimits = { nodes: 20_000, edges: 100_000, groups: 20_000, notes: 1_000, bytes: 64 * 1024 * 1024 } as const;

/** What is counted there, in words. */
export const limitTitles: Readonly<Record<keyof typeof documentLimits, Text>> = {
  nodes: { en: 'nodes', zh: '个节点' },
  edges: { en: 'wires', zh: '条连线' },
  groups: { en: 'groups', zh: '个分组' },
  notes: { en: 'notes', zh: '张便签' },
  bytes: { en: 'bytes', zh: '字节' },
};

/** True of the names that every object inherits (`constructor`, `__proto__`, …): never a key of a document, so that no look-up finds what was not stored. */
export function isReservedKey(key: string): boolean {
  return key in Object.prototype;
}

/** Names a node, wire, group or note. */
export const identifier = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,64}$/)
  .refine((id) => !isReservedKey(id));
/** A text the user gives; may be empty. */
export const label = z.string().max(200);
/** A stored parameter value of any kind. */
export const paramValue = z.union([z.number(), z.string().max(10_000), z.boolean(), z.array(z.number()).max(64)]);
/** Pixels at zoom 1. */
export const coordinate = z.number().min(-1e7).max(1e7);
const portName = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,64}$/)
  .refine((port) => !isReservedKey(port));

export const nodeSchema = z.strictObject({
  /** A node kind of the catalogue; parse refuses others. */
  kind: z.string().max(64),
  /** Version of the kind's parameters. */
  version: z.int().min(1),
  name: label.optional(),
  /** As stored; ranges are tested by check, so that a document with a bad value still opens. */
  params: z.record(z.string().max(64), paramValue),
  /** Weights stay as they are while training. */
  frozen: z.boolean().optional(),
  /** Cannot be moved, edited or deleted in the app; its wires can. */
  locked: z.boolean().optional(),
});

export const endSchema = z.strictObject({ node: identifier, port: portName });

export const edgeSchema = z.strictObject({ id: identifier, from: endSchema, to: endSchema });

export const groupSchema = z.strictObject({
  id: identifier,
  name: label,
  /** A node is in at most one group. */
  members: z.array(identifier),
  collapsed: z.boolean().optional(),
});

export const noteSchema = z.strictObject({ id: identifier, text: z.string().max(20_000) });

export const goals = ['autoencoder', 'vae', 'classifier', 'free'] as const;

/** Defaults and formulas are Keras 3's; optimisers in TensorFlow's form (ε inside Adam's bias correction). */
export const optimiserSchema = z.strictObject({
  kind: z.enum(['sgd', 'momentum', 'rmsprop', 'adam', 'adamw']).default('adam'),
  learningRate: z.number().min(0).max(100).default(1e-3),
  /** momentum: velocity decay; Keras's Nesterov is off. */
  momentum: z.number().min(0).max(0.9999).default(0.9),
  /** rmsprop: decay of the mean square. */
  rho: z.number().min(0).max(0.9999).default(0.9),
  beta1: z.number().min(0).max(0.9999).default(0.9),
  beta2: z.number().min(0).max(0.999999).default(0.999),
  epsilon: z.number().min(0).max(1).default(1e-7),
  /** adamw: decoupled weight decay, w ← w − η·λ·w before the Adam update. */
  weightDecay: z.number().min(0).max(1).default(0.004),
});

/** Learning rate over time. `epochs` is the length of the warm-up, the step or the whole decay. */
export const rateScheduleSchema = z.strictObject({
  kind: z.enum(['constant', 'step', 'exponential', 'cosine', 'warmup']).default('constant'),
  epochs: z.number().min(0.01).max(100_000).default(10),
  /** step and exponential: factor after each `epochs`. cosine: share of the rate left at the end. */
  factor: z.number().min(0).max(1).default(0.1),
});

export const trainingSchema = z.strictObject({
  epochs: z.int().min(1).max(1_000_000).default(10),
  batchSize: z.int().min(1).max(65_536).default(128),
  seed: z.int().min(0).max(2_147_483_647).default(1),
  optimiser: optimiserSchema.prefault({}),
  schedule: rateScheduleSchema.prefault({}),
  /** norm: each gradient's own norm (Keras clipnorm); globalNorm: all together (global_clipnorm); value: each element (clipvalue). */
  clip: z.strictObject({ kind: z.enum(['none', 'norm', 'globalNorm', 'value']).default('none'), limit: z.number().min(1e-9).max(1e9).default(1) }).prefault({}),
  /** Stops after `patience` epochs in which validation loss did not fall by `minDelta`; the best epoch's weights are restored. */
  earlyStopping: z
    .strictObject({ enabled: z.boolean().default(false), patience: z.int().min(1).max(10_000).default(5), minDelta: z.number().min(0).max(1e9).default(0) })
    .prefault({}),
  /** How many epoch checkpoints are kept on disk beside the best and the last. */
  keepCheckpoints: z.int().min(1).max(10_000).default(5),
  /** Figures wanted beside the loss. accuracy only means something where a Classification loss says what the classes are. */
  metrics: z.array(z.enum(['accuracy'])).default([]),
});

export const layoutSchema = z.strictObject({
  nodes: z.record(identifier, z.strictObject({ x: coordinate, y: coordinate })).default({}),
  notes: z.record(identifier, z.strictObject({ x: coordinate, y: coordinate, width: coordinate.optional(), height: coordinate.optional() })).default({}),
});

/** What the user drew: `.hourglass.json`, version 1. Layout lies beside the semantics, so that dragging re-infers nothing. */
export const documentSchema = z.strictObject({
  format: z.literal('hourglass'),
  version: z.literal(documentVersion),
  name: label,
  /** What the graph is meant to be, as the user says; lets check name what is missing. */
  goal: z.enum(goals).default('free'),
  nodes: z.record(identifier, nodeSchema),
  edges: z.array(edgeSchema),
  groups: z.array(groupSchema).default([]),
  notes: z.array(noteSchema).default([]),
  training: trainingSchema.prefault({}),
  data: dataReferenceSchema,
  layout: layoutSchema.prefault({}),
});

export type GraphDoc = z.infer<typeof documentSchema>;
export type NodeRecord = z.infer<typeof nodeSchema>;
export type EdgeRecord = z.infer<typeof edgeSchema>;
export type GroupRecord = z.infer<typeof groupSchema>;
export type NoteRecord = z.infer<typeof noteSchema>;
export type TrainingSettings = z.infer<typeof trainingSchema>;
export type OptimiserSettings = z.infer<typeof optimiserSchema>;
export type End = z.infer<typeof endSchema>;
