import type { Padding } from '../../../../shared/nodes/window.ts';
import { extentOf, fill, get, indexAt, pick, position } from './doubleTensor.ts';
import type { Doubles } from './doubleTensor.ts';
import { referenceActivation } from './referenceActivations.ts';
import { activityTerms, valueOf, weightOf } from './referenceKind.ts';
import type { ReferenceKind } from './referenceKind.ts';

interface Axis {
  readonly extent: number;
  readonly window: number;
  readonly stride: number;
  readonly dilation: number;
  readonly padding: Padding;
}

/** Cells that TensorFlow's SAME adds in front, and the extent behind the window. */
function slideAxis({ extent, window, stride, dilation, padding }: Axis): { readonly before: number; readonly out: number } {
  const span = dilation * (window - 1) + 1;
  if (padding === 'valid') return { before: 0, out: Math.floor((extent - span) / stride) + 1 };
  const out = Math.ceil(extent / stride);
  return { before: Math.floor(Math.max((out - 1) * stride + span - extent, 0) / 2), out };
}

interface Slide {
  readonly window: readonly number[];
  readonly strides: readonly number[];
  readonly dilation: readonly number[];
  readonly padding: Padding;
}

function slideImage(x: Doubles, { window, strides, dilation, padding }: Slide) {
  return [0, 1].map((axis) =>
    slideAxis({
      extent: extentOf(x.shape, axis + 1),
      window: extentOf(window, axis),
      stride: extentOf(strides, axis),
      dilation: extentOf(dilation, axis),
      padding,
    }),
  ) as [ReturnType<typeof slideAxis>, ReturnType<typeof slideAxis>];
}

/** For each output cell, the image cells in its window (inside the image only), with their place in the window. */
function eachWindow(
  x: Doubles,
  slide: Slide,
  channels: number,
  value: (cells: readonly { readonly u: number; readonly v: number; readonly row: number; readonly column: number }[], index: readonly number[]) => number,
): Doubles {
  const [rows, columns] = slideImage(x, slide);
  const [batch = 1, height = 1, width = 1] = x.shape;
  const shape = [batch, rows.out, columns.out, channels];
  return fill(shape, (at) => {
    const index = indexAt(shape, at);
    const [, i = 0, j = 0] = index;
    const cells = [];
    for (let u = 0; u < extentOf(slide.window, 0); u++) {
      for (let v = 0; v < extentOf(slide.window, 1); v++) {
        const row = i * extentOf(slide.strides, 0) + u * extentOf(slide.dilation, 0) - rows.before;
        const column = j * extentOf(slide.strides, 1) + v * extentOf(slide.dilation, 1) - columns.before;
        if (row >= 0 && row < height && column >= 0 && column < width) cells.push({ u, v, row, column });
      }
    }
    return value(cells, index);
  });
}

export const conv2d: ReferenceKind<'conv2d'> = (request) => {
  const { params } = request;
  const x = valueOf(request),
    kernel = weightOf(request, 'kernel'),
    bias = params.useBias ? weightOf(request, 'bias') : null;
  const channels = extentOf(x.shape, 3);
  const map = eachWindow(
    x,
    { window: params.kernelSize, strides: params.strides, dilation: params.dilation, padding: params.padding },
    params.filters,
    (cells, [b = 0, , , k = 0]) => {
      let sum = bias ? get(bias, k) : 0;
      for (const { u, v, row, column } of cells) for (let c = 0; c < channels; c++) sum += pick(x, b, row, column, c) * pick(kernel, u, v, c, k);
      return sum;
    },
  );
  const out = referenceActivation(params.activation, map);
  return { outputs: { out }, terms: activityTerms(request, out) };
};

