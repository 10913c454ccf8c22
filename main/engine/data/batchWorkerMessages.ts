import type { MessagePort } from 'node:worker_threads';
import type { BatchRecipe } from './batchMaker.ts';
import type { BlockOrder } from './preparedBlock.ts';

/** What the thread that makes batches is started with. */
export interface WorkerStart {
  readonly recipe: BatchRecipe;
  readonly port: MessagePort;
  /** See `cancel`. */
  readonly cancelled: Int32Array<SharedArrayBuffer>;
}

/** A block that is asked of the thread. */
export interface ToBatchWorker extends BlockOrder {
  /** Counts what was asked for, from 1. */
  readonly id: number;
  /** To be filled; null for a new one. */
  readonly buffer: ArrayBuffer | null;
}

/** Its answer, in the order of the questions; what the buffer of a cancelled question holds means nothing. */
export interface FromBatchWorker {
  readonly id: number;
  readonly buffer: ArrayBuffer;
}

/** As many questions may be open at a time: each has a place of its own among the cancelled. */
export const mostOpen = 64;

export const createCancelled = (): Int32Array<SharedArrayBuffer> => new Int32Array(new SharedArrayBuffer(4 * mostOpen));

/** Says, past the queue of messages, that nobody waits for an answer any more. */
export function cancel(cancelled: Int32Array<SharedArrayBuffer>, id: number): void {
  Atomics.store(cancelled, id % mostOpen, id);
}

export function isCancelled(cancelled: Int32Array<SharedArrayBuffer>, id: number): boolean {
  return Atomics.load(cancelled, id % mostOpen) === id;
}
