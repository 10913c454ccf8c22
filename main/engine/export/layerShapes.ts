import { broadcastShapes } from '../../../shared/nodes/merge.ts';
import { concatenationAxis } from '../../../shared/nodes/types/concatenate.ts';
import { sizeOf } from '../../../shared/nodes/tensorSpec.ts';
import { spanOf, transposedExtent, windowExtent } from '../../../shared/nodes/window.ts';
import type { Padding } from '../../../shared/nodes/window.ts';

type Shape = readonly number[];
type Config = Readonly<Record<string, unknown>>;
/** A rule of Keras 3; null where the inputs do not fit the layer. */
type ShapeRule = (inputs: readonly [Shape, ...Shape[]], config: Config) => Shape | null;

const same: ShapeRule = ([shape]) => shape;
/** Keras's axis as an index into a shape without the batch axis; null where there is none. */
const axisOf = (axis: unknown, rank: number): number | null => (typeof axis === 'number' ? concatenationAxis(axis, rank) : null);

/** Every class that a part of a model is made of, in Keras 3's vocabulary. */
const rules: Readonly<Record<string, ShapeRule>> = {
  Activation: same,
  ReLU: same,
  Rescaling: same,
  Dropout: same,
  GaussianNoise: same,
  BatchNormalization: same,
  LayerNormalization: same,
  'ops.log': same,
  'ops.sqrt': same,
  Add: broadcast,
  Multiply: broadcast,
  Concatenate: concatenate,
  Dense: ([shape], { units }) => (shape.length > 0 ? [...shape.slice(0, -1), Number(units)] : null),
  Embedding: ([shape], config) => [...shape, Number(config.output_dim)],
  CategoryEncoding: ([shape], config) => [...(shape.at(-1) === 1 ? shape.slice(0, -1) : shape), Number(config.num_tokens)],
  Flatten: ([shape]) => [sizeOf(shape)],
  Reshape: ([shape], config) => reshape(shape, numbers(config.target_shape)),
  Permute: ([shape], config) => permute(shape, numbers(config.dims)),
  RepeatVector: ([shape], { n }) => (shape.length === 1 ? [Number(n), ...shape] : null),
  Cropping1D: ([shape], config) => crop(shape, numbers(config.cropping)),
  Conv2D: ([shape], config) => slide(shape, numbers(config.kernel_size), config, Number(config.filters)),
  Conv2DTranspose: ([shape], config) => slideBack(shape, config),
  MaxPooling2D: ([shape], config) => slide(shape, numbers(config.pool_size), config, shape[2] ?? 0),
  AveragePooling2D: ([shape], config) => slide(shape, numbers(config.pool_size), config, shape[2] ?? 0),
  GlobalAveragePooling2D: ([shape], config) => (shape.length !== 3 ? null : config.keepdims === true ? [1, 1, ...shape.slice(2)] : shape.slice(2)),
  UpSampling2D: ([shape], config) => enlarge(shape, numbers(config.size)),
  LSTM: recur,
  GRU: recur,
  SimpleRNN: recur,
};

/** The classes whose shapes are known: those that a portable model may hold. */
export const knownLayerClasses: ReadonlySet<string> = new Set(['InputLayer', ...Object.keys(rules)]);

/**
 * Shapes of a layer's outputs without the batch axis. Null for a class this build does not know and for inputs or a configuration that do not
 * fit one another; never throws, so that a file's own layers may be asked about. `InputLayer` takes no inputs.
 */
export function layerOutputShapes(className: string, config: Config, inputs: readonly Shape[]): readonly Shape[] | null {
  const rule = Object.hasOwn(rules, className) ? rules[className] : undefined;
  const [first, ...rest] = inputs;
  const made = className === 'InputLayer' ? inputShape(config) : rule && first ? rule([first, ...rest], config) : null;
  return made?.every((extent) => Number.isSafeInteger(extent) && extent >= 1) ? [made] : null;
}

