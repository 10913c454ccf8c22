import { defineEngineKind } from './engineKind.ts';
import { kerasBase } from './kerasConfig.ts';
import { arrange, outShape, signalAt } from './layerMath.ts';

/** The same values in the inferred shape. */
export const reshapeKind = defineEngineKind('reshape', {
  lower: (request) => ({ out: arrange(signalAt(request), outShape(request.node)) }),
  keras: ({ node, inputs }) => ({
    layers: [{ name: node.id, className: 'Reshape', config: { ...kerasBase(node), target_shape: outShape(node) }, inputs: inputs.in ?? [], weights: [] }],
    outputs: { out: [node.id, 0] },
  }),
});
