import type { ModelCard } from '../exportFormat.ts';

/** A card as a run would have it. */
export const exampleCard: ModelCard = {
  name: 'Example',
  run: 'example-1',
  checkpointEpoch: 3,
  hourglass: '0.1.0',
  seed: 7,
  data: { name: 'digits', hash: 'sha256:00' },
  normalisation: { kind: 'range', range: [0, 1], storedRange: [0, 255] },
  classes: ['zero', 'one'],
  licence: null,
};