function inputShape({ batch_shape: shape }: Config): Shape | null {
  return Array.isArray(shape) && shape.length > 0 ? shape.slice(1).map(Number) : null;
}

/** The list of numbers a configuration holds; a single number stands for two. Empty for anything else. */
function numbers(value: unknown): readonly number[] {
  if (typeof value === 'number') return [value, value];
  return Array.isArray(value) && value.every((one) => typeof one === 'number') ? value : [];
}

function broadcast(inputs: readonly [Shape, ...Shape[]]): Shape | null {
  const [first, ...rest] = inputs;
  return rest.reduce<Shape | null>((shape, next) => (shape ? broadcastShapes(shape, next) : null), first);
}

function concatenate([first, ...rest]: readonly [Shape, ...Shape[]], config: Config): Shape | null {
  const axis = axisOf(config.axis, first.length);
  if (axis === null || rest.some((shape) => shape.length !== first.length || shape.some((extent, index) => index !== axis && extent !== first[index])))
    return null;
  return first.with(
    axis,
    [first, ...rest].reduce((sum, shape) => sum + (shape[axis] ?? 0), 0),
  );
}

/** A target extent of −1 is what is left. */
function reshape(shape: Shape, target: Shape): Shape | null {
  const open = target.indexOf(-1);
  const filled = open < 0 ? target : target.with(open, sizeOf(shape) / sizeOf(target.toSpliced(open, 1)));
  return sizeOf(filled) === sizeOf(shape) ? filled : null;
}

/** `dims` counts the axes behind the batch from 1. */
function permute(shape: Shape, dims: readonly number[]): Shape | null {
  const fits = dims.length === shape.length && new Set(dims).size === dims.length;
  const made = dims.map((dim) => shape[dim - 1]);
  return fits && made.every((extent) => extent !== undefined) ? made : null;
}

function crop([length, ...rest]: Shape, [head, tail]: readonly number[]): Shape | null {
  return length === undefined || rest.length !== 1 || head === undefined || tail === undefined ? null : [length - head - tail, ...rest];
}

const paddingOf = (config: Config): Padding | null => (config.padding === 'same' || config.padding === 'valid' ? config.padding : null);

/** Convolution and pooling over [rows, columns, channels]. */
function slide(shape: Shape, kernel: readonly number[], config: Config, channels: number): Shape | null {
  const padding = paddingOf(config);
  const strides = config.strides === null || config.strides === undefined ? kernel : numbers(config.strides);
  const dilation = config.dilation_rate === undefined ? [1, 1] : numbers(config.dilation_rate);
  if (shape.length !== 3 || !padding || kernel.length !== 2 || strides.length !== 2 || dilation.length !== 2) return null;
  const extents = shape.slice(0, 2).map((extent, axis) => windowExtent(extent, spanOf(kernel[axis] ?? 1, dilation[axis] ?? 1), strides[axis] ?? 1, padding));
  return [...extents, channels];
}

function slideBack(shape: Shape, config: Config): Shape | null {
  const padding = paddingOf(config);
  const kernel = numbers(config.kernel_size),
    strides = numbers(config.strides);
  if (shape.length !== 3 || !padding || kernel.length !== 2 || strides.length !== 2) return null;
  return [...shape.slice(0, 2).map((extent, axis) => transposedExtent(extent, kernel[axis] ?? 1, strides[axis] ?? 1, padding)), Number(config.filters)];
}

function enlarge([rows, columns, ...rest]: Shape, [down, across]: readonly number[]): Shape | null {
  if (rows === undefined || columns === undefined || rest.length !== 1 || down === undefined || across === undefined) return null;
  return [rows * down, columns * across, ...rest];
}

function recur([[steps, features, ...rest]]: readonly [Shape, ...Shape[]], config: Config): Shape | null {
  if (steps === undefined || features === undefined || rest.length > 0) return null;
  return config.return_sequences === true ? [steps, Number(config.units)] : [Number(config.units)];
}
