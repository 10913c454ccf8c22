import type { BatchArrays } from './batchMaker.ts';
import { createBlockFiller } from './blockFiller.ts';
import type { Batch, PreparedData, SplitName } from './dataset.ts';
import type { BlockOrder, PreparedBlock } from './preparedBlock.ts';
import { partOfArrays } from './preparedBlock.ts';

/** Makes a block at once, on this thread, in the arrays given; those that a split has not come back null. */
export type MakeBlock = (order: BlockOrder, into: Arrays) => Arrays;
type Arrays = Pick<PreparedBlock, 'x' | 'labels' | 'weights' | 'indices'>;

/** Makes blocks by the recipe of `data`, or of its batches where there is none. */
export function createOwnBlocks(data: PreparedData): MakeBlock {
  if (!data.recipe) return blocksOfBatches(data);
  const fill = createBlockFiller(data.recipe);
  return (order, into) => {
    fill(order, into);
    return into;
  };
}

/** Blocks in their order go on in the epoch's order; any other place begins it anew. */
function blocksOfBatches(data: PreparedData): MakeBlock {
  const readings = new Map<SplitName, { readonly key: string; next: number; readonly batches: Iterator<Batch> }>();
  return ({ split, epoch, firstBatch, batches, batchSize, fullSize }, into) => {
    const key = `${epoch} ${fullSize}`;
    let reading = readings.get(split);
    if (reading?.key !== key || reading.next !== firstBatch) {
      reading = { key, next: firstBatch, batches: data.batches(split, { batchSize: fullSize, epoch, startBatch: firstBatch })[Symbol.iterator]() };
      readings.set(split, reading);
    }
    let { labels, weights } = into;
    for (let i = 0; i < batches; i++) {
      const { value: batch, done } = reading.batches.next();
      if (done || batch.size !== batchSize) throw new Error(`batch ${firstBatch + i} of ${split} is not there`);
      const part: BatchArrays = partOfArrays(into, i * batchSize, batchSize);
      part.x.set(batch.x);
      part.indices.set(batch.indices);
      if (batch.labels) part.labels?.set(batch.labels);
      else labels = null;
      if (batch.weights) part.weights?.set(batch.weights);
      else weights = null;
    }
    reading.next += batches;
    return { x: into.x, labels, weights, indices: into.indices };
  };
}
