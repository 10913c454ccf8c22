import { blockOf } from '../../data/batchBlock.ts';
import type { BatchBlock } from '../../data/batchBlock.ts';
import type { Batch } from '../../data/dataset.ts';

/** Consecutive batches of one size, up to `most` together. */
export function* blocksOf(batches: Iterable<Batch>, most: number): Generator<BatchBlock> {
  let waiting: Batch[] = [];
  for (const batch of batches) {
    if (waiting.length === most || (waiting[0] && waiting[0].size !== batch.size)) {
      yield joined(waiting);
      waiting = [];
    }
    waiting.push(batch);
  }
  if (waiting.length > 0) yield joined(waiting);
}

function joined(batches: readonly Batch[]): BatchBlock {
  const [first] = batches;
  if (!first) throw new RangeError('a block of no batches');
  if (batches.length === 1) return blockOf(first);
  const all = <A extends Float32Array | Int32Array>(make: (length: number) => A, arrays: readonly (A | null)[]): A | null => {
    if (arrays.some((array) => array === null)) return null;
    const whole = make(arrays.reduce((sum, array) => sum + (array?.length ?? 0), 0));
    let at = 0;
    for (const array of arrays) {
      whole.set(array ?? [], at);
      at += array?.length ?? 0;
    }
    return whole;
  };
  const floats = (length: number): Float32Array => new Float32Array(length),
    ints = (length: number): Int32Array => new Int32Array(length);
  return {
    batches: batches.length,
    batchSize: first.size,
    x:
      all(
        floats,
        batches.map(({ x }) => x),
      ) ?? floats(0),
    labels: all(
      ints,
      batches.map(({ labels }) => labels),
    ),
    weights: all(
      floats,
      batches.map(({ weights }) => weights),
    ),
    indices:
      all(
        ints,
        batches.map(({ indices }) => indices),
      ) ?? ints(0),
  };
}
