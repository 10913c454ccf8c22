import { tf } from '../tfjs/core.ts';
import type { Tensor } from '../tfjs/core.ts';
import { defineEngineKind } from './engineKind.ts';
import { alignedAtEnd, kerasMerge, merged } from './merge.ts';

/** x₁ + x₂ + …, broadcast. */
export const addKind = defineEngineKind('add', {
  lower: (request) => ({ out: { value: alignedAtEnd(merged(request)).reduce((sum: Tensor, next) => tf.add(sum, next)) } }),
  keras: (request) => kerasMerge('Add', request),
});
