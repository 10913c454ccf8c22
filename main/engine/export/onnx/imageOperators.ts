import { tf } from '../../tfjs/core.ts';
import type { Tensor, Tensor4D } from '../../tfjs/core.ts';
import type { Operator, OperatorCall } from './operator.ts';

type Pair = readonly [number, number];
type Cells = readonly [top: number, left: number, bottom: number, right: number];

/** Channels last, as tfjs computes; tfjs offers channels first on some devices only. */
const last = (x: Tensor): Tensor4D => tf.transpose(x as Tensor4D, [0, 2, 3, 1]);
const first = (x: Tensor4D): Tensor4D => tf.transpose(x, [0, 3, 1, 2]);

function image(call: OperatorCall): readonly [x: Tensor, batch: number, channels: number, rows: number, columns: number] {
  const x = call.tensor(0);
  const [batch, channels, rows, columns, ...more] = x.shape;
  if (batch === undefined || channels === undefined || rows === undefined || columns === undefined || more.length > 0)
    return call.broken('an image of other than four axes');
  return [x, batch, channels, rows, columns];
}

function pairAt(call: OperatorCall, attr: string, instead: Pair): Pair {
  const [rows, columns, ...more] = call.intList(attr, instead);
  if (rows === undefined || columns === undefined || more.length > 0 || rows < 1 || columns < 1 || rows > 4096 || columns > 4096) return call.broken(attr);
  return [rows, columns];
}

function padsOf(call: OperatorCall): Cells {
  if (call.text('auto_pad', 'NOTSET') !== 'NOTSET') return call.broken('padding that is not written out');
  const [top, left, bottom, right, ...more] = call.intList('pads', [0, 0, 0, 0]);
  if (top === undefined || left === undefined || bottom === undefined || right === undefined || more.length > 0) return call.broken('pads');
  if (![top, left, bottom, right].every((cells) => cells >= 0 && cells <= 4096)) return call.broken('pads');
  return [top, left, bottom, right];
}

/** Windows along height and width of a padded image. */
function windows([rows, columns]: Pair, [top, left, bottom, right]: Cells, spans: Pair, strides: Pair): Pair {
  return [Math.floor((rows + top + bottom - spans[0]) / strides[0]) + 1, Math.floor((columns + left + right - spans[1]) / strides[1]) + 1];
}

const padded = (x: Tensor4D, [top, left, bottom, right]: Cells, value = 0): Tensor4D =>
  top + left + bottom + right === 0
    ? x
    : tf.pad(
        x,
        [
          [0, 0],
          [top, bottom],
          [left, right],
          [0, 0],
        ],
        value,
      );

const withBias = (call: OperatorCall, map: Tensor4D): Tensor4D => {
  const bias = call.optional(2);
  if (bias && bias.size !== map.shape[3]) call.broken('its bias has another length');
  return bias ? tf.add<Tensor4D>(map, tf.reshape(bias, [-1])) : map;
};

const conv: Operator = (call) => {
  const [x, batch, channels, rows, columns] = image(call);
  const kernel = call.tensor(1);
  const [filters = 0, wanted = 0, height = 0, width = 0] = kernel.shape;
  if (kernel.rank !== 4 || wanted !== channels || call.int('group', 1) !== 1) return call.broken('groups');
  const strides = pairAt(call, 'strides', [1, 1]),
    dilations = pairAt(call, 'dilations', [1, 1]),
    pads = padsOf(call);
  const out = windows([rows, columns], pads, [dilations[0] * (height - 1) + 1, dilations[1] * (width - 1) + 1], strides);
  call.room([batch, filters, ...out]);
  call.room([batch, channels, rows + pads[0] + pads[2], columns + pads[1] + pads[3]]);
  call.work(batch * filters * out[0] * out[1] * channels * height * width);
  const filter = tf.transpose(kernel, [2, 3, 1, 0]) as Tensor4D;
  const within = padded(last(x), pads);
  const dilated = dilations.some((rate) => rate > 1);
  // tfjs strides or dilates: where both are wanted, every window is computed and those between are left out.
  if (!dilated || strides.every((step) => step === 1)) return [first(withBias(call, tf.conv2d(within, filter, [...strides], 'valid', 'NHWC', [...dilations])))];
  const all = tf.conv2d(within, filter, 1, 'valid', 'NHWC', [...dilations]);
  return [first(withBias(call, tf.stridedSlice(all, [0, 0, 0, 0], all.shape, [1, ...strides, 1]) as Tensor4D))];
};

