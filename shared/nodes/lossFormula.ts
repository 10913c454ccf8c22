import type { AnyParams } from './defineNode.ts';

const terms: Readonly<Record<string, string>> = {
  bce: '\\mathrm{bce}(x_{bi}, \\hat x_{bi})',
  mse: '(x_{bi} - \\hat x_{bi})^2',
  mae: '|x_{bi} - \\hat x_{bi}|',
  crossEntropy: '(-x_{bi} \\log \\hat x_{bi})',
};

/** The Loss as its parameters make it: each term with its own reductions, β in effect, free nats, weight. B examples of n features and d latent dimensions. KaTeX source. */
export function lossFormula(params: AnyParams): string {
  const mean = (name: string): boolean => params[name] === 'mean';
  const over = (isMean: boolean, index: string, count: string): string => `${isMean ? `\\tfrac1${count}` : ''}\\sum_${index}`;
  const weight = Number(params['weight']) === 1 ? '' : `${Number(params['weight'])}\\,`;
  const reconstruction = `${over(mean('batch'), 'b', 'B')}${over(mean('features'), 'i', 'n')} ${terms[String(params['reconstruction'])] ?? ''}`;
  if (params['kl'] !== true) return `\\mathcal L = ${weight}${reconstruction}`;
  const sign = params['klSign'] === 'plusHalf' ? '+' : '-';
  const free = Number(params['freeBits']);
  const overDimensions = over(mean('klDimensions'), 'j', 'd');
  const divergence = `${sign}\\tfrac12${over(mean('klBatch'), 'b', 'B')}(1 + \\log\\sigma_{bj}^2 - \\mu_{bj}^2 - \\sigma_{bj}^2)`;
  return [
    `\\begin{aligned} \\mathcal L = {}& ${weight}${weight ? '\\big[' : ''}${reconstruction} + ${betaOf(params)} \\cdot \\mathrm{KL}${weight ? '\\big]' : ''}`,
    `\\mathrm{KL} = {}& ${overDimensions} ${free > 0 ? `\\max(${free}, \\mathrm{kl}_j)` : '\\mathrm{kl}_j'}`,
    `\\mathrm{kl}_j = {}& ${divergence} ${effectiveBeta(params)}\\end{aligned}`,
  ].join(' \\\\ ');
}

/** β as a number, or as one that changes with time. */
function betaOf(params: AnyParams): string {
  return params['betaSchedule'] === 'constant' ? String(Number(params['beta'])) : '\\beta_t';
}

/** A line for what β comes to against sums over features and means over the batch; none where it is what it says. */
function effectiveBeta(params: AnyParams): string {
  const above = [params['features'] === 'mean' ? 'n' : '', params['batch'] === 'mean' && params['klBatch'] === 'sum' ? 'B' : '']
    .join('\\,')
    .replace(/^\\,|\\,$/g, '');
  const below = [params['klDimensions'] === 'mean' ? 'd' : '', params['batch'] === 'sum' && params['klBatch'] === 'mean' ? 'B' : '']
    .join('\\,')
    .replace(/^\\,|\\,$/g, '');
  if (above === '' && below === '') return '';
  const factor = below === '' ? `\\cdot ${above}` : `\\cdot \\tfrac{${above === '' ? '1' : above}}{${below}}`;
  return `\\\\ \\beta_{\\text{eff}} = {}& ${betaOf(params)} ${factor}`;
}
