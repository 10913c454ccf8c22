import * as tf from '@tensorflow/tfjs-core';

/**
 * Runs `work` and disposes every tensor it made but those in its result: any nesting of objects and arrays, nulls allowed.
 * tfjs's own tidy does the same; its type refuses readonly and null members.
 */
export function tidy<T>(work: () => T): T {
  return tf.tidy(work as () => tf.TensorContainer) as T;
}
