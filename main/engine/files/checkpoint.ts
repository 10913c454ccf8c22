import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { refuse } from '../../../shared/check/issue.ts';
import { z } from '../../../shared/z.ts';
import { decodeSafetensors, encodeSafetensors } from './safetensors.ts';
import type { NamedValues, TensorFile } from './safetensors.ts';
import { writeWhole } from './writeWhole.ts';

/** A model in training, as it lies on disk. */
export interface Checkpoint {
  /** Epochs completed. */
  readonly epoch: number;
  /** Steps completed; inside an epoch when a run was stopped there. */
  readonly step: number;
  /** Weights and optimiser slots. */
  readonly model: NamedValues;
  /** Sums of the epoch in progress, so that a resumed epoch reports what it would have reported. */
  readonly sums: NamedValues;
  /** Scalars beside the sums. */
  readonly progress: Readonly<Record<string, number>>;
}

const sumPrefix = 'sum:';

/** Writes a checkpoint as safetensors, whole. Returns its size in bytes. */
export async function writeCheckpoint(path: string, checkpoint: Checkpoint): Promise<number> {
  const sums = Object.fromEntries(Object.entries(checkpoint.sums).map(([name, values]) => [sumPrefix + name, values]));
  const { epoch, step, progress } = checkpoint;
  const tensors = { ...checkpoint.model, ...sums };
  const metadata = { format: 'hourglass-checkpoint', version: '1', epoch: String(epoch), step: String(step), progress: JSON.stringify(progress) };
  const bytes = encodeSafetensors({ tensors, metadata: { ...metadata, sha256: hashOf({ tensors, metadata }) } });
  await writeWhole(path, bytes);
  return bytes.length;
}

const count = z
  .string()
  .regex(/^\d{1,15}$/)
  .transform(Number);
const metadataSchema = z.object({
  format: z.literal('hourglass-checkpoint'),
  version: z.literal('1'),
  epoch: count,
  step: count,
  progress: z
    .string()
    .transform((text, context): unknown => {
      try {
        return JSON.parse(text);
      } catch {
        context.addIssue({ code: 'custom' });
        return z.NEVER;
      }
    })
    .pipe(z.record(z.string(), z.number().min(0))),
});

/** Reads a checkpoint back. Throws IssueError `checkpoint-missing` or `checkpoint-broken` (a single changed bit suffices), each naming the file. */
export async function readCheckpoint(path: string): Promise<Checkpoint> {
  const bytes = await readFile(path).catch(() => refuse('checkpoint-missing', { file: path }));
  const {
    tensors,
    metadata: { sha256, ...metadata },
  } = decodeSafetensors(bytes, path);
  const parsed = metadataSchema.safeParse(metadata);
  if (!parsed.success) return refuse('checkpoint-broken', { file: path }, { reason: 'not a Hourglass checkpoint of version 1' });
  if (sha256 !== hashOf({ tensors, metadata })) return refuse('checkpoint-broken', { file: path }, { reason: 'its content is not what was written' });
  const { epoch, step, progress } = parsed.data;
  const named = Object.entries(tensors);
  return {
    epoch,
    step,
    progress,
    model: Object.fromEntries(named.filter(([name]) => !name.startsWith(sumPrefix))),
    sums: Object.fromEntries(named.filter(([name]) => name.startsWith(sumPrefix)).map(([name, values]) => [name.slice(sumPrefix.length), values])),
  };
}

/** SHA-256 (hex) of everything in a file but its layout. */
function hashOf({ tensors, metadata }: TensorFile): string {
  const hash = createHash('sha256').update(JSON.stringify(Object.entries(metadata).toSorted(([a], [b]) => (a < b ? -1 : 1))));
  for (const [name, { shape, values }] of Object.entries(tensors).toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    hash.update(JSON.stringify([name, shape])).update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  }
  return hash.digest('hex');
}
