import { isDataInput } from '../graphView.ts';
import { issue } from '../issue.ts';
import type { Fault } from './fault.ts';

/** no-loss, no-data-input: what every run needs. */
export const wholeGraph: Fault = ({ view }) => {
  const found = [];
  if (!view.nodes.some(({ kind }) => kind === 'loss' || kind === 'classificationLoss')) found.push(issue('no-loss'));
  if (!view.nodes.some(isDataInput)) {
    const [only, ...others] = view.nodes.filter(({ kind }) => kind === 'input');
    found.push(
      issue(
        'no-data-input',
        only ? { node: only.id } : {},
        {},
        only && others.length === 0 ? { title: 'feed-data', commands: [{ do: 'setParam', node: only.id, param: 'feed', value: 'data' }] } : undefined,
      ),
    );
  }
  return found;
};
