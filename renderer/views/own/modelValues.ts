import type { DataKind } from '../../../shared/data/dataReference.ts';
import type { ModelFacts } from '../run/useRunFacts.ts';

type Prepared = Pick<ModelFacts, 'range' | 'standardisation'>;

/** Ink or light (0 … 1) prepared as the run's data were: over their range, or feature by feature with the mean and deviation of its training examples. */
export function modelValues(picture: Float32Array, { range, standardisation }: Prepared): Float32Array {
  const within = (value: number): number => Math.max(0, Math.min(1, value));
  if (!standardisation) return picture.map((value) => range[0] + within(value) * (range[1] - range[0]));
  const {
    storedRange: [low, high],
    mean,
    scale,
  } = standardisation;
  return picture.map((value, feature) => (low + within(value) * (high - low) - (mean[feature] ?? 0)) * (scale[feature] ?? 1));
}

/** Values of the model as they would be stored, to be looked at; unchanged where the data were not standardised. */
export function storedValues(values: Float32Array, { standardisation }: Prepared): Float32Array {
  if (!standardisation) return values;
  const { mean, scale } = standardisation;
  return values.map((value, feature) => value / (scale[feature] || 1) + (mean[feature] ?? 0));
}

/** Data whose pictures were centred by their mass: what is drawn for a model of them should be, too. */
export const isDigitLike = (kind: DataKind): boolean => kind === 'mnist' || kind === 'idx';
