import { at, defineNode, inPort, outPort } from '../defineNode.ts';
import { hullInterval, productInterval } from '../interval.ts';
import { number } from '../params.ts';
import { floats } from '../tensorSpec.ts';

/** Inverted dropout, as keras.layers.Dropout: active in training only. */
export const dropoutNode = defineNode({
  kind: 'dropout',
  title: { en: 'Dropout', zh: '随机失活' },
  summary: {
    en: 'In training, sets a random share of the values to 0 and scales the rest up; a remedy for overfitting.',
    zh: '训练时随机将一部分值置 0，并放大其余的值；用于防止过拟合。',
  },
  formula: 'y = \\frac{m \\odot x}{1 - p},\\quad m \\sim \\text{Bernoulli}(1 - p)',
  category: 'regularise',
  params: {
    rate: number({
      title: { en: 'Rate', zh: '失活率' },
      help: { en: 'Share of the values that are dropped; 0.2 to 0.5 is usual.', zh: '被置 0 的比例；通常为 0.2 到 0.5。' },
      min: 0,
      max: 0.99,
      default: 0.5,
    }),
  },
  inputs: () => inPort,
  outputs: () => outPort,
  shape: ({ params, inputs }) => {
    const { shape, range } = at(inputs);
    const scale = 1 / (1 - params.rate);
    // Outside training the values pass unscaled, so both belong to the bounds.
    return { outputs: { out: floats(shape, params.rate === 0 ? range : hullInterval([range, [0, 0], productInterval(range, [scale, scale])])) } };
  },
  weights: () => [],
});
