import type { Port, ShapeAnswer, ShapeRequest } from './defineNode.ts';
import type { Interval } from './interval.ts';
import { floats, showShape } from './tensorSpec.ts';
import type { TensorSpec } from './tensorSpec.ts';

/** The input port of merge nodes: any number of wires, in document order. */
export const manyPort: readonly Port[] = [{ name: 'in', title: { en: 'Inputs', zh: '输入' }, carries: 'tensor', many: true }];

/** The specs at port `in`; there is at least one, or its absence is a bug. */
export function mergedSpecs(inputs: ShapeRequest<unknown>['inputs']): readonly [TensorSpec, ...TensorSpec[]] {
  const [first, ...rest] = inputs['in'] ?? [];
  if (!first) throw new Error("shape rule of a merge node asked for port 'in', which nothing feeds");
  return [first, ...rest];
}

/**
 * The shape of an element-wise merge by Keras's rule (keras.src.layers.merging.base_merge): axes are aligned at the end,
 * and an axis of 1, or a missing one, stretches to the other's extent. Null where two extents differ and neither is 1.
 */
export function broadcastShapes(a: readonly number[], b: readonly number[]): readonly number[] | null {
  const rank = Math.max(a.length, b.length);
  const made: number[] = [];
  for (let back = rank; back >= 1; back--) {
    const x = a.at(-back) ?? 1,
      y = b.at(-back) ?? 1;
    if (x !== y && x !== 1 && y !== 1) return null;
    made.push(x === 1 ? y : x);
  }
  return made;
}

/** Shape rule of Add and Multiply; `combine` gives the bounds of two merged tensors. */
export function mergedShape(inputs: ShapeRequest<unknown>['inputs'], combine: (a: Interval, b: Interval) => Interval): ShapeAnswer {
  const [first, ...rest] = mergedSpecs(inputs);
  let { shape, range }: { shape: readonly number[]; range: Interval } = first;
  for (const spec of rest) {
    const made = broadcastShapes(shape, spec.shape);
    if (!made) return { problems: [{ code: 'merge-shapes', port: 'in', values: { expected: showShape(shape), found: showShape(spec.shape) } }] };
    shape = made;
    range = combine(range, spec.range);
  }
  return { outputs: { out: floats(shape, range) } };
}
