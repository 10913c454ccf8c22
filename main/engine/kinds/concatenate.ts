import { concatenationAxis } from '../../../shared/nodes/types/concatenate.ts';
import { tf } from '../tfjs/core.ts';
import { defineEngineKind } from './engineKind.ts';
import { kerasMerge, merged } from './merge.ts';

/** The inputs side by side along one axis. */
export const concatenateKind = defineEngineKind('concatenate', {
  lower: (request) => {
    const tensors = merged(request);
    const [first] = tensors;
    const axis = concatenationAxis(request.params.axis, first.rank - 1);
    if (axis === null) throw new Error(`concatenate '${request.node.id}' has no axis ${request.params.axis}`);
    return { out: { value: tensors.length === 1 ? first : tf.concat([...tensors], axis + 1) } };
  },
  keras: (request) => kerasMerge('Concatenate', request, { axis: request.params.axis }),
});
