import type { DataReference } from '../../../shared/data/dataReference.ts';
import { deriveSeed, permutation } from '../../../shared/random/philox.ts';
import { createAugmentation, movesImages } from './augmentation.ts';
import { createOversampling, inverseFrequencyWeights } from './balance.ts';
import type { SplitName } from './dataset.ts';
import { applyNormalForm } from './normalForm.ts';
import type { NormalForm } from './normalForm.ts';
import { normalisingReaderOf, readerOf } from './readExamples.ts';
import type { StoredValues } from './sharedMemory.ts';

/** All that decides a run's batches, as plain data that any thread can be handed. */
export interface BatchRecipe {
  readonly stored: StoredValues;
  /** Shape of one example. */
  readonly shape: readonly number[];
  /** Label of every example, or null. */
  readonly labels: Int32Array<SharedArrayBuffer> | null;
  /** Indices into the data set, split by split. */
  readonly splits: Readonly<Record<SplitName, Int32Array<SharedArrayBuffer>>>;
  readonly form: NormalForm;
  /** Range of the normalised values, to which noise is clipped. */
  readonly range: readonly [number, number];
  readonly augment: DataReference['augment'];
  /** The stored value beyond an image's edge. */
  readonly background: number;
  readonly balance: DataReference['balance'];
  /** The run's seed. */
  readonly seed: number;
}

/** Examples of one pass in their order. */
export interface ExampleOrder {
  readonly split: SplitName;
  /** Places in the split. */
  readonly places: Int32Array;
  /** What makes the examples those of training: augmented, weighted. Null for examples as they are. */
  readonly training: {
    readonly epoch: number;
    /** How often each place came before in the epoch; null where none comes twice. */
    readonly copies: Int32Array | null;
  } | null;
}

/** Where examples are put: [n, …shape], [n], [n], [n]. */
export interface BatchArrays {
  readonly x: Float32Array;
  readonly labels: Int32Array | null;
  readonly weights: Float32Array | null;
  readonly indices: Int32Array;
}

export interface BatchMaker {
  /** The order of one epoch. `train` is shuffled and balanced anew for each; the others always come in their own order. */
  orderOf(split: SplitName, epoch: number): ExampleOrder;
  /** Fills the arrays with the examples from the `from`-th of the order on, as many as `indices` holds. What an example becomes depends on the order alone. */
  fill(order: ExampleOrder, from: number, into: BatchArrays): void;
}

/** Makes batches by a recipe: the same recipe, the same numbers, whatever the thread. */
export function createBatchMaker(recipe: BatchRecipe): BatchMaker {
  const { stored, shape, labels, splits, form, range, augment, background, balance, seed } = recipe;
  const length = shape.reduce((product, size) => product * size, 1);
  const augmentation = createAugmentation(augment, shape, { seed, background });
  const moves = movesImages(augment),
    noisy = augment.noise > 0;
  const read = readerOf(stored, length),
    readNormalised = normalisingReaderOf(stored, length, form);
  const trainLabels = labels && Int32Array.from(splits.train, (index) => labels[index] ?? 0);
  const weightOf = balance === 'weights' && trainLabels ? inverseFrequencyWeights(trainLabels) : null;
  const drawBalanced = balance === 'oversample' && trainLabels ? createOversampling(trainLabels, seed) : null;

  return {
    orderOf(split, epoch) {
      const { length: count } = splits[split];
      if (split !== 'train') return { split, places: Int32Array.from({ length: count }, (_, place) => place), training: null };
      const order = permutation(deriveSeed(seed, 'data', 'order', epoch), count);
      if (!drawBalanced) return { split, places: order, training: { epoch, copies: null } };
      const drawn = drawBalanced(epoch);
      const places = order.map((i) => drawn[i] ?? 0);
      const seen = new Int32Array(count);
      const copies = places.map((place) => {
        seen[place] = (seen[place] ?? 0) + 1;
        return (seen[place] ?? 1) - 1;
      });
      return { split, places, training: { epoch, copies } };
    },
    fill({ split, places, training }, from, { x, labels: labelsInto, weights, indices }) {
      for (let i = 0; i < indices.length; i++) {
        const place = places[from + i] ?? 0;
        const index = splits[split][place] ?? 0;
        indices[i] = index;
        if (labelsInto) labelsInto[i] = labels?.[index] ?? 0;
        if (weights) weights[i] = weightOf?.[place] ?? 1;
        // Images are moved as they are stored, and get their noise when they are normalised.
        const offset = i * length;
        const isMoved = training !== null && moves,
          isNoisy = training !== null && noisy;
        if (readNormalised && !isMoved) {
          readNormalised(index, x, offset);
          if (!isNoisy) continue;
        } else read(index, x, offset);
        const example = x.subarray(offset, offset + length);
        const of = { epoch: training?.epoch ?? 0, index, copy: training?.copies?.[from + i] ?? 0 };
        if (isMoved) augmentation.moveStored(example, of);
        if (!readNormalised || isMoved) applyNormalForm(form, example);
        if (isNoisy) augmentation.addNoise(example, of, range);
      }
    },
  };
}

/** Whether the batches of a split have labels and weights. */
export function partsOf({ labels, balance }: BatchRecipe, split: SplitName): { readonly labelled: boolean; readonly weighted: boolean } {
  return { labelled: labels !== null, weighted: split === 'train' && balance === 'weights' && labels !== null };
}
