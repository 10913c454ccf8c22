import type { ModelCard } from '../exportFormat.ts';
import type { StoredArray } from '../storedArray.ts';
import { normalisationKeys } from './pythonParts.ts';

/** Tensors that lie beside the weights because of the card: mean and scale of a `standard` normalisation. */
export function cardTensors({ normalisation: { kind, mean, scale } }: ModelCard): Readonly<Record<string, StoredArray>> {
  if (kind !== 'standard' || !mean || !scale) return {};
  const array = (values: readonly number[]): StoredArray => ({ shape: [values.length], values: Float32Array.from(values) });
  return { [normalisationKeys.mean]: array(mean), [normalisationKeys.scale]: array(scale) };
}

/** Free text in the weights' file. */
export function weightsMetadata(card: ModelCard, layout: string): Readonly<Record<string, string>> {
  return { format: 'pt', made_by: `Hourglass ${card.hourglass}`, model: card.name, layout, card: JSON.stringify(card) };
}
