import { deriveSeed, randomNormal, randomUniform } from '../../../../shared/random/philox.ts';
import type { DatasetKind } from '../datasetKind.ts';
import { generatedCount } from '../generatedCount.ts';
import { packDataset } from '../packDataset.ts';
import { sharedFloats } from '../sharedMemory.ts';

const defaultCount = 2000;
const width = 21;
const noise = 0.2;

/** A sheet rolled up in space: points [3]; the class is the quarter of the sheet, from the inner end to the outer. */
export const swissRoll: DatasetKind = {
  title: { en: 'Swiss roll', zh: '瑞士卷' },
  about: {
    en: 'Generated points in space on a rolled-up sheet, 4 classes along it, 2,000 unless a limit is set.',
    zh: '生成的空间点，分布在卷起的曲面上，沿曲面分为 4 个类别，未设上限时取 2,000 个。',
  },
  source: { en: 'Generated from the seed', zh: '由随机种子生成' },
  origin: 'generated',
  isAvailable: async () => true,
  async load(reference, options) {
    const count = generatedCount(reference, options, { usual: defaultCount, exampleBytes: 12 });
    const places = randomUniform(deriveSeed(options.seed, 'data', 'swiss-roll', 'place'), count * 2);
    const jitter = randomNormal(deriveSeed(options.seed, 'data', 'swiss-roll', 'noise'), count * 3);
    const labels = new Int32Array(count);
    const values = sharedFloats(count * 3);
    for (let i = 0; i < count; i++) {
      // From one and a half to four and a half half-turns, as in Marsland 2009 and scikit-learn.
      const along = places[i * 2] ?? 0;
      const turn = 1.5 * Math.PI * (1 + 2 * along);
      const point = [turn * Math.cos(turn), width * (places[i * 2 + 1] ?? 0), turn * Math.sin(turn)];
      point.forEach((coordinate, axis) => {
        values[i * 3 + axis] = coordinate + noise * (jitter[i * 3 + axis] ?? 0);
      });
      labels[i] = Math.floor(along * 4);
    }
    return packDataset({ name: 'swiss-roll', shape: [3], values, labels, classes: ['1', '2', '3', '4'] });
  },
};