/** Every input cell paints its kernel patch; SAME cuts the border of the painted image as the convolution it turns round would have padded it. */
export const conv2dTranspose: ReferenceKind<'conv2dTranspose'> = (request) => {
  const { params, outShape } = request;
  const x = valueOf(request),
    kernel = weightOf(request, 'kernel');
  const [batch = 1, height = 1, width = 1, channels = 1] = x.shape;
  const [tall = 1, wide = 1] = outShape;
  const cut = (
    [
      [height, tall],
      [width, wide],
    ] as const
  ).map(([small, large], axis) =>
    params.padding === 'valid' ? 0 : Math.floor(Math.max((small - 1) * extentOf(params.strides, axis) + extentOf(params.kernelSize, axis) - large, 0) / 2),
  );
  const shape = [batch, tall, wide, params.filters];
  const painted = new Float64Array(fill(shape, (at) => (params.useBias ? get(weightOf(request, 'bias'), at % params.filters) : 0)).data);
  for (let b = 0; b < batch; b++)
    for (let i = 0; i < height; i++)
      for (let j = 0; j < width; j++) {
        for (let u = 0; u < extentOf(params.kernelSize, 0); u++)
          for (let v = 0; v < extentOf(params.kernelSize, 1); v++) {
            const row = i * extentOf(params.strides, 0) + u - extentOf(cut, 0),
              column = j * extentOf(params.strides, 1) + v - extentOf(cut, 1);
            if (row < 0 || row >= tall || column < 0 || column >= wide) continue;
            for (let k = 0; k < params.filters; k++)
              for (let c = 0; c < channels; c++) {
                const at = position(shape, [b, row, column, k]);
                painted[at] = (painted[at] ?? 0) + pick(x, b, i, j, c) * pick(kernel, u, v, k, c);
              }
          }
      }
  const out = referenceActivation(params.activation, { shape, data: painted });
  return { outputs: { out }, terms: activityTerms(request, out) };
};

interface Pooling {
  readonly poolSize: readonly number[];
  readonly strides: readonly number[];
  readonly padding: Padding;
}

function pool(x: Doubles, params: Pooling, combine: (values: readonly number[]) => number): Doubles {
  const strides = params.strides.map((stride, axis) => (stride === 0 ? extentOf(params.poolSize, axis) : stride));
  return eachWindow(x, { window: params.poolSize, strides, dilation: [1, 1], padding: params.padding }, extentOf(x.shape, 3), (cells, [b = 0, , , c = 0]) =>
    combine(cells.map(({ row, column }) => pick(x, b, row, column, c))),
  );
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

export const maxPool2d: ReferenceKind<'maxPool2d'> = (request) => ({
  outputs: { out: pool(valueOf(request), request.params, (values) => Math.max(...values)) },
});

export const averagePool2d: ReferenceKind<'averagePool2d'> = (request) => ({ outputs: { out: pool(valueOf(request), request.params, mean) } });

export const globalAveragePool2d: ReferenceKind<'globalAveragePool2d'> = (request) => {
  const x = valueOf(request);
  const [batch = 1, height = 1, width = 1, channels = 1] = x.shape;
  return {
    outputs: {
      out: fill([batch, channels], (at) =>
        mean(Array.from({ length: height * width }, (_, cell) => get(x, (Math.floor(at / channels) * height * width + cell) * channels + (at % channels)))),
      ),
    },
  };
};

export const upSampling2d: ReferenceKind<'upSampling2d'> = (request) => {
  const x = valueOf(request);
  const [batch = 1, height = 1, width = 1, channels = 1] = x.shape;
  const [tallBy = 1, wideBy = 1] = request.params.size;
  const shape = [batch, height * tallBy, width * wideBy, channels];
  const inside = (cell: number, extent: number): number => Math.min(Math.max(cell, 0), extent - 1);
  const nearest = (index: readonly number[]): number =>
    pick(x, extentOf(index, 0), Math.floor(extentOf(index, 1) / tallBy), Math.floor(extentOf(index, 2) / wideBy), extentOf(index, 3));
  const bilinear = ([b = 0, i = 0, j = 0, c = 0]: readonly number[]): number => {
    const y = (i + 0.5) / tallBy - 0.5,
      z = (j + 0.5) / wideBy - 0.5;
    const row = Math.floor(y),
      column = Math.floor(z),
      down = y - row,
      right = z - column;
    const at = (r: number, s: number): number => pick(x, b, inside(r, height), inside(s, width), c);
    return (
      (1 - down) * ((1 - right) * at(row, column) + right * at(row, column + 1)) + down * ((1 - right) * at(row + 1, column) + right * at(row + 1, column + 1))
    );
  };
  return { outputs: { out: fill(shape, (at) => (request.params.interpolation === 'nearest' ? nearest : bilinear)(indexAt(shape, at))) } };
};
