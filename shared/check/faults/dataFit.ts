import { showShape, sizeOf } from '../../nodes/tensorSpec.ts';
import { isDataInput } from '../graphView.ts';
import { issue } from '../issue.ts';
import type { Issue } from '../issue.ts';
import type { Fault } from './fault.ts';

/** data-shape-mismatch, labels-without-classes, class-count-mismatch: the graph against its data set. The same number of values in another arrangement fits: 784 takes 28×28×1. */
export const dataFit: Fault = ({ view, data }) => {
  if (!data) return [];
  return view.nodes.flatMap((node): readonly Issue[] => {
    const at = { node: node.id },
      title = node.title;
    if (isDataInput(node)) {
      const shape = node.outputs['out']?.shape;
      if (!shape || sizeOf(shape) === sizeOf(data.shape)) return [];
      return [
        issue(
          'data-shape-mismatch',
          { ...at, param: 'shape' },
          { node: title, found: showShape(shape), expected: showShape(data.shape) },
          { title: 'set-shape', commands: [{ do: 'setParam', node: node.id, param: 'shape', value: shape.length === 1 ? [sizeOf(data.shape)] : data.shape }] },
        ),
      ];
    }
    if (node.kind !== 'labels') return [];
    if (data.classes === null) return [issue('labels-without-classes', at, { node: title })];
    const found = Number(node.params['classes']);
    return found === data.classes
      ? []
      : [
          issue(
            'class-count-mismatch',
            { ...at, param: 'classes' },
            { node: title, found, expected: data.classes },
            { title: 'set-classes', commands: [{ do: 'setParam', node: node.id, param: 'classes', value: data.classes }] },
          ),
        ];
  });
};

/** class-count-mismatch at a classifier's last layer: more outputs than there are labels. Fewer is the shape rule's to say. */
export const classOutputs: Fault = ({ view, data }) =>
  view.nodes.flatMap((node): readonly Issue[] => {
    if (node.kind !== 'classificationLoss') return [];
    const prediction = view.feeding(node.id, 'prediction'),
      labels = view.feeding(node.id, 'labels');
    const found = prediction && view.spec(prediction)?.shape.at(-1);
    const source = labels && view.node(labels.node);
    const expected = source?.kind === 'labels' ? (data?.classes ?? Number(source.params['classes'])) : null;
    if (!prediction || !found || expected === null || found <= expected) return [];
    const last = view.node(prediction.node);
    return [
      issue(
        'class-count-mismatch',
        { node: prediction.node },
        { node: last?.title ?? prediction.node, found, expected },
        last?.kind === 'dense' ? { title: 'set-classes', commands: [{ do: 'setParam', node: last.id, param: 'units', value: expected }] } : undefined,
      ),
    ];
  });
