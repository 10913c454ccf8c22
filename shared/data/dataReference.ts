import { z } from '../z.ts';

/** The kinds of data set; each has one file in `main/engine/data/types/`. The last four read the user's own files (`path`). */
export const dataKinds = ['mnist', 'fashion-mnist', 'shapes', 'moons', 'rings', 'blobs', 'swiss-roll', 'waves', 'idx', 'npy', 'csv', 'images'] as const;
export type DataKind = (typeof dataKinds)[number];

const share = z.number().min(0).max(0.9);

/** Which examples a document is trained on and how they are prepared. Everything random here is drawn from the run's seed. */
export const dataReferenceSchema = z.strictObject({
  kind: z.enum(dataKinds),
  /** The user's own file or folder (kinds idx, npy, csv, images); a second path carries labels where the format keeps them apart. */
  path: z.string().optional(),
  labelPath: z.string().optional(),
  /** CSV: the column that holds the label, by name. */
  labelColumn: z.string().optional(),
  /** Use only the first `limit` examples after the seeded shuffle (all splits together); generated sets make exactly this many. */
  limit: z.int().min(1).optional(),
  /** Shares of the examples kept for validation and for the held-out test split, which no training, stopping or choosing touches.
   *  Counts are rounded. A set with a published test part (fashion-mnist: its last 10,000) is never trained on it: it is the test split, and the shares divide the rest. */
  split: z.strictObject({ validation: share.default(0.1), test: share.default(0.1) }).prefault({}),
  /** From the stored range (bytes: 0 to 255; else the smallest and largest value of the set). unit: [0,1]; signed: [−1,1]; standard: zero mean and unit variance per feature, measured on the training split; none: as stored. */
  normalise: z.enum(['unit', 'signed', 'standard', 'none']).default('unit'),
  /** Training split only. Shift up to so many pixels and rotation up to so many degrees, either way; a mirror image half the time (images only);
   *  noise as a standard deviation in normalised units, clipped to the normalised range. */
  augment: z
    .strictObject({
      shift: z.int().min(0).max(16).default(0),
      rotate: z.number().min(0).max(180).default(0),
      flip: z.boolean().default(false),
      noise: z.number().min(0).max(2).default(0),
    })
    .prefault({}),
  /** Class balancing of the training split: none; oversample: an epoch keeps its length and every class fills an equal part of it, rare classes
   *  repeating; weights: example weights inverse to class frequency, with mean 1. */
  balance: z.enum(['none', 'oversample', 'weights']).default('none'),
});
export type DataReference = z.infer<typeof dataReferenceSchema>;
