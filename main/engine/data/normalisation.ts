import type { DataReference } from '../../../shared/data/dataReference.ts';
import { normalisedRange } from '../../../shared/data/knownFacts.ts';
import type { Dataset, Standardisation } from './dataset.ts';
import { elementCount } from './formats/numericArray.ts';
import type { NormalForm } from './normalForm.ts';
import { readerOf } from './readExamples.ts';

/** How stored values become the model's values. */
export interface Normalisation {
  /** Range of the normalised values; infinite for `standard`. */
  readonly range: readonly [number, number];
  /** For `standard`. */
  readonly standardisation: Standardisation | null;
  readonly form: NormalForm;
}

/** A feature whose standard deviation is below this share of the stored range is constant: it becomes 0 and is not blown up. */
const constantShare = 1e-6;

/** The normalisation a reference asks for. `standard` measures mean and deviation of each feature over `train` alone, indices into the data set. */
export function createNormalisation(dataset: Dataset, kind: DataReference['normalise'], train: Int32Array): Normalisation {
  const [low, high] = dataset.facts.storedRange;
  const span = high - low || 1;
  const range = normalisedRange(kind, [low, high]);
  switch (kind) {
    case 'none':
      return { range, standardisation: null, form: { kind: 'none' } };
    case 'unit':
      return { range, standardisation: null, form: affine(1 / span, -low / span) };
    case 'signed':
      return { range, standardisation: null, form: affine(2 / span, -(2 * low) / span - 1) };
    case 'standard':
      return { range, ...standardise(dataset, train, constantShare * span) };
  }
}

const affine = (scale: number, shift: number): NormalForm => ({ kind: 'affine', scale, shift });

function standardise(dataset: Dataset, train: Int32Array, smallest: number): Pick<Normalisation, 'form' | 'standardisation'> {
  const length = elementCount(dataset.facts.shape);
  const example = new Float32Array(length);
  // Sums are taken about the first example, so that squares do not swamp the variance of values far from zero.
  const origin = new Float32Array(length);
  const read = readerOf(dataset.stored, length);
  read(train[0] ?? 0, origin, 0);
  const sums = new Float64Array(length),
    squares = new Float64Array(length);
  for (const index of train) {
    read(index, example, 0);
    for (let i = 0; i < length; i++) {
      const offset = (example[i] ?? 0) - (origin[i] ?? 0);
      sums[i] = (sums[i] ?? 0) + offset;
      squares[i] = (squares[i] ?? 0) + offset * offset;
    }
  }
  const means = new Float64Array(length),
    scales = new Float64Array(length);
  for (let i = 0; i < length; i++) {
    const offset = (sums[i] ?? 0) / train.length;
    const deviation = Math.sqrt(Math.max(0, (squares[i] ?? 0) / train.length - offset * offset));
    means[i] = (origin[i] ?? 0) + offset;
    scales[i] = deviation > smallest ? 1 / deviation : 1;
  }
  return {
    standardisation: { storedRange: dataset.facts.storedRange, mean: Float32Array.from(means), scale: Float32Array.from(scales) },
    form: { kind: 'standard', means, scales },
  };
}
