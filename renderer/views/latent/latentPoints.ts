import { deriveSeed, permutation } from '../../../shared/random/philox.ts';
import type { Split } from '../../../shared/protocol/contract.ts';
import type { Values } from '../../../shared/protocol/tensors.ts';
import type { DataReference } from '../../../shared/data/dataReference.ts';

/** Which latent dimensions lie along x, y and z; null: none, the plot is flat there. */
export type Axes = readonly [number, number | null, number | null];

/** Codes as places of a plot: from −1 to 1 along its longest axis, the same unit along all. */
export interface PlacedPoints {
  /** x, y, z of each point. */
  readonly positions: Float32Array;
  readonly axes: Axes;
  /** The code value at the plot's middle, by axis, and code units from there to its edge. */
  readonly middle: readonly [number, number, number];
  readonly reach: number;
  /** Half of what the points take up across and upwards, in the plot's units: 1 along the longest axis. */
  readonly halves: readonly [number, number];
}

/** Share of the points, at either end of an axis, that may lie outside the first view: a few far ones must not shrink all others. */
const outside = 0.002;
const sampled = 4096;

function extent(values: Float32Array, { width, dimension }: { readonly width: number; readonly dimension: number }): readonly [number, number] {
  const count = width > 0 ? values.length / width : 0,
    stride = Math.max(1, Math.floor(count / sampled));
  const picked: number[] = [];
  for (let row = 0; row < count; row += stride) {
    const value = values[row * width + dimension] ?? 0;
    if (Number.isFinite(value)) picked.push(value);
  }
  picked.sort((a, b) => a - b);
  const cut = Math.floor(picked.length * outside);
  return [picked[cut] ?? 0, picked[picked.length - 1 - cut] ?? 0];
}

/** Places codes along the chosen dimensions. */
export function placePoints({ shape, values }: Values, axes: Axes): PlacedPoints {
  const count = shape[0] ?? 0,
    width = count > 0 ? values.length / count : 0;
  const extents = axes.map((dimension) => (dimension === null ? ([0, 0] as const) : extent(values, { width, dimension })));
  const middleOf = (axis: number): number => {
    const [low, high] = extents[axis] ?? [0, 0];
    return (low + high) / 2;
  };
  const middle = [middleOf(0), middleOf(1), middleOf(2)] as const;
  const reach = Math.max(...extents.map(([low, high]) => (high - low) / 2)) || 1;
  const positions = new Float32Array(count * 3);
  for (let axis = 0; axis < 3; axis++) {
    const dimension = axes[axis];
    if (dimension === null || dimension === undefined) continue;
    const from = middle[axis] ?? 0;
    for (let row = 0; row < count; row++) {
      const place = ((values[row * width + dimension] ?? 0) - from) / reach;
      positions[row * 3 + axis] = Number.isFinite(place) ? place : 0;
    }
  }
  const halfOf = (axis: number): number => {
    const [low, high] = extents[axis] ?? [0, 0];
    return (high - low) / 2 / reach;
  };
  return { positions, axes, middle, reach, halves: [halfOf(0), halfOf(1)] };
}

/** The code at a place of a flat plot: the two dimensions shown as the place says, all others zero, the prior's mean. */
export function codeAt(
  { axes, middle, reach }: Pick<PlacedPoints, 'axes' | 'middle' | 'reach'>,
  { x, y }: { readonly x: number; readonly y: number },
  width: number,
): Float32Array {
  const code = new Float32Array(width);
  for (const [axis, place] of [x, y].entries()) {
    const dimension = axes[axis];
    if (dimension !== null && dimension !== undefined) code[dimension] = (middle[axis] ?? 0) + place * reach;
  }
  return code;
}

export interface SplitOrder {
  readonly split: Split;
  /** Examples of the split. */
  readonly count: number;
  readonly seed: number;
  readonly balance: DataReference['balance'];
}

/**
 * Which example of its split each code belongs to: the engine encodes training examples in the shuffled order of its epoch 0, the others in their own.
 * Null where classes are balanced by drawing: then only the engine knows.
 */
export function exampleOrder({ split, count, seed, balance }: SplitOrder): Int32Array | null {
  if (split !== 'train') return Int32Array.from({ length: count }, (_, index) => index);
  return balance === 'oversample' ? null : permutation(deriveSeed(seed, 'data', 'order', 0), count);
}
