import type { Padding } from '../../../shared/nodes/window.ts';
import { spanOf } from '../../../shared/nodes/window.ts';
import { tf } from '../tfjs/core.ts';
import type { Tensor, Tensor4D } from '../tfjs/core.ts';
import { applyStated } from './statedGradient.ts';

/** A pair parameter (rows, columns) as the tuple tfjs wants. */
export function pair(values: readonly number[]): [number, number] {
  return [values[0] ?? 1, values[1] ?? 1];
}

/** 2-D convolution of [batch, h, w, in] with [kh, kw, in, out]. With a dilation above 1 the strides are 1: the shape rule sees to it. */
export function convolve(
  x: Tensor,
  kernel: Tensor,
  window: { readonly strides: readonly number[]; readonly dilation: readonly number[]; readonly padding: Padding },
): Tensor {
  if (window.dilation.every((rate) => rate === 1)) return tf.conv2d(x as Tensor4D, kernel as Tensor4D, pair(window.strides), window.padding);
  return dilatedConvolve(x, kernel, pair(window.dilation), window.padding);
}

/**
 * A dilated convolution with the gradient that tfjs (and TensorFlow on a CPU) lack. With respect to the input it is the convolution, dilated alike, of dy
 * with the kernel turned by 180°; with respect to the kernel it is the convolution of the input with dy whose stride is the dilation, batch and channels in each other's place.
 */
function dilatedConvolve(x: Tensor, kernel: Tensor, dilation: [number, number], padding: Padding): Tensor {
  const spans = pair(dilation.map((rate, axis) => spanOf(kernel.shape[axis] ?? 1, rate)));
  const before = pair(spans.map((span) => (padding === 'same' ? Math.floor((span - 1) / 2) : 0)));
  const after = pair(spans.map((span, axis) => (padding === 'same' ? span - 1 - (before[axis] ?? 0) : 0)));
  return applyStated(
    {
      forward: (image, filter) => {
        if (!image || !filter) throw new Error('a convolution has two inputs');
        return { value: tf.conv2d(image as Tensor4D, filter as Tensor4D, 1, padding, 'NHWC', dilation), saved: [image, filter] };
      },
      gradient: (dy, image, filter) => {
        if (!image || !filter) throw new Error('saved tensors are kept');
        const turned = tf.transpose(tf.reverse(filter, [0, 1]), [0, 1, 3, 2]);
        const spread = padImage(
          dy,
          pair(spans.map((span, axis) => span - 1 - (before[axis] ?? 0))),
          pair(spans.map((span, axis) => span - 1 - (after[axis] ?? 0))),
        );
        const toImage = tf.conv2d(spread, turned as Tensor4D, 1, 'valid', 'NHWC', dilation);
        const channelsFirst = tf.transpose(padImage(image, before, after), [3, 1, 2, 0]);
        const toFilter = tf.conv2d(channelsFirst, tf.transpose(dy, [1, 2, 0, 3]) as Tensor4D, dilation, 'valid');
        return [toImage, tf.transpose(toFilter, [1, 2, 0, 3])];
      },
    },
    x,
    kernel,
  );
}

/** Zeros around height and width. */
function padImage(image: Tensor, before: readonly [number, number], after: readonly [number, number]): Tensor4D {
  if ([...before, ...after].every((cells) => cells === 0)) return image as Tensor4D;
  return tf.pad(image as Tensor4D, [
    [0, 0],
    [before[0], after[0]],
    [before[1], after[1]],
    [0, 0],
  ]);
}
