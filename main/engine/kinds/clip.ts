import { tf } from '../tfjs/core.ts';
import { defineEngineKind } from './engineKind.ts';
import { kerasClip } from './kerasConfig.ts';

/** min(max(x, a), b); no gradient outside. */
export const clipKind = defineEngineKind('clip', {
  lower: ({ input, params: { min, max } }) => {
    const x = input();
    // tfjs makes a constant of equal bounds, which cuts the graph in two: what lies before would have no gradient instead of zeros.
    return { out: { value: min === max ? tf.minimum(tf.maximum(x, min), max) : tf.clipByValue(x, min, max) } };
  },
  keras: ({ node, params, inputs }) => ({ layers: kerasClip(node, node.id, inputs.in ?? [], [params.min, params.max]), outputs: { out: [node.id, 0] } }),
});
