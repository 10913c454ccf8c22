import { deriveSeed, randomNormal, randomUniform } from '../../../../shared/random/philox.ts';
import type { DatasetKind } from '../datasetKind.ts';
import { generatedCount } from '../generatedCount.ts';
import { packDataset } from '../packDataset.ts';
import { sharedFloats } from '../sharedMemory.ts';

const defaultCount = 4000;
const steps = 32;
const noise = 0.03;
const classes = ['sine', 'square', 'sawtooth'];

/** One period over [0, 1), values in [−1, 1]. */
const forms: readonly ((phase: number) => number)[] = [(phase) => Math.sin(2 * Math.PI * phase), (phase) => (phase < 0.5 ? 1 : -1), (phase) => 2 * phase - 1];

/** Sequences [32, 1] of one to four periods with random phase and amplitude and a little noise; the class is the wave form. */
export const waves: DatasetKind = {
  title: { en: 'Waves', zh: '波形序列' },
  about: {
    en: 'Generated sequences of 32 steps: sine, square and sawtooth waves, 3 classes, 4,000 unless a limit is set.',
    zh: '生成的 32 步序列：正弦波、方波和锯齿波，3 个类别，未设上限时取 4,000 个。',
  },
  source: { en: 'Generated from the seed', zh: '由随机种子生成' },
  origin: 'generated',
  isAvailable: async () => true,
  async load(reference, options) {
    const count = generatedCount(reference, options, { usual: defaultCount, exampleBytes: steps * 4 });
    const draws = randomUniform(deriveSeed(options.seed, 'data', 'waves', 'form'), count * 3);
    const jitter = randomNormal(deriveSeed(options.seed, 'data', 'waves', 'noise'), count * steps);
    const labels = Int32Array.from({ length: count }, (_, i) => i % classes.length);
    const values = sharedFloats(count * steps);
    for (let i = 0; i < count; i++) {
      const form = forms[labels[i] ?? 0] ?? Math.sin;
      const periods = 1 + 3 * (draws[i * 3] ?? 0);
      const start = draws[i * 3 + 1] ?? 0;
      const amplitude = 0.5 + 0.5 * (draws[i * 3 + 2] ?? 0);
      for (let step = 0; step < steps; step++) {
        const phase = (start + (periods * step) / steps) % 1;
        values[i * steps + step] = amplitude * form(phase) + noise * (jitter[i * steps + step] ?? 0);
      }
    }
    return packDataset({ name: 'waves', shape: [steps, 1], values, labels, classes });
  },
};
