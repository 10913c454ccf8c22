import { deriveSeed, randomNormal, randomUniform } from '../../../../shared/random/philox.ts';
import type { DatasetKind } from '../datasetKind.ts';
import { generatedCount } from '../generatedCount.ts';
import { packDataset } from '../packDataset.ts';
import { sharedFloats } from '../sharedMemory.ts';

const defaultCount = 2000;
const radii = [0.4, 0.9, 1.4];
const noise = 0.05;

/** Three rings about one centre: points [2], the rings in turn. */
export const rings: DatasetKind = {
  title: { en: 'Rings', zh: '同心圆环' },
  about: {
    en: 'Generated points of the plane on three concentric rings, 3 classes, 2,000 unless a limit is set.',
    zh: '生成的平面点，分布在三个同心圆环上，3 个类别，未设上限时取 2,000 个。',
  },
  source: { en: 'Generated from the seed', zh: '由随机种子生成' },
  origin: 'generated',
  isAvailable: async () => true,
  async load(reference, options) {
    const count = generatedCount(reference, options, { usual: defaultCount, exampleBytes: 8 });
    const along = randomUniform(deriveSeed(options.seed, 'data', 'rings', 'angle'), count);
    const jitter = randomNormal(deriveSeed(options.seed, 'data', 'rings', 'noise'), count);
    const labels = Int32Array.from({ length: count }, (_, i) => i % radii.length);
    const values = sharedFloats(count * 2);
    for (let i = 0; i < count; i++) {
      const angle = 2 * Math.PI * (along[i] ?? 0);
      const radius = (radii[labels[i] ?? 0] ?? 1) + noise * (jitter[i] ?? 0);
      values[i * 2] = radius * Math.cos(angle);
      values[i * 2 + 1] = radius * Math.sin(angle);
    }
    return packDataset({ name: 'rings', shape: [2], values, labels, classes: ['inner', 'middle', 'outer'] });
  },
};
