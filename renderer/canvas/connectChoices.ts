import { hasErrors } from '../../shared/check/issue.ts';
import { portsOf } from '../../shared/graph/canConnect.ts';
import type { Side } from '../../shared/graph/canConnect.ts';
import type { End, GraphDoc } from '../../shared/graph/document.ts';
import { wireVerdicts } from './wireVerdicts.ts';

/** A wire that could be drawn at a node. */
export interface ConnectChoice {
  readonly from: End;
  readonly to: End;
  /** The side of the node's own port. */
  readonly side: Side;
  /** A wire that is there would give way. */
  readonly replaces: boolean;
}

/** Every wire that could be drawn at a node: from its outputs first, free ports before those whose wire would give way. */
export function connectChoices(document: GraphDoc, node: string): readonly ConnectChoice[] {
  const choices = (['outputs', 'inputs'] as const).flatMap((side) =>
    portsOf(document, node, side).flatMap(({ name }): ConnectChoice[] => {
      const mine = { node, port: name };
      return [...wireVerdicts(document, mine, side)].flatMap(([key, issues]): ConnectChoice[] => {
        const [other = '', port = ''] = key.split('/');
        const there = { node: other, port };
        if (hasErrors(issues)) return [];
        return [{ side, replaces: issues.length > 0, ...(side === 'outputs' ? { from: mine, to: there } : { from: there, to: mine }) }];
      });
    }),
  );
  const rank = ({ side, replaces }: ConnectChoice): number => (replaces ? 2 : 0) + (side === 'outputs' ? 0 : 1);
  return choices.toSorted((a, b) => rank(a) - rank(b));
}
