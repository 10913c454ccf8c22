import type { Text } from '../../messages/language.ts';
import { at, defineNode, inPort, outPort } from '../defineNode.ts';
import { productInterval, risingInterval } from '../interval.ts';
import type { Interval } from '../interval.ts';
import { choice, number } from '../params.ts';
import { floats, unbounded } from '../tensorSpec.ts';

export const mathFunctions = ['exp', 'log', 'square', 'sqrt', 'abs', 'negate', 'scale'] as const;
export type MathFunction = (typeof mathFunctions)[number];

const functionTitles: Readonly<Record<MathFunction, Text>> = {
  exp: { en: 'Exponential', zh: '指数' },
  log: { en: 'Logarithm', zh: '对数' },
  square: { en: 'Square', zh: '平方' },
  sqrt: { en: 'Square root', zh: '平方根' },
  abs: { en: 'Absolute value', zh: '绝对值' },
  negate: { en: 'Negate', zh: '取负' },
  scale: { en: 'Scale', zh: '缩放' },
};

/** Bounds of |x|. */
function absInterval([low, high]: Interval): Interval {
  return [low <= 0 && high >= 0 ? 0 : Math.min(Math.abs(low), Math.abs(high)), Math.max(Math.abs(low), Math.abs(high))];
}

/** Bounds of fn(x) for x in `range`, where fn(x) is a number. */
export function mathRange(fn: MathFunction, range: Interval, factor: number): Interval {
  switch (fn) {
    case 'exp':
      return risingInterval(range, Math.exp);
    case 'log':
      return range[1] < 0 ? unbounded : risingInterval(range, (x) => Math.log(Math.max(x, 0)));
    case 'sqrt':
      return risingInterval(range, (x) => Math.sqrt(Math.max(x, 0)));
    case 'abs':
      return absInterval(range);
    case 'square':
      return risingInterval(absInterval(range), (x) => x * x);
    case 'negate':
      return [0 - range[1], 0 - range[0]];
    case 'scale':
      return productInterval(range, [factor, factor]);
  }
}

/** One function, applied to each value. */
export const mathNode = defineNode({
  kind: 'math',
  title: { en: 'Math', zh: '数学' },
  summary: {
    en: 'Applies one function to each value; with Noise, Multiply and Add it spells out a sampling step by hand.',
    zh: '对每个值应用一个函数；与噪声、相乘和相加节点一起可手工写出采样步骤。',
  },
  formula: 'y = f(x)',
  category: 'elementwise',
  params: {
    fn: choice({
      title: { en: 'Function', zh: '函数' },
      help: {
        en: 'Logarithm and square root are not numbers (NaN) below 0; scale multiplies by the factor.',
        zh: '对数与平方根在 0 以下没有定义（NaN）；缩放乘以系数。',
      },
      options: functionTitles,
      default: 'exp',
    }),
    factor: number({
      title: { en: 'Factor', zh: '系数' },
      help: { en: 'What each value is multiplied by.', zh: '每个值所乘的数。' },
      min: -1e6,
      max: 1e6,
      default: 1,
      shownWhen: (params) => params.fn === 'scale',
    }),
  },
  inputs: () => inPort,
  outputs: () => outPort,
  shape: ({ params, inputs }) => {
    const { shape, range } = at(inputs);
    return { outputs: { out: floats(shape, mathRange(params.fn, range, params.factor)) } };
  },
  weights: () => [],
});
