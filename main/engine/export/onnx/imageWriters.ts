import { spanOf, windowExtent } from '../../../../shared/nodes/window.ts';
import { writeActivation } from './activationWriter.ts';
import { channelsFirst, rankOf } from './onnxBuilder.ts';
import type { Value } from './onnxBuilder.ts';
import type { LayerWriter, LayerWriting } from './layerWriter.ts';
import type { OnnxAttr } from './onnxMessages.ts';

type Pair = readonly [number, number];

function imageOf(writing: LayerWriting): Value {
  if (writing.config.text('data_format') !== 'channels_last') writing.refuse('channels first');
  const input = writing.input();
  if (input.shape.length !== 3) writing.refuse(`rank ${input.shape.length}`);
  return writing.graph.turned(writing.layer.name, input, channelsFirst(4));
}

/** An output that lies channels first. */
const image = (writing: LayerWriting, name: string): Value => ({ ...writing.plain(name), order: channelsFirst(4) });

function paddingOf(writing: LayerWriting): 'same' | 'valid' {
  const padding = writing.config.text('padding');
  return padding === 'same' || padding === 'valid' ? padding : writing.refuse(`padding ${padding}`);
}

/** Cells before and after height and width: [top, left, bottom, right]. SAME is TensorFlow's: just enough for ⌈extent / stride⌉ windows, the odd cell at the end. */
function windowPads(writing: LayerWriting, extents: readonly number[], spans: Pair, strides: Pair): readonly number[] {
  if (paddingOf(writing) === 'valid') return [0, 0, 0, 0];
  const totals = spans.map((span, axis) => {
    const extent = extents[axis] ?? 1,
      stride = strides[axis] ?? 1;
    return Math.max((windowExtent(extent, span, stride, 'same') - 1) * stride + span - extent, 0);
  });
  return [...totals.map((total) => Math.floor(total / 2)), ...totals.map((total) => Math.ceil(total / 2))];
}

/** f(x ∗ W + b). */
const writeConv2d: LayerWriter = (writing) => {
  const { config } = writing;
  if (config.number('groups') !== 1) writing.refuse('groups');
  const x = imageOf(writing);
  const kernel = config.pair('kernel_size'),
    strides = config.pair('strides'),
    dilation = config.pair('dilation_rate');
  const spans: Pair = [spanOf(kernel[0], dilation[0]), spanOf(kernel[1], dilation[1])];
  const map = writing.op('Conv', [x.name, writing.weight('kernel'), ...(writing.has('bias') ? [writing.weight('bias')] : [])], {
    kernel_shape: { ints: kernel },
    strides: { ints: strides },
    dilations: { ints: dilation },
    pads: { ints: windowPads(writing, x.shape, spans, strides) },
    group: { int: 1 },
  });
  return writeActivation(writing, config.text('activation'), image(writing, map));
};

/** The way back of a convolution. Of its full extent (n − 1)·stride + kernel, SAME cuts what the convolution would have padded; what is then missing is added at the end. */
const writeConv2dTranspose: LayerWriter = (writing) => {
  const { config, outputShape } = writing;
  if (config.numberOrNull('output_padding') !== null || config.pair('dilation_rate').some((rate) => rate !== 1)) writing.refuse('output padding or dilation');
  const x = imageOf(writing);
  const kernel = config.pair('kernel_size'),
    strides = config.pair('strides');
  const cuts = kernel.map((size, axis) => (paddingOf(writing) === 'same' ? Math.max(size - (strides[axis] ?? 1), 0) : 0));
  const before = cuts.map((cut) => Math.floor(cut / 2)),
    after = cuts.map((cut) => Math.ceil(cut / 2));
  const missing = kernel.map((size, axis) => (outputShape[axis] ?? 0) - (((x.shape[axis] ?? 1) - 1) * (strides[axis] ?? 1) + size - (cuts[axis] ?? 0)));
  if (missing.some((cells, axis) => cells < 0 || cells >= (strides[axis] ?? 1))) writing.refuse('its output shape');
  const map = writing.op('ConvTranspose', [x.name, writing.weight('kernel'), ...(writing.has('bias') ? [writing.weight('bias')] : [])], {
    kernel_shape: { ints: kernel },
    strides: { ints: strides },
    dilations: { ints: [1, 1] },
    pads: { ints: [...before, ...after] },
    output_padding: { ints: missing },
    group: { int: 1 },
  });
  return writeActivation(writing, config.text('activation'), image(writing, map));
};

/** Cells that SAME pads are neither the largest nor counted. */
const writePool =
  (op: string, attrs: Readonly<Record<string, OnnxAttr>>): LayerWriter =>
  (writing) => {
    const x = imageOf(writing);
    const size = writing.config.pair('pool_size'),
      strides = writing.config.pair('strides');
    const pads = windowPads(writing, x.shape, size, strides);
    return image(writing, writing.op(op, [x.name], { kernel_shape: { ints: size }, strides: { ints: strides }, pads: { ints: pads }, ...attrs }));
  };

/** The mean of each channel, wherever height and width lie. */
const writeGlobalAverage: LayerWriter = (writing) => {
  if (writing.config.flag('keepdims')) writing.refuse('keepdims');
  if (writing.config.text('data_format') !== 'channels_last') writing.refuse('channels first');
  const x = writing.input();
  if (rankOf(x) !== 4) writing.refuse(`rank ${x.shape.length}`);
  const axes = [x.order.indexOf(1), x.order.indexOf(2)].toSorted((a, b) => a - b);
  return writing.plain(writing.op('ReduceMean', [x.name], { axes: { ints: axes }, keepdims: { int: 0 } }));
};

/** Each pixel repeated, or neighbours blended at half-pixel centres. */
const writeUpSampling: LayerWriter = (writing) => {
  const x = imageOf(writing);
  const [rows, columns] = writing.config.pair('size');
  const interpolation = writing.config.text('interpolation');
  const attrs: Readonly<Record<string, OnnxAttr>> =
    interpolation === 'nearest'
      ? { mode: { text: 'nearest' }, coordinate_transformation_mode: { text: 'asymmetric' }, nearest_mode: { text: 'floor' } }
      : interpolation === 'bilinear'
        ? { mode: { text: 'linear' }, coordinate_transformation_mode: { text: 'half_pixel' } }
        : writing.refuse(interpolation);
  const scales = writing.graph.tensor({ name: `${writing.layer.name}/scales`, type: 'float', shape: [4], values: [1, 1, rows, columns] });
  return image(writing, writing.op('Resize', [x.name, '', scales], attrs));
};

/** Layers that read images. */
export const imageWriters = {
  Conv2D: writeConv2d,
  Conv2DTranspose: writeConv2dTranspose,
  MaxPooling2D: writePool('MaxPool', {}),
  AveragePooling2D: writePool('AveragePool', { count_include_pad: { int: 0 } }),
  GlobalAveragePooling2D: writeGlobalAverage,
  UpSampling2D: writeUpSampling,
} satisfies Readonly<Record<string, LayerWriter>>;
