import { readFile } from 'node:fs/promises';
import { refuse } from '../../../shared/check/issue.ts';
import { decodeSafetensors, encodeSafetensors } from './safetensors.ts';
import type { NamedValues } from './safetensors.ts';
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
  const bytes = encodeSafetensors({ tensors: { ...checkpoint.model, ...sums }, metadata: { format: 'hourglass-checkpoint', version: '1', epoch: String(epoch), step: String(step), progress: JSON.stringify(progress) } });
  await writeWhole(path, bytes);
  return bytes.length;
}

/** Reads a checkpoint back. Throws IssueError `checkpoint-missing` or `checkpoint-broken`, each naming the file. */
export async function readCheckpoint(path: string): Promise<Checkpoint> {
  const bytes = await readFile(path).catch(() => refuse('checkpoint-missing', { file: path }));
  const { tensors, metadata } = decodeSafetensors(bytes, path);
  const epoch = Number(metadata.epoch), step = Number(metadata.step);
  if (metadata.format !== 'hourglass-checkpoint' || !Number.isInteger(epoch) || !Number.isInteger(step)) return refuse('checkpoint-broken', { file: path }, { reason: 'not a Hourglass checkpoint' });
  const named = Object.entries(tensors);
  return {
    epoch, step,
    model: Object.fromEntries(named.filter(([name]) => !name.startsWith(sumPrefix))),
    sums: Object.fromEntries(named.filter(([name]) => name.startsWith(sumPrefix)).map(([name, values]) => [name.slice(sumPrefix.length), values])),
    progress: parseProgress(metadata.progress),
  };
}

function parseProgress(text: string | undefined): Record<string, number> {
  try {
    const value: unknown = JSON.parse(text ?? '{}');
    return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value).filter((pair): pair is [string, number] => typeof pair[1] === 'number')) : {};
  } catch {
    return {};
  }
}
