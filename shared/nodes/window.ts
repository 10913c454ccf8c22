import type { Text } from '../messages/language.ts';
import type { ShapeProblem } from './defineNode.ts';
import { choice, ints } from './params.ts';
import type { IntsParam } from './params.ts';
import { showShape } from './tensorSpec.ts';

export const paddings = ['valid', 'same'] as const;
export type Padding = (typeof paddings)[number];

const paddingTitles: Readonly<Record<Padding, Text>> = { valid: { en: 'Valid', zh: '不填充' }, same: { en: 'Same', zh: '同尺寸' } };

/** How a window treats the border; Keras's default is valid. */
export const paddingParam = choice({
  title: { en: 'Padding', zh: '填充' },
  help: {
    en: 'Same: pads the border, so that stride 1 keeps height and width. Valid: the window stays inside.',
    zh: '同尺寸：在边缘填充，步幅为 1 时高宽不变。不填充：窗口不越出边缘。',
  },
  options: paddingTitles,
  default: 'valid',
});

/** A parameter of two integers, [rows, columns]. */
export function pairParam(
  title: Text,
  help: Text,
  bounds: { readonly min: number; readonly max: number; readonly default: readonly [number, number] },
): IntsParam {
  return ints({ title, help, ...bounds, minLength: 2, maxLength: 2 });
}

/** Rows and columns of the sliding window. */
export const kernelSizeParam = pairParam(
  { en: 'Kernel size', zh: '卷积核尺寸' },
  { en: 'Rows and columns of the window that slides over the image.', zh: '在图像上滑动的窗口的行数与列数。' },
  { min: 1, max: 512, default: [3, 3] },
);

export const stridesParam = pairParam(
  { en: 'Strides', zh: '步幅' },
  {
    en: 'How far the window moves at each step. 2 halves height and width (a transposed convolution doubles them).',
    zh: '窗口每次移动的距离。2 使高宽减半（转置卷积则加倍）。',
  },
  { min: 1, max: 512, default: [1, 1] },
);

export const dilationParam = pairParam(
  { en: 'Dilation', zh: '膨胀率' },
  {
    en: 'Distance between neighbouring cells of the window; above 1 it sees more with as many weights. Needs strides of 1.',
    zh: '窗口内相邻单元的间距；大于 1 时以同样多的权重看得更广。要求步幅为 1。',
  },
  { min: 1, max: 512, default: [1, 1] },
);

/** A window that slides over rows and columns. All lists are [rows, columns]. */
export interface Window {
  readonly kernel: readonly number[];
  readonly strides: readonly number[];
  readonly dilation: readonly number[];
  readonly padding: Padding;
}

/** Cells from the first to the last that one axis of a dilated kernel spans. */
export function spanOf(kernel: number, dilation: number): number {
  return dilation * (kernel - 1) + 1;
}

/** Extent behind a sliding window (keras.src.ops.operation_utils.compute_conv_output_shape); below 1 where the window does not fit. */
export function windowExtent(extent: number, span: number, stride: number, padding: Padding): number {
  return padding === 'same' ? Math.ceil(extent / stride) : Math.floor((extent - span) / stride) + 1;
}

/** Extent behind a transposed convolution without output padding (keras.src.backend.common.backend_utils.compute_conv_transpose_output_shape). */
export function transposedExtent(extent: number, kernel: number, stride: number, padding: Padding): number {
  return padding === 'same' ? extent * stride : (extent - 1) * stride + Math.max(kernel, stride);
}

/** Height and width of `shape` ([height, width, channels]) behind `window`, or the window that does not fit. */
export function slide(window: Window, shape: readonly number[]): { readonly extents: readonly number[]; readonly problems: readonly ShapeProblem[] } {
  const image = shape.slice(0, 2);
  const spans = image.map((_, axis) => spanOf(window.kernel[axis] ?? 1, window.dilation[axis] ?? 1));
  const extents = image.map((extent, axis) => windowExtent(extent, spans[axis] ?? 1, window.strides[axis] ?? 1, window.padding));
  const problems = extents.some((extent) => extent < 1)
    ? [{ code: 'kernel-larger-than-input' as const, port: 'in', values: { kernel: showShape(spans), found: showShape(image) } }]
    : [];
  return { extents, problems };
}
