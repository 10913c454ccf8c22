import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads';
import type { BatchRecipe } from './batchMaker.ts';
import type { FromBatchWorker, ToBatchWorker, WorkerStart } from './batchWorkerMessages.ts';
import { cancel, createCancelled, mostOpen } from './batchWorkerMessages.ts';
import type { BlockOrder } from './preparedBlock.ts';

/** A block that is being made on another thread. */
export interface Ticket {
  /** Its buffer, filled; null where the thread was lost before it was. Nobody asks a ticket twice, or one that was cancelled. */
  take(): Promise<ArrayBuffer | null>;
  /** Nobody waits for it any more; `reuse` gets its buffer back. */
  cancel(reuse: (buffer: ArrayBuffer) => void): void;
}

/** The thread that makes batches ahead of the steps. It keeps the process alive only while somebody waits for it. */
export interface BatchThread {
  /** Asks for a block, into `buffer` (which is handed over) or a new one; blocks are made in the order in which they are asked for. Null where the thread is lost or has too much to do. */
  ask(order: BlockOrder, buffer: ArrayBuffer | null): Ticket | null;
  /** Ends the thread in the middle of whatever it does. Who still waits is answered with null. */
  close(): Promise<void>;
}

interface Open {
  answer: ArrayBuffer | null | undefined;
  onAnswer: ((buffer: ArrayBuffer | null) => void) | null;
}

/** Bytes of young objects that the thread's heap may hold: its batches lie outside the heap, so a small one does. */
const youngMegabytes = 8;

/** Starts the thread. `onLost` is called once where it breaks down: it threw, ran out of memory or ended; `entry` is its program. */
export function startBatchThread(recipe: BatchRecipe, { entry, onLost }: { readonly entry: URL; readonly onLost: (reason: string) => void }): BatchThread {
  const { port1: port, port2 } = new MessageChannel();
  const cancelled = createCancelled();
  const start: WorkerStart = { recipe, port: port2, cancelled };
  const worker = new Worker(entry, {
    name: 'batches',
    workerData: start,
    transferList: [port2],
    execArgv: ['--disable-warning=ExperimentalWarning'],
    resourceLimits: { maxYoungGenerationSizeMb: youngMegabytes },
  });
  const open = new Map<number, Open>();
  let lastId = 0,
    waiting = 0,
    isOver = false;

  const hold = (change: 1 | 0 | -1): void => {
    waiting += change;
    for (const held of [port, worker]) {
      if (waiting > 0) held.ref();
      else held.unref();
    }
  };
  const settle = (id: number, buffer: ArrayBuffer | null): void => {
    const asked = open.get(id);
    if (!asked) return;
    open.delete(id);
    asked.answer = buffer;
    asked.onAnswer?.(buffer);
  };
  const receive = ({ id, buffer }: FromBatchWorker): void => settle(id, buffer);
  /** Takes in the answers that came while this thread was busy. */
  const drain = (): void => {
    for (let found = receiveMessageOnPort(port); found; found = receiveMessageOnPort(port)) receive(found.message);
  };
  const end = (): void => {
    drain();
    isOver = true;
    for (const id of open.keys()) settle(id, null);
    port.close();
  };
  const lose = (reason: string): void => {
    if (isOver) return;
    end();
    void worker.terminate();
    onLost(reason);
  };
  port.on('message', receive);
  worker.on('error', (error) => lose(error instanceof Error ? error.message : String(error)));
  worker.on('messageerror', (error) => lose(error.message));
  worker.on('exit', (code) => lose(`exit ${code}`));
  hold(0);

  return {
    ask(order, buffer) {
      if (isOver || open.size >= mostOpen) return null;
      const id = ++lastId;
      const asked: Open = { answer: undefined, onAnswer: null };
      open.set(id, asked);
      const message: ToBatchWorker = { ...order, id, buffer };
      port.postMessage(message, buffer ? [buffer] : []);
      return {
        async take() {
          if (!isOver) drain();
          if (asked.answer !== undefined) return asked.answer;
          const { promise, resolve } = Promise.withResolvers<ArrayBuffer | null>();
          asked.onAnswer = resolve;
          hold(1);
          try {
            return await promise;
          } finally {
            hold(-1);
          }
        },
        cancel(reuse) {
          if (asked.answer) return reuse(asked.answer);
          cancel(cancelled, id);
          asked.onAnswer = (late) => late && reuse(late);
        },
      };
    },
    async close() {
      if (!isOver) end();
      await worker.terminate();
    },
  };
}
