import type { Text } from '../messages/language.ts';
import { choice } from './params.ts';

/** How the second head of a posterior states the width of each dimension: s = log σ² or s = log σ. */
export const spreadForms = ['logVariance', 'logStd'] as const;
export type SpreadForm = (typeof spreadForms)[number];

const spreadTitles: Readonly<Record<SpreadForm, Text>> = {
  logVariance: { en: 'Log-variance', zh: '对数方差' },
  logStd: { en: 'Log standard deviation', zh: '对数标准差' },
};

export const spreadParam = choice({
  title: { en: 'Spread given as', zh: '离散程度的形式' },
  help: {
    en: 'Log-variance: σ = exp(s/2), the usual form. Log standard deviation: σ = exp(s).',
    zh: '对数方差：σ = exp(s/2)，常用形式。对数标准差：σ = exp(s)。',
  },
  options: spreadTitles,
  default: 'logVariance',
});

export const meanPort = { name: 'mean', title: { en: 'Mean', zh: '均值' }, carries: 'tensor' } as const;
export const spreadPort = { name: 'spread', title: { en: 'Log-variance', zh: '对数方差' }, carries: 'tensor' } as const;
