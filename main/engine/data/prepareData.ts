import type { Issue, Outcome } from '../../../shared/check/issue.ts';
import { hasErrors, issue, IssueError } from '../../../shared/check/issue.ts';
import type { DataReference } from '../../../shared/data/dataReference.ts';
import { deriveSeed, permutation } from '../../../shared/random/philox.ts';
import { createAugmentation, movesImages } from './augmentation.ts';
import { createOversampling, inverseFrequencyWeights } from './balance.ts';
import type { Batch, Dataset, PreparedData, SplitName } from './dataset.ts';
import { elementCount } from './formats/numericArray.ts';
import { createNormalisation } from './normalisation.ts';
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
  const length = elementCount(facts.shape);
  // 2. Normalisation, measured on the training split alone.
  const normalisation = createNormalisation(dataset, reference.normalise, splits.train);
  // 3. Augmentation and balancing, of the training split alone.
  const { augment } = reference;
  const augmentation = createAugmentation(augment, facts.shape, { seed, background: facts.storedRange[0] });
  const moves = movesImages(augment),
    noisy = augment.noise > 0;
  const trainLabels = dataset.labels && Int32Array.from(splits.train, (index) => dataset.labels?.[index] ?? 0);
  const weights = reference.balance === 'weights' && trainLabels ? inverseFrequencyWeights(trainLabels) : null;
  const drawBalanced = reference.balance === 'oversample' && trainLabels ? createOversampling(trainLabels, seed) : null;
  const counts = { train: splits.train.length, validation: splits.validation.length, test: splits.test.length };

  /** Places in the split, in the order of one epoch, with how often each place came before. */
  function orderOf(split: SplitName, epoch: number): { places: Int32Array; copies: Int32Array | null } {
    if (split !== 'train') return { places: Int32Array.from({ length: counts[split] }, (_, place) => place), copies: null };
    const order = permutation(deriveSeed(seed, 'data', 'order', epoch), counts.train);
    if (!drawBalanced) return { places: order, copies: null };
    const drawn = drawBalanced(epoch);
    const places = order.map((i) => drawn[i] ?? 0);
    const seen = new Int32Array(counts.train);
    const copies = places.map((place) => {
      seen[place] = (seen[place] ?? 0) + 1;
      return (seen[place] ?? 1) - 1;
    });
    return { places, copies };
  }

  function fillBatch(split: SplitName, places: Int32Array, training: { readonly epoch: number; readonly copies: Int32Array | null } | null): Batch {
    const size = places.length;
    const x = new Float32Array(size * length);
    const indices = places.map((place) => splits[split][place] ?? 0);
    const occurrence = (i: number): { epoch: number; index: number; copy: number } => ({
      epoch: training?.epoch ?? 0,
      index: indices[i] ?? 0,
      copy: training?.copies?.[i] ?? 0,
    });
    for (let i = 0; i < size; i++) {
      dataset.readStored(indices[i] ?? 0, x, i * length);
      if (training && moves) augmentation.moveStored(x.subarray(i * length, (i + 1) * length), occurrence(i));
    }
    normalisation.apply(x);
    if (training && noisy) {
      for (let i = 0; i < size; i++) augmentation.addNoise(x.subarray(i * length, (i + 1) * length), occurrence(i), normalisation.range);
    }
    return {
      size,
      x,
      labels: dataset.labels && indices.map((index) => dataset.labels?.[index] ?? 0),
      weights: training && weights ? Float32Array.from(places, (place) => weights[place] ?? 1) : null,
      indices,
    };
  }

  function* batchesOf(split: SplitName, batchSize: number, { epoch, startBatch }: { readonly epoch: number; readonly startBatch: number }): Generator<Batch> {
    const { places, copies } = orderOf(split, epoch);
    for (let from = startBatch * batchSize; from < places.length; from += batchSize) {
      const to = Math.min(from + batchSize, places.length);
      yield fillBatch(split, places.subarray(from, to), split === 'train' ? { epoch, copies: copies?.subarray(from, to) ?? null } : null);
    }
  }

  const prepared: PreparedData = {
    facts,
    range: normalisation.range,
    standardisation: normalisation.standardisation,
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
      return fillBatch(split, Int32Array.from(indices), null);
    },
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
