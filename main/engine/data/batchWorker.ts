import { workerData } from 'node:worker_threads';
import { createBatchMaker } from './batchMaker.ts';
import type { ExampleOrder } from './batchMaker.ts';
import type { FromBatchWorker, ToBatchWorker, WorkerStart } from './batchWorkerMessages.ts';
import { isCancelled } from './batchWorkerMessages.ts';
import { arraysIn, partOfArrays } from './preparedBlock.ts';

/** The thread that makes a run's batches ahead of its steps; started by `batchThread.ts`. One message in, one out, in order. */
const { recipe, port, cancelled }: WorkerStart = workerData;
const maker = createBatchMaker(recipe);
/** The order of the last epoch that was asked for, split by split. */
const orders = new Map<string, { readonly epoch: number; readonly order: ExampleOrder }>();

function orderOf({ split, epoch }: ToBatchWorker): ExampleOrder {
  const known = orders.get(split);
  if (known?.epoch === epoch) return known.order;
  const order = maker.orderOf(split, epoch);
  orders.set(split, { epoch, order });
  return order;
}

/** Fills the buffer, batch by batch, as long as somebody waits for it. */
function fill(asked: ToBatchWorker, buffer: ArrayBuffer): void {
  const { id, layout, batches, batchSize, firstBatch, fullSize } = asked;
  const arrays = arraysIn(buffer, layout, batches * batchSize);
  for (let i = 0; i < batches && !isCancelled(cancelled, id); i++) {
    maker.fill(orderOf(asked), firstBatch * fullSize + i * batchSize, partOfArrays(arrays, i * batchSize, batchSize));
  }
}

port.on('message', (asked: ToBatchWorker) => {
  const buffer = asked.buffer ?? new ArrayBuffer(asked.bufferBytes);
  fill(asked, buffer);
  const answer: FromBatchWorker = { id: asked.id, buffer };
  port.postMessage(answer, [buffer]);
});
