import type { DataReference } from './dataReference.ts';

/** What check needs to know of a data set, examples as the model sees them (behind normalisation). */
export interface DataFacts {
  /** Shape of one example without the batch axis. */
  readonly shape: readonly number[];
  /** Closed bounds of every value; infinite where normalisation leaves none. */
  readonly range: readonly [number, number];
  /** Number of classes; null where the set has no labels. */
  readonly classes: number | null;
}

interface StoredFacts {
  readonly shape: readonly number[];
  readonly stored: readonly [number, number];
  readonly classes: number | null;
}

const bytes = [0, 255] as const;
const free = [-Infinity, Infinity] as const;

/** Shapes and classes of the built-in sets; the user's own files are known only to the engine, which hands their facts in. */
const builtIn: Readonly<Partial<Record<DataReference['kind'], StoredFacts>>> = {
  mnist: { shape: [28, 28, 1], stored: bytes, classes: 10 },
  'fashion-mnist': { shape: [28, 28, 1], stored: bytes, classes: 10 },
  shapes: { shape: [32, 32, 1], stored: bytes, classes: 3 },
  moons: { shape: [2], stored: free, classes: 2 },
  rings: { shape: [2], stored: free, classes: 3 },
  blobs: { shape: [2], stored: free, classes: 5 },
  'swiss-roll': { shape: [3], stored: free, classes: 4 },
  waves: { shape: [32, 1], stored: free, classes: 3 },
};

/** Bounds of normalised values, given those of the stored ones. */
export function normalisedRange(normalise: DataReference['normalise'], stored: readonly [number, number]): readonly [number, number] {
  switch (normalise) {
    case 'unit':
      return [0, 1];
    case 'signed':
      return [-1, 1];
    case 'standard':
      return free;
    case 'none':
      return stored;
  }
}

/** What is known of a document's data without reading it; null for the user's own files. Noise in the augmentation changes inputs only, never the bounds of a target. */
export function knownFacts(reference: Pick<DataReference, 'kind' | 'normalise'>): DataFacts | null {
  const known = builtIn[reference.kind];
  return known ? { shape: known.shape, range: normalisedRange(reference.normalise, known.stored), classes: known.classes } : null;
}
