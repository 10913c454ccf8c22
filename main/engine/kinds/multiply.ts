import { tf } from '../tfjs/core.ts';
import type { Tensor } from '../tfjs/core.ts';
import { defineEngineKind } from './engineKind.ts';
import { alignedAtEnd, kerasMerge, merged } from './merge.ts';

/** x₁ · x₂ · …, value by value, broadcast. */
export const multiplyKind = defineEngineKind('multiply', {
  lower: (request) => ({ out: { value: alignedAtEnd(merged(request)).reduce((product: Tensor, next) => tf.mul(product, next)) } }),
  keras: (request) => kerasMerge('Multiply', request),
});
