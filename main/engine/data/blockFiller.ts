import { createBatchMaker } from './batchMaker.ts';
import type { BatchArrays, BatchRecipe, ExampleOrder } from './batchMaker.ts';
import type { SplitName } from './dataset.ts';
import type { BlockOrder } from './preparedBlock.ts';
import { partOfArrays } from './preparedBlock.ts';

/** Fills the arrays of one block, batch by batch, as long as it is wanted. */
export type FillBlock = (order: BlockOrder, into: BatchArrays, isWanted?: () => boolean) => void;

/** Makes blocks by a recipe. Of each split it remembers the order of the epoch that was asked for last. */
export function createBlockFiller(recipe: BatchRecipe): FillBlock {
  const maker = createBatchMaker(recipe);
  const known = new Map<SplitName, { readonly epoch: number; readonly order: ExampleOrder }>();

  function orderOf(split: SplitName, epoch: number): ExampleOrder {
    const last = known.get(split);
    if (last?.epoch === epoch) return last.order;
    const order = maker.orderOf(split, epoch);
    known.set(split, { epoch, order });
    return order;
  }

  return ({ split, epoch, firstBatch, batches, batchSize, fullSize }, into, isWanted = () => true) => {
    for (let i = 0; i < batches && isWanted(); i++) {
      maker.fill(orderOf(split, epoch), firstBatch * fullSize + i * batchSize, partOfArrays(into, i * batchSize, batchSize));
    }
  };
}
