import { at, defineNode, inPort, outPort } from '../defineNode.ts';
import type { ShapeAnswer } from '../defineNode.ts';
import { clampInterval } from '../interval.ts';
import { number } from '../params.ts';
import { floats } from '../tensorSpec.ts';

/** Values held between two bounds, as keras.ops.clip; no gradient passes outside them. */
export const clipNode = defineNode({
  kind: 'clip',
  title: { en: 'Clip', zh: '截断' },
  summary: {
    en: 'Holds each value between two bounds; in front of exp it keeps a log-variance from overflowing.',
    zh: '将每个值限制在两个界限之间；放在 exp 之前可防止对数方差溢出。',
  },
  formula: 'y = \\min(\\max(x, a), b)',
  category: 'elementwise',
  params: {
    min: number({
      title: { en: 'Lowest', zh: '下限' },
      help: { en: 'Smaller values become this.', zh: '更小的值变为此值。' },
      min: -1e6,
      max: 1e6,
      default: -5,
    }),
    max: number({
      title: { en: 'Highest', zh: '上限' },
      help: { en: 'Larger values become this.', zh: '更大的值变为此值。' },
      min: -1e6,
      max: 1e6,
      default: 5,
    }),
  },
  inputs: () => inPort,
  outputs: () => outPort,
  shape: ({ params, inputs }): ShapeAnswer => {
    if (params.min > params.max) return { problems: [{ code: 'clip-bounds-crossed', param: 'min', values: { min: params.min, max: params.max } }] };
    const { shape, range } = at(inputs);
    return { outputs: { out: floats(shape, clampInterval(range, [params.min, params.max])) } };
  },
  weights: () => [],
});
