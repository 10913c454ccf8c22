import type { Issue, Outcome } from '../../../shared/check/issue.ts';
import { hasErrors, issue, IssueError } from '../../../shared/check/issue.ts';
import type { DataReference } from '../../../shared/data/dataReference.ts';
import { movesImages } from './augmentation.ts';
import { createBatchMaker, partsOf } from './batchMaker.ts';
import type { BatchRecipe, ExampleOrder } from './batchMaker.ts';
import type { Batch, Dataset, PreparedData, SplitName } from './dataset.ts';
import { elementCount } from './formats/numericArray.ts';
import { createNormalisation } from './normalisation.ts';
import { shareInts } from './sharedMemory.ts';
import { splitExamples } from './splitExamples.ts';

/**
 * Divides, normalises and balances a data set for one run. The same data set, reference and seed give the same batches.
 * Issues: data-split-empty, data-no-labels, data-augment-not-image (errors), data-limit-unreached (a warning).
 */
export function prepareData(dataset: Dataset, reference: DataReference, seed: number): Outcome<PreparedData> {
  // 1. What cannot be done with this set.
  const { splits, issues: splitIssues } = splitExamples(dataset, reference, seed);
  const issues = [...checkReference(dataset, reference), ...splitIssues];
  if (hasErrors(issues)) return { value: undefined, issues };
  const { facts } = dataset;
  // 2. Normalisation, measured on the training split alone.
  const { form, range, standardisation } = createNormalisation(dataset, reference.normalise, splits.train);
  // 3. Augmentation and balancing, of the training split alone.
  const recipe: BatchRecipe = {
    stored: dataset.stored,
    shape: facts.shape,
    labels: dataset.labels && shareInts(dataset.labels),
    splits: { train: shareInts(splits.train), validation: shareInts(splits.validation), test: shareInts(splits.test) },
    form,
    range,
    augment: reference.augment,
    background: facts.storedRange[0],
    balance: reference.balance,
    seed,
  };
  const maker = createBatchMaker(recipe);
  const length = elementCount(facts.shape);
  const counts = { train: splits.train.length, validation: splits.validation.length, test: splits.test.length };

  function makeBatch(order: ExampleOrder, from: number, size: number): Batch {
    const { labelled, weighted } = partsOf(recipe, order.split);
    const arrays = {
      x: new Float32Array(size * length),
      labels: labelled ? new Int32Array(size) : null,
      weights: weighted && order.training ? new Float32Array(size) : null,
      indices: new Int32Array(size),
    };
    maker.fill(order, from, arrays);
    return { size, ...arrays };
  }

  function* batchesOf(split: SplitName, batchSize: number, { epoch, startBatch }: { readonly epoch: number; readonly startBatch: number }): Generator<Batch> {
    const order = maker.orderOf(split, epoch);
    for (let from = startBatch * batchSize; from < counts[split]; from += batchSize) yield makeBatch(order, from, Math.min(batchSize, counts[split] - from));
  }

  const prepared: PreparedData = {
    facts,
    range,
    standardisation,
    counts,
    batches(split, { batchSize, epoch, startBatch = 0 }) {
      if (!Number.isInteger(batchSize) || batchSize < 1) throw new RangeError(`batch size ${batchSize}`);
      const tooLarge = split === 'train' ? checkBatchSize(prepared, batchSize) : [];
      if (tooLarge.length > 0) throw new IssueError(tooLarge);
      return batchesOf(split, batchSize, { epoch, startBatch });
    },
    pick(split, indices) {
      const outside = indices.find((index) => !Number.isInteger(index) || index < 0 || index >= counts[split]);
      if (outside !== undefined) throw new RangeError(`example ${outside} of ${counts[split]} in ${split}`);
      return makeBatch({ split, places: Int32Array.from(indices), training: null }, 0, indices.length);
    },
    recipe,
  };
  return { value: prepared, issues };
}

/** The issue data-batch-too-large where the training split cannot fill one batch of `batchSize`; else none. */
export function checkBatchSize({ counts }: Pick<PreparedData, 'counts'>, batchSize: number): readonly Issue[] {
  return batchSize <= counts.train ? [] : [issue('data-batch-too-large', { path: 'training.batchSize' }, { batchSize, count: counts.train })];
}

function checkReference({ facts, labels }: Dataset, { limit, augment, balance }: DataReference): Issue[] {
  const issues: Issue[] = [];
  if (limit !== undefined && limit > facts.count)
    issues.push(issue('data-limit-unreached', { path: 'data.limit' }, { limit, name: facts.name, count: facts.count }));
  if (balance !== 'none' && labels === null) issues.push(issue('data-no-labels', { path: 'data.balance' }, { name: facts.name }));
  if (movesImages(augment) && facts.shape.length !== 3)
    issues.push(issue('data-augment-not-image', { path: 'data.augment' }, { name: facts.name, shape: facts.shape.join(', ') }));
  return issues;
}
