import type { PortableLayer, PortableWeight } from '../portableModel.ts';
import type { StoredArray } from '../storedArray.ts';

/** The same values with their axes in another order: axis i of the result is axis `order[i]` of the array. */
export function permuted({ shape, values }: StoredArray, order: readonly number[]): StoredArray {
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((product, extent) => product * extent, 1));
  const made = order.map((axis) => shape[axis] ?? 1);
  const steps = order.map((axis) => strides[axis] ?? 1);
  const out = new Float32Array(values.length);
  const index = made.map(() => 0);
  let from = 0;
  for (let at = 0; at < out.length; at++) {
    out[at] = values[from] ?? 0;
    for (let axis = made.length - 1; axis >= 0; axis--) {
      const next = (index[axis] ?? 0) + 1;
      from += steps[axis] ?? 0;
      if (next < (made[axis] ?? 1)) {
        index[axis] = next;
        break;
      }
      index[axis] = 0;
      from -= next * (steps[axis] ?? 0);
    }
  }
  return { shape: made, values: out };
}

/** Equal blocks along the last axis in another order, e.g. gates. */
export function reorderedBlocks({ shape, values }: StoredArray, order: readonly number[]): StoredArray {
  const width = shape.at(-1) ?? 1;
  const block = width / order.length;
  const out = new Float32Array(values.length);
  for (let row = 0; row < values.length; row += width)
    order.forEach((from, to) => out.set(values.subarray(row + from * block, row + (from + 1) * block), row + to * block));
  return { shape, values: out };
}

/** One row of a matrix. */
export function rowOf({ shape, values }: StoredArray, row: number): StoredArray {
  const width = shape.at(-1) ?? 1;
  return { shape: [width], values: values.slice(row * width, (row + 1) * width) };
}

/** Keras's name of a weight: `movingMean` → `moving_mean`, a head's `meanKernel` → `kernel`. */
export function weightName({ className }: PortableLayer, { name }: PortableWeight): string {
  if (className === 'Dense') return name.toLowerCase().endsWith('bias') ? 'bias' : 'kernel';
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
