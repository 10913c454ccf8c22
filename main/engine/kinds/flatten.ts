import { defineEngineKind } from './engineKind.ts';
import { kerasBase } from './kerasConfig.ts';
import { arrange, outShape, signalAt } from './layerMath.ts';

/** All axes but the batch as one, last axis fastest. */
export const flattenKind = defineEngineKind('flatten', {
  lower: (request) => ({ out: arrange(signalAt(request), outShape(request.node)) }),
  keras: ({ node, inputs }) => ({
    layers: [{ name: node.id, className: 'Flatten', config: { ...kerasBase(node), data_format: 'channels_last' }, inputs: inputs.in ?? [], weights: [] }],
    outputs: { out: [node.id, 0] },
  }),
});
