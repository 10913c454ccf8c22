import type { DataKind } from '../../../shared/data/dataReference.ts';
import type { DatasetKind } from './datasetKind.ts';
import { blobs } from './types/blobs.ts';
import { csv } from './types/csv.ts';
import { fashionMnist } from './types/fashionMnist.ts';
import { idx } from './types/idx.ts';
import { images } from './types/images.ts';
import { mnist } from './types/mnist.ts';
import { moons } from './types/moons.ts';
import { npy } from './types/npy.ts';
import { rings } from './types/rings.ts';
import { shapes } from './types/shapes.ts';
import { swissRoll } from './types/swissRoll.ts';
import { waves } from './types/waves.ts';

/** Every kind of data set, in the order in which they are shown. A kind that a reference may name and that is missing here does not compile. */
export const datasetKinds: Readonly<Record<DataKind, DatasetKind>> = {
  mnist,
  'fashion-mnist': fashionMnist,
  shapes,
  moons,
  rings,
  blobs,
  'swiss-roll': swissRoll,
  waves,
  idx,
  npy,
  csv,
  images,
};
