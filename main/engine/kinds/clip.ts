import { tf } from '../tfjs/core.ts';
import { defineEngineKind } from './engineKind.ts';
import { kerasClip } from './kerasConfig.ts';

/** min(max(x, a), b); no gradient outside. */
export const clipKind = defineEngineKind('clip', {
  lower: ({ input, params }) => ({ out: { value: tf.clipByValue(input(), params.min, params.max) } }),
  keras: ({ node, params, inputs }) => ({ layers: kerasClip(node, node.id, inputs.in ?? [], [params.min, params.max]), outputs: { out: [node.id, 0] } }),
});
