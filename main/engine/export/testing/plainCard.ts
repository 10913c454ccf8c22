import type { ModelCard } from '../exportFormat.ts';
import type { PortableModel } from '../portableModel.ts';

/** A card for a model of no run. */
export function plainCard({ name }: PortableModel): ModelCard {
  return {
    name,
    run: 'test',
    checkpointEpoch: 1,
    hourglass: '0.0.0',
    seed: 1,
    data: { name: 'digits', hash: '0'.repeat(64) },
    normalisation: { kind: 'unit', range: [0, 1], storedRange: [0, 255] },
    classes: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'],
    licence: null,
  };
}
