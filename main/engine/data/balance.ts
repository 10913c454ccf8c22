import { deriveSeed, permutation } from '../../../shared/random/philox.ts';

/** Places in a split, class by class; classes that do not occur have no entry. */
function placesByClass(labels: Int32Array): readonly Int32Array[] {
  const places = new Map<number, number[]>();
  labels.forEach((label, place) => {
    const found = places.get(label);
    if (found) found.push(place);
    else places.set(label, [place]);
  });
  return [...places.entries()].sort(([a], [b]) => a - b).map(([, found]) => Int32Array.from(found));
}

/** Weight of every example, inverse to the frequency of its class among `labels`: n / (classes · n_class), so that the mean is 1 and every class weighs the same. */
export function inverseFrequencyWeights(labels: Int32Array): Float32Array {
  const weights = new Float32Array(labels.length);
  const classes = placesByClass(labels);
  for (const places of classes) {
    for (const place of places) weights[place] = labels.length / (classes.length * places.length);
  }
  return weights;
}

/**
 * Makes the function that draws, for each epoch, `labels.length` places so that every class fills an equal part (within one). A class with fewer examples repeats all of them equally often
 * (within one); of a class with more, other examples are drawn in each epoch.
 */
export function createOversampling(labels: Int32Array, seed: number): (epoch: number) => Int32Array {
  const classes = placesByClass(labels);
  return (epoch) => {
    const drawn = new Int32Array(labels.length);
    let filled = 0;
    classes.forEach((places, rank) => {
      // The remainder of the division goes to other classes in each epoch.
      const extra = (rank + epoch) % classes.length < labels.length % classes.length ? 1 : 0;
      const share = Math.floor(labels.length / classes.length) + extra;
      const order = permutation(deriveSeed(seed, 'data', 'oversample', epoch, rank), places.length);
      for (let i = 0; i < share; i++) drawn[filled++] = places[order[i % places.length] ?? 0] ?? 0;
    });
    return drawn;
  };
}
