import { tf } from '../tfjs/core.ts';

const size = 384;

/** Floating-point operations a second that the device reaches on a 384³ matrix product (best of three, after one to warm up). Takes some ten milliseconds natively. */
export async function measureSpeed(): Promise<number> {
  const a = tf.ones([size, size]);
  let best = Infinity;
  for (let round = 0; round < 4; round++) {
    const startedAt = performance.now();
    const product = tf.matMul(a, a);
    await product.data();
    product.dispose();
    if (round > 0) best = Math.min(best, performance.now() - startedAt);
  }
  a.dispose();
  return (2 * size ** 3) / (best / 1000);
}
