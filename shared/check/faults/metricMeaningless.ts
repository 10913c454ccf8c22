import { issue } from '../issue.ts';
import type { Fault } from './fault.ts';

/** metric-meaningless: accuracy of a reconstruction. */
export const metricMeaningless: Fault = ({ view, document }) => {
  if (!document.training.metrics.includes('accuracy') || view.nodes.some(({ kind }) => kind === 'classificationLoss')) return [];
  const left = document.training.metrics.filter((metric) => metric !== 'accuracy');
  return [
    issue(
      'metric-meaningless',
      { path: 'training.metrics' },
      {},
      { title: 'remove-metric', commands: [{ do: 'setTraining', path: ['metrics'], value: left }] },
    ),
  ];
};
