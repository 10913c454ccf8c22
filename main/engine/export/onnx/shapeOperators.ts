import { sizeOf } from '../../../../shared/nodes/tensorSpec.ts';
import { tf } from '../../tfjs/core.ts';
import { axisOf } from './operator.ts';
import type { Operator } from './operator.ts';

const transpose: Operator = (call) => {
  const x = call.tensor(0);
  const perm = call.intList('perm', []);
  if (perm.length !== x.rank || perm.toSorted((a, b) => a - b).some((axis, at) => axis !== at)) return call.broken(`an order of ${perm.length} axes`);
  return [tf.transpose(x, [...perm])];
};

/** 0 keeps an extent, one −1 takes the rest. */
const reshape: Operator = (call) => {
  const x = call.tensor(0);
  const kept = call.ints(1).map((extent, axis) => (extent === 0 ? (x.shape[axis] ?? 0) : extent));
  const rest = x.size / sizeOf(kept.filter((extent) => extent !== -1));
  const shape = kept.map((extent) => (extent === -1 ? rest : extent));
  call.room(shape);
  return sizeOf(shape) === x.size && kept.filter((extent) => extent === -1).length <= 1
    ? [tf.reshape(x, shape)]
    : call.broken(`${x.shape.join('×')} as ${shape.join('×')}`);
};

const flatten: Operator = (call) => {
  const x = call.tensor(0);
  const axis = call.int('axis', 1);
  return axis >= 0 && axis <= x.rank ? [tf.reshape(x, [sizeOf(x.shape.slice(0, axis)), sizeOf(x.shape.slice(axis))])] : call.broken(`axis ${axis}`);
};

const squeeze: Operator = (call) => {
  const x = call.tensor(0);
  const axes = call.ints(1).map((axis) => axisOf(call, axis, x.rank));
  if (axes.some((axis) => x.shape[axis] !== 1)) call.broken('an axis that is not 1 long');
  return [
    tf.reshape(
      x,
      x.shape.filter((_, axis) => !axes.includes(axis)),
    ),
  ];
};

const unsqueeze: Operator = (call) => {
  const x = call.tensor(0);
  const [axis, ...more] = call.ints(1);
  if (axis === undefined || more.length > 0) return call.broken('other than one axis');
  return [tf.expandDims(x, axisOf(call, axis, x.rank + 1))];
};

const slice: Operator = (call) => {
  const x = call.tensor(0);
  const [[start, ...a], [end, ...b], [at, ...c], [step, ...d]] = [call.ints(1), call.ints(2), call.ints(3), call.optional(4) ? call.ints(4) : [1]] as const;
  if (start === undefined || end === undefined || at === undefined || [a, b, c, d].some(({ length }) => length > 0)) return call.broken('other than one axis');
  const axis = axisOf(call, at, x.rank);
  const extent = x.shape[axis] ?? 1;
  const counted = (place: number): number => (place < 0 ? place + extent : place);
  if (step === -1) {
    if (counted(start) !== extent - 1 || counted(end) > -1) return call.broken('backwards over a part');
    return [tf.reverse(x, axis)];
  }
  const from = Math.min(Math.max(counted(start), 0), extent),
    to = Math.min(Math.max(counted(end), 0), extent);
  const size = x.shape.map((length, other) => (other === axis ? to - from : length));
  if (step !== 1) return call.broken(`steps of ${step}`);
  call.room(size);
  return [
    tf.slice(
      x,
      x.shape.map((_, other) => (other === axis ? from : 0)),
      size,
    ),
  ];
};

const tile: Operator = (call) => {
  const x = call.tensor(0);
  const times = call.ints(1);
  if (times.length !== x.rank) return call.broken(`${times.length} repeats for ${x.rank} axes`);
  call.room(x.shape.map((extent, axis) => extent * (times[axis] ?? 1)));
  return [tf.tile(x, [...times])];
};

const concat: Operator = (call) => {
  const [first, ...rest] = Array.from({ length: call.inputs }, (_, index) => call.tensor(index));
  if (!first) return call.broken('nothing to join');
  const axis = axisOf(call, call.int('axis', 0), first.rank);
  const together = [first, ...rest].reduce((sum, { shape }) => sum + (shape[axis] ?? 0), 0);
  call.room(first.shape.map((extent, other) => (other === axis ? together : extent)));
  return [rest.length === 0 ? tf.clone(first) : tf.concat([first, ...rest], axis)];
};

const split: Operator = (call) => {
  const x = call.tensor(0);
  const axis = axisOf(call, call.int('axis', 0), x.rank);
  const sizes = call.ints(1);
  const sum = sizes.reduce((total, size) => total + size, 0);
  if (sum !== x.shape[axis] || sizes.some((size) => size < 1) || sizes.length !== call.outputs) return call.broken(`parts of ${sizes.slice(0, 8).join(', ')}`);
  return tf.split(x, [...sizes], axis);
};

/** Operators that only move values. */
export const shapeOperators = {
  Concat: concat,
  Flatten: flatten,
  Identity: (call) => [tf.clone(call.tensor(0))],
  Reshape: reshape,
  Slice: slice,
  Split: split,
  Squeeze: squeeze,
  Tile: tile,
  Transpose: transpose,
  Unsqueeze: unsqueeze,
} satisfies Readonly<Record<string, Operator>>;
