import { deriveSeed, randomBits } from '../../../shared/random/philox.ts';
import type { Dataset } from '../data/dataset.ts';
import { shareValues } from '../data/sharedMemory.ts';

/** Random grey pictures [count, 28, 28, 1] as bytes, without labels: data that costs a step what real data costs it, wherever the real are not at hand. */
export function randomPictures(count: number): Dataset {
  const shape = [28, 28, 1];
  return {
    facts: { name: `${count} random pictures`, count, shape, storedRange: [0, 255], classes: null, factors: null, hash: `random-pictures-${count}` },
    labels: null,
    factors: null,
    stored: shareValues(new Uint8Array(randomBits(deriveSeed(1, 'random pictures'), (count * 28 * 28) / 4).buffer)),
  };
}
