import { choice } from './params.ts';

/** How the second head of a posterior states the width of each dimension: s = log σ² or s = log σ. */
export const spreadForms = ['logVariance', 'logStd'] as const;
export type SpreadForm = (typeof spreadForms)[number];

export const spreadParam = choice({
  title: { en: 'Spread given as', zh: '离散程度的形式' },
  help: { en: 'logVariance: σ = exp(s/2), the usual form. logStd: σ = exp(s).', zh: 'logVariance：σ = exp(s/2)，常用形式。logStd：σ = exp(s)。' },
  options: spreadForms,
  default: 'logVariance',
});

export const meanPort = { name: 'mean', title: { en: 'Mean', zh: '均值' }, carries: 'tensor' } as const;
export const spreadPort = { name: 'spread', title: { en: 'Log-variance', zh: '对数方差' }, carries: 'tensor' } as const;
