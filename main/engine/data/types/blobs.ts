import { deriveSeed, randomNormal } from '../../../../shared/random/philox.ts';
import type { DatasetKind } from '../datasetKind.ts';
import { generatedCount } from '../generatedCount.ts';
import { packDataset } from '../packDataset.ts';
import { sharedFloats } from '../sharedMemory.ts';

const defaultCount = 2000;
const blobCount = 5;
const centreRadius = 2;
const spread = 0.3;

/** Five round Gaussian clouds, their centres on a circle: points [2], the clouds in turn. */
export const blobs: DatasetKind = {
  title: { en: 'Blobs', zh: '高斯团' },
  about: {
    en: 'Generated points of the plane in five Gaussian clouds, 5 classes, 2,000 unless a limit is set.',
    zh: '生成的平面点，分布在五个高斯团中，5 个类别，未设上限时取 2,000 个。',
  },
  source: { en: 'Generated from the seed', zh: '由随机种子生成' },
  origin: 'generated',
  isAvailable: async () => true,
  async load(reference, options) {
    const count = generatedCount(reference, options, { usual: defaultCount, exampleBytes: 8 });
    const jitter = randomNormal(deriveSeed(options.seed, 'data', 'blobs', 'noise'), count * 2);
    const labels = Int32Array.from({ length: count }, (_, i) => i % blobCount);
    const values = sharedFloats(count * 2);
    for (let i = 0; i < count; i++) {
      const angle = (2 * Math.PI * (labels[i] ?? 0)) / blobCount;
      values[i * 2] = centreRadius * Math.cos(angle) + spread * (jitter[i * 2] ?? 0);
      values[i * 2 + 1] = centreRadius * Math.sin(angle) + spread * (jitter[i * 2 + 1] ?? 0);
    }
    return packDataset({ name: 'blobs', shape: [2], values, labels, classes: Array.from({ length: blobCount }, (_, i) => String(i + 1)) });
  },
};
