import { workerData } from 'node:worker_threads';
import type { FromBatchWorker, ToBatchWorker, WorkerStart } from './batchWorkerMessages.ts';
import { isCancelled } from './batchWorkerMessages.ts';
import { createBlockFiller } from './blockFiller.ts';
import { arraysIn } from './preparedBlock.ts';

/** The thread that makes a run's batches ahead of its steps; started by `batchThread.ts`. One message in, one out, in order. */
const { recipe, port, cancelled }: WorkerStart = workerData;
const fill = createBlockFiller(recipe);

port.on('message', (asked: ToBatchWorker) => {
  const { id, layout, batches, batchSize } = asked;
  const buffer = asked.buffer ?? new ArrayBuffer(asked.bufferBytes);
  fill(asked, arraysIn(buffer, layout, batches * batchSize), () => !isCancelled(cancelled, id));
  const answer: FromBatchWorker = { id, buffer };
  port.postMessage(answer, [buffer]);
});
