/** A tensor of doubles, row-major. The reference computes with nothing else: no tfjs, no float32. */
export interface Doubles {
  readonly shape: readonly number[];
  readonly data: Float64Array;
}

export const sizeOfShape = (shape: readonly number[]): number => shape.reduce((product, extent) => product * extent, 1);

/** A tensor whose values are computed from their flat position. */
export function fill(shape: readonly number[], value: (at: number) => number): Doubles {
  return { shape, data: Float64Array.from({ length: sizeOfShape(shape) }, (_, at) => value(at)) };
}

export function fromValues(shape: readonly number[], values: Iterable<number>): Doubles {
  const data = Float64Array.from(values);
  if (data.length !== sizeOfShape(shape)) throw new Error(`${data.length} values do not fill ${shape.join('×')}`);
  return { shape, data };
}

/** The value at a flat position; a position outside is a bug of the reference. */
export function get(tensor: Doubles, at: number): number {
  const value = tensor.data[at];
  if (value === undefined) throw new Error(`position ${at} lies outside ${tensor.shape.join('×')}`);
  return value;
}

/** Flat position of `index` (one number an axis). */
export function position(shape: readonly number[], index: readonly number[]): number {
  return shape.reduce((at, extent, axis) => at * extent + extentOf(index, axis), 0);
}

/** Index of a flat position. */
export function indexAt(shape: readonly number[], at: number): number[] {
  const index: number[] = [];
  let rest = at;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const extent = extentOf(shape, axis);
    index.unshift(rest % extent);
    rest = Math.floor(rest / extent);
  }
  return index;
}

export const pick = (tensor: Doubles, ...index: readonly number[]): number => get(tensor, position(tensor.shape, index));

export function extentOf(shape: readonly number[], axis: number): number {
  const extent = shape.at(axis);
  if (extent === undefined) throw new Error(`no axis ${axis} in ${shape.join('×')}`);
  return extent;
}

export const map = (tensor: Doubles, f: (x: number, at: number) => number): Doubles => fill(tensor.shape, (at) => f(get(tensor, at), at));

export const reshaped = (tensor: Doubles, shape: readonly number[]): Doubles => fromValues(shape, tensor.data);

/** x·W + b on the last axis. */
export function affine(x: Doubles, kernel: Doubles, bias: Doubles | null): Doubles {
  const [inputs = 1, outputs = 1] = kernel.shape;
  return fill([...x.shape.slice(0, -1), outputs], (at) => {
    const row = Math.floor(at / outputs),
      column = at % outputs;
    let sum = bias ? get(bias, column) : 0;
    for (let i = 0; i < inputs; i++) sum += get(x, row * inputs + i) * get(kernel, i * outputs + column);
    return sum;
  });
}
