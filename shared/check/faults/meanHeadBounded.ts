import { issue } from '../issue.ts';
import type { Issue } from '../issue.ts';
import { boundingNode } from './boundingNode.ts';
import { titleIn, showRange } from './fault.ts';
import type { Fault } from './fault.ts';

/** A bound this far from 0 hardly holds back a mean that N(0, 1) draws to itself. */
const farBound = 6;

/** mean-head-bounded: an activation (relu, tanh, sigmoid …) or a Clip keeps the posterior's mean on one side or near 0. */
export const meanHeadBounded: Fault = (scene) =>
  scene.posteriors.flatMap(({ mean, spread, head }): readonly Issue[] => {
    // Drawn by hand from a lone head without a sum: that head stands in for the mean.
    const source = mean ?? (spread ? null : head);
    const range = source && scene.view.spec(source)?.range;
    if (!source || !range || range.every((bound) => Math.abs(bound) > farBound)) return [];
    const bounding = boundingNode(scene.view, source);
    const at = bounding?.id ?? source.node;
    return [
      issue(
        'mean-head-bounded',
        { node: at },
        { node: titleIn(scene, at), range: showRange(range) },
        bounding ? { title: 'set-linear', commands: [{ do: 'setParam', node: bounding.id, param: 'activation', value: 'linear' }] } : undefined,
      ),
    ];
  });
