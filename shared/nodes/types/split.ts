import { at, defineNode, inPort } from '../defineNode.ts';
import type { ShapeAnswer, WeightSpec } from '../defineNode.ts';
import { clampInterval } from '../interval.ts';
import type { Interval } from '../interval.ts';
import { choice, int, number } from '../params.ts';
import { scalarProblems } from '../rank.ts';
import { meanPort, spreadParam, spreadPort } from '../spread.ts';
import { floats, unbounded } from '../tensorSpec.ts';

const last = (shape: readonly number[]): number => shape.at(-1) ?? 1;

/** The two heads of a Gaussian posterior q(z|x): mean and log-variance (or log-std). */
export const splitNode = defineNode({
  kind: 'split',
  title: { en: 'Split', zh: '拆分' },
  summary: { en: 'The posterior of each example: a mean and a log-variance for every latent dimension.', zh: '每个样本的后验：每个潜在维度的均值与对数方差。' },
  formula: '\\mu = hW_\\mu + b_\\mu,\\quad \\log\\sigma^2 = hW_\\sigma + b_\\sigma',
  category: 'latent',
  params: {
    mode: choice({
      title: { en: 'Made by', zh: '方式' },
      help: {
        en: 'Two heads: two Dense layers without activation. Halves: the first half of the last axis is the mean, the second the spread.',
        zh: '两个头：两个无激活函数的全连接层。对半拆分：最后一个轴的前半为均值，后半为离散程度。',
      },
      options: { heads: { en: 'Two heads', zh: '两个头' }, halve: { en: 'Halves', zh: '对半拆分' } },
      default: 'heads',
    }),
    units: int({
      title: { en: 'Latent size', zh: '潜在维数' },
      help: { en: 'Number of latent dimensions. Two can be drawn as a map.', zh: '潜在维度的个数。二维可以画成平面图。' },
      min: 1,
      max: 65_536,
      default: 2,
      shownWhen: (params) => params.mode === 'heads',
    }),
    spread: spreadParam,
    clip: number({
      title: { en: 'Clamp spread to ±', zh: '离散程度限幅 ±' },
      help: {
        en: 'Keeps the spread within ±this value, so that exp never overflows. 0 leaves it free.',
        zh: '将离散程度限制在 ± 此值内，避免 exp 溢出。0 表示不限制。',
      },
      min: 0,
      max: 100,
      default: 0,
    }),
  },
  inputs: () => inPort,
  outputs: () => [meanPort, spreadPort],
  shape: ({ params, inputs }): ShapeAnswer => {
    const scalar = scalarProblems(inputs);
    if (scalar.length > 0) return { problems: scalar };
    const { shape, range } = at(inputs);
    const clamped = (free: Interval): Interval => (params.clip > 0 ? clampInterval(free, [-params.clip, params.clip]) : free);
    if (params.mode === 'heads') {
      const made = [...shape.slice(0, -1), params.units];
      return { outputs: { mean: floats(made), spread: floats(made, clamped(unbounded)) } };
    }
    if (last(shape) % 2 !== 0) return { problems: [{ code: 'split-odd', port: 'in', values: { size: last(shape) } }] };
    const half = [...shape.slice(0, -1), last(shape) / 2];
    return { outputs: { mean: floats(half, range), spread: floats(half, clamped(range)) } };
  },
  weights: ({ params, inputs }): readonly WeightSpec[] => {
    if (params.mode === 'halve') return [];
    const shape = [last(at(inputs).shape), params.units];
    return (['mean', 'spread'] as const).flatMap((head): WeightSpec[] => [
      { name: `${head}Kernel`, shape, initialiser: { name: 'glorotUniform' }, trainable: true },
      { name: `${head}Bias`, shape: [params.units], initialiser: { name: 'zeros' }, trainable: true },
    ]);
  },
});
