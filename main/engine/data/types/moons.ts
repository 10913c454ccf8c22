import { deriveSeed, randomNormal, randomUniform } from '../../../../shared/random/philox.ts';
import type { DatasetKind } from '../datasetKind.ts';
import { generatedCount } from '../generatedCount.ts';
import { packDataset } from '../packDataset.ts';
import { sharedFloats } from '../sharedMemory.ts';

const defaultCount = 2000;
const noise = 0.08;

/** Two half circles that reach into each other: points [2], the upper and the lower moon in turn. */
export const moons: DatasetKind = {
  title: { en: 'Two moons', zh: '双月' },
  about: {
    en: 'Generated points of the plane on two interleaved half circles, 2 classes, 2,000 unless a limit is set.',
    zh: '生成的平面点，分布在两个交错的半圆上，2 个类别，未设上限时取 2,000 个。',
  },
  source: { en: 'Generated from the seed', zh: '由随机种子生成' },
  origin: 'generated',
  isAvailable: async () => true,
  async load(reference, options) {
    const count = generatedCount(reference, options, { usual: defaultCount, exampleBytes: 8 });
    const along = randomUniform(deriveSeed(options.seed, 'data', 'moons', 'angle'), count);
    const jitter = randomNormal(deriveSeed(options.seed, 'data', 'moons', 'noise'), count * 2);
    const labels = Int32Array.from({ length: count }, (_, i) => i % 2);
    const values = sharedFloats(count * 2);
    for (let i = 0; i < count; i++) {
      const angle = Math.PI * (along[i] ?? 0);
      const upper = labels[i] === 0;
      values[i * 2] = (upper ? Math.cos(angle) : 1 - Math.cos(angle)) + noise * (jitter[i * 2] ?? 0);
      values[i * 2 + 1] = (upper ? Math.sin(angle) : 0.5 - Math.sin(angle)) + noise * (jitter[i * 2 + 1] ?? 0);
    }
    return packDataset({ name: 'moons', shape: [2], values, labels, classes: ['upper', 'lower'] });
  },
};