const convTranspose: Operator = (call) => {
  const [x, batch, channels, rows, columns] = image(call);
  const kernel = call.tensor(1);
  const [wanted = 0, filters = 0, height = 0, width = 0] = kernel.shape;
  if (kernel.rank !== 4 || wanted !== channels || call.int('group', 1) !== 1 || pairAt(call, 'dilations', [1, 1]).some((rate) => rate !== 1))
    return call.broken('groups or dilation');
  const strides = pairAt(call, 'strides', [1, 1]),
    [top, left, bottom, right] = padsOf(call);
  const [below = 0, beside = 0] = call.intList('output_padding', [0, 0]);
  if (below < 0 || beside < 0 || below >= strides[0] || beside >= strides[1]) return call.broken('output_padding');
  const full: Pair = [(rows - 1) * strides[0] + height, (columns - 1) * strides[1] + width];
  const out: Pair = [full[0] + below - top - bottom, full[1] + beside - left - right];
  call.room([batch, filters, ...out]);
  call.room([batch, filters, full[0] + below, full[1] + beside]);
  call.work(batch * filters * rows * columns * channels * height * width);
  // tfjs's filter is [rows, columns, out, in].
  const filter = tf.transpose(kernel, [2, 3, 1, 0]) as Tensor4D;
  const whole = tf.conv2dTranspose(last(x), filter, [batch, ...full, filters], [...strides], 'valid');
  const longer = padded(whole, [0, 0, below, beside]);
  return [first(withBias(call, tf.slice(longer, [0, top, left, 0], [batch, ...out, filters])))];
};

function pool(call: OperatorCall): { readonly x: Tensor4D; readonly size: Pair; readonly strides: Pair; readonly pads: Cells } {
  const [x, batch, channels, rows, columns] = image(call);
  const size = pairAt(call, 'kernel_shape', [0, 0]),
    strides = pairAt(call, 'strides', [1, 1]),
    pads = padsOf(call);
  if (call.int('ceil_mode', 0) !== 0 || pairAt(call, 'dilations', [1, 1]).some((rate) => rate !== 1)) return call.broken('dilation');
  if ([pads[0], pads[2]].some((cells) => cells >= size[0]) || [pads[1], pads[3]].some((cells) => cells >= size[1])) return call.broken('pads');
  const out = windows([rows, columns], pads, size, strides);
  call.room([batch, channels, ...out]);
  call.room([batch, channels, rows + pads[0] + pads[2], columns + pads[1] + pads[3]]);
  call.work(batch * channels * out[0] * out[1] * size[0] * size[1]);
  return { x: last(x), size, strides, pads };
}

const maxPool: Operator = (call) => {
  const { x, size, strides, pads } = pool(call);
  // The lowest float32: nothing that is padded is the largest.
  return [first(tf.maxPool(padded(x, pads, -3.402_823_4e38), [...size], [...strides], 'valid'))];
};

/** Cells that were padded are not counted. */
const averagePool: Operator = (call) => {
  const { x, size, strides, pads } = pool(call);
  const average = (values: Tensor4D): Tensor4D => tf.avgPool(padded(values, pads), [...size], [...strides], 'valid');
  const plain = average(x);
  if (pads.every((cells) => cells === 0) || call.int('count_include_pad', 0) === 1) return [first(plain)];
  const [, rows, columns] = x.shape;
  return [first(tf.div<Tensor4D>(plain, average(tf.ones([1, rows, columns, 1]))))];
};

const resize: Operator = (call) => {
  const [x, batch, channels, rows, columns] = image(call);
  const { 0: many = 0, 1: deep = 0, 2: tall = 0, 3: wide = 0 } = call.floats(2);
  if (many !== 1 || deep !== 1 || !Number.isInteger(tall) || !Number.isInteger(wide) || tall < 1 || wide < 1) return call.broken('scales');
  const extents: [number, number] = [rows * tall, columns * wide];
  call.room([batch, channels, ...extents]);
  const mode = `${call.text('mode', 'nearest')} ${call.text('coordinate_transformation_mode', 'half_pixel')} ${call.text('nearest_mode', 'round_prefer_floor')}`;
  if (mode === 'nearest asymmetric floor') return [first(tf.image.resizeNearestNeighbor(last(x), extents))];
  if (mode.startsWith('linear half_pixel ')) return [first(tf.image.resizeBilinear(last(x), extents, false, true))];
  return call.broken(mode);
};

/** Operators on images, channels first. */
export const imageOperators = {
  AveragePool: averagePool,
  Conv: conv,
  ConvTranspose: convTranspose,
  MaxPool: maxPool,
  Resize: resize,
} satisfies Readonly<Record<string, Operator>>;
