import type { KerasRef } from '../../kinds/kerasEmission.ts';
import type { PortableLayer } from '../portableModel.ts';
import type { StoredArray } from '../storedArray.ts';
import { pythonNumber, pythonTuple } from './pythonText.ts';
import type { SourceGraph, SourceStep } from './sourceGraph.ts';
import { torchRecurrent } from './torchRecurrent.ts';
import { permuted } from './weightForms.ts';

/** What one layer becomes in a torch.nn.Module. Tensors of rank 4 lie channels first. */
export interface TorchStep {
  /** The right side of `self.<name> = …`, where the layer is a module. */
  readonly module?: string;
  /** Statements after it in `__init__`. */
  readonly setup?: readonly string[];
  /** Statements of `forward`; the last gives `<name>`. */
  readonly forward: readonly string[];
  /** Entries of the state by their name behind `<name>.`. */
  readonly weights?: Readonly<Record<string, StoredArray>>;
  /** A class or function of our own that must be written out. */
  readonly needs?: string;
}

export const torchActivations: Readonly<Record<string, (x: string, rank: number) => string>> = {
  linear: (x) => x,
  relu: (x) => `F.relu(${x})`,
  leaky_relu: (x) => `F.leaky_relu(${x}, 0.2)`,
  elu: (x) => `F.elu(${x})`,
  selu: (x) => `F.selu(${x})`,
  gelu: (x) => `F.gelu(${x})`,
  silu: (x) => `F.silu(${x})`,
  tanh: (x) => `torch.tanh(${x})`,
  sigmoid: (x) => `torch.sigmoid(${x})`,
  softplus: (x) => `F.softplus(${x})`,
  softmax: (x, rank) => `F.softmax(${x}, dim=${rank === 3 ? 1 : -1})`,
  exponential: (x) => `torch.exp(${x})`,
};

type Write = (step: SourceStep, at: At) => TorchStep;
interface At {
  readonly graph: SourceGraph;
  /** The variable at input number `index`. */
  input(index?: number): string;
  shape(index?: number): readonly number[];
  /** Whether a loss wants what goes into the activation. */
  readonly keepLogits: boolean;
}

/** An array of rank 4 with its channels last, as the app has it. */
export const channelsLast = (value: string, shape: readonly number[]): string => (shape.length === 3 ? `${value}.permute(0, 2, 3, 1)` : value);
export const channelsFirst = (value: string, shape: readonly number[]): string => (shape.length === 3 ? `${value}.permute(0, 3, 1, 2)` : value);

const numbers = (value: unknown): readonly number[] => (Array.isArray(value) ? value.map(Number) : []);
const pairOf = (values: readonly number[]): string => (values[0] === values[1] ? String(values[0]) : pythonTuple(values));
const weight = ({ weights }: PortableLayer, index: number): StoredArray => weights[index] ?? { shape: [0], values: new Float32Array() };

/** `name = f(self.name(x))`, with the value before f by its own name where a loss wants it. */
function activated({ name, layer }: SourceStep, value: string, at: At): readonly string[] {
  const { activation } = layer.config;
  const apply = (typeof activation === 'string' ? torchActivations[activation] : undefined) ?? ((x: string) => x);
  const rank = layer.outputShapes[0]?.length ?? 1;
  if (!at.keepLogits) return [`${name} = ${apply(value, rank)}`];
  return [`${name}_logits = ${value}`, `${name} = ${apply(`${name}_logits`, rank)}`];
}

/** Cells that SAME adds before and behind an axis, the odd one behind. */
function samePadding(extent: number, kernel: number, stride: number, dilation: number): readonly [number, number] {
  const total = Math.max((Math.ceil(extent / stride) - 1) * stride + (kernel - 1) * dilation + 1 - extent, 0);
  return [Math.floor(total / 2), total - Math.floor(total / 2)];
}

/** `F.pad`'s list for both axes (columns first), or null where nothing is added. */
function windowPadding({ config }: PortableLayer, shape: readonly number[], window: readonly number[]): string | null {
  if (config.padding !== 'same') return null;
  const strides = numbers(config.strides),
    dilation = numbers(config.dilation_rate ?? [1, 1]);
  const [rows, columns] = [0, 1].map((axis) => samePadding(shape[axis] ?? 1, window[axis] ?? 1, strides[axis] ?? 1, dilation[axis] ?? 1));
  if (!rows || !columns || rows[1] + columns[1] === 0) return null;
  return pythonTuple([...columns, ...rows]);
}

const dense: Write = (step, at) => {
  const { name, layer } = step;
  const [inputs, outputs] = weight(layer, 0).shape;
  const biased = layer.weights.length > 1;
  const image = at.shape().length === 3;
  const value = image ? `self.${name}(${at.input()}.permute(0, 2, 3, 1)).permute(0, 3, 1, 2)` : `self.${name}(${at.input()})`;
  return {
    module: `nn.Linear(${inputs}, ${outputs}${biased ? '' : ', bias=False'})`,
    forward: activated(step, value, at),
    weights: { weight: permuted(weight(layer, 0), [1, 0]), ...(biased ? { bias: weight(layer, 1) } : {}) },
  };
};

const conv2d: Write = (step, at) => {
  const { name, layer } = step;
  const kernel = numbers(layer.config.kernel_size),
    strides = numbers(layer.config.strides),
    dilation = numbers(layer.config.dilation_rate);
  const [, , inputs, outputs] = weight(layer, 0).shape;
  const biased = layer.weights.length > 1;
  const padding = windowPadding(layer, at.shape(), kernel);
  const strided = strides.some((stride) => stride !== 1);
  const options = [
    ...(strided ? [`stride=${pairOf(strides)}`] : []),
    ...(padding && !strided ? ['padding="same"'] : []),
    ...(dilation.some((rate) => rate !== 1) ? [`dilation=${pairOf(dilation)}`] : []),
    ...(biased ? [] : ['bias=False']),
  ];
  // A strided SAME convolution pads unevenly, which nn.Conv2d cannot say.
  const x = padding && strided ? `F.pad(${at.input()}, ${padding})` : at.input();
  return {
    module: `nn.Conv2d(${[inputs, outputs, pairOf(kernel), ...options].join(', ')})`,
    forward: activated(step, `self.${name}(${x})`, at),
    weights: { weight: permuted(weight(layer, 0), [3, 2, 0, 1]), ...(biased ? { bias: weight(layer, 1) } : {}) },
  };
};

/** TensorFlow cuts (kernel − stride) cells off a SAME result, the odd one at the end; nn.ConvTranspose2d can only cut evenly. */
const conv2dTranspose: Write = (step, at) => {
  const { name, layer } = step;
  const kernel = numbers(layer.config.kernel_size),
    strides = numbers(layer.config.strides);
  const [, , outputs, inputs] = weight(layer, 0).shape;
  const biased = layer.weights.length > 1;
  const [height = 1, width = 1] = layer.outputShapes[0] ?? [];
  const over = [0, 1].map((axis) => (layer.config.padding === 'same' ? Math.max((kernel[axis] ?? 1) - (strides[axis] ?? 1), 0) : 0));
  const even = over.every((cells) => cells % 2 === 0);
  const padding = even ? over.map((cells) => cells / 2) : [0, 0];
  const missing = [0, 1].map((axis) => Math.max((strides[axis] ?? 1) - (kernel[axis] ?? 1), 0));
  const options = [
    ...(strides.some((stride) => stride !== 1) ? [`stride=${pairOf(strides)}`] : []),
    ...(padding.some((cells) => cells !== 0) ? [`padding=${pairOf(padding)}`] : []),
    ...(missing.some((cells) => cells !== 0) ? [`output_padding=${pairOf(missing)}`] : []),
    ...(biased ? [] : ['bias=False']),
  ];
  const [top = 0, left = 0] = over.map((cells) => Math.floor(cells / 2));
  const slice = (from: number, size: number): string => (from === 0 ? `:${size}` : `${from}:${from + size}`);
  const cut = even ? '' : `[:, :, ${slice(top, height)}, ${slice(left, width)}]`;
  return {
    module: `nn.ConvTranspose2d(${[inputs, outputs, pairOf(kernel), ...options].join(', ')})`,
    forward: activated(step, `self.${name}(${at.input()})${cut}`, at),
    weights: { weight: permuted(weight(layer, 0), [3, 2, 0, 1]), ...(biased ? { bias: weight(layer, 1) } : {}) },
  };
};

const pool =
  (kind: 'max' | 'avg'): Write =>
  ({ name, layer }, at) => {
    const size = numbers(layer.config.pool_size),
      strides = numbers(layer.config.strides);
    const padding = windowPadding(layer, at.shape(), size);
    const options = size.every((extent, axis) => extent === strides[axis]) ? pairOf(size) : `${pairOf(size)}, stride=${pairOf(strides)}`;
    const over = (x: string): string => `F.${kind}_pool2d(${x}, ${options})`;
    if (!padding) return { forward: [`${name} = ${over(at.input())}`] };
    if (kind === 'max') return { forward: [`${name} = ${over(`F.pad(${at.input()}, ${padding}, value=-torch.inf)`)}`] };
    return {
      forward: [
        '# Cells that were added do not count in a mean.',
        `${name}_share = ${over(`F.pad(torch.ones_like(${at.input()}), ${padding})`)}`,
        `${name} = ${over(`F.pad(${at.input()}, ${padding})`)} / ${name}_share`,
      ],
    };
  };

/** γ and β; one that the layer does not have stays at what changes nothing. */
function affine(layer: PortableLayer, size: number): { readonly weights: Record<string, StoredArray>; readonly missing: readonly string[] } {
  const found = (name: string): StoredArray | undefined => layer.weights.find((entry) => entry.name === name);
  const [gamma, beta] = [found('gamma'), found('beta')];
  if (!gamma && !beta) return { weights: {}, missing: [] };
  return {
    weights: {
      weight: gamma ?? { shape: [size], values: new Float32Array(size).fill(1) },
      bias: beta ?? { shape: [size], values: new Float32Array(size) },
    },
    missing: [...(gamma ? [] : ['weight']), ...(beta ? [] : ['bias'])],
  };
}

const batchNorm: Write = ({ name, layer }, at) => {
  const shape = at.shape();
  const size = shape.at(-1) ?? 1;
  const { weights, missing } = affine(layer, size);
  const found = (wanted: string): StoredArray => layer.weights.find((entry) => entry.name === wanted) ?? { shape: [size], values: new Float32Array(size) };
  const plain = Object.keys(weights).length === 0 ? ', affine=False' : '';
  const options = `${size}, eps=${pythonNumber(Number(layer.config.epsilon))}, momentum=${pythonNumber(Number((1 - Number(layer.config.momentum)).toPrecision(12)))}${plain}`;
  const two = shape.length === 2;
  const flat = shape.length > 3;
  const x = at.input();
  const value = two
    ? `self.${name}(${x}.transpose(1, 2)).transpose(1, 2)`
    : flat
      ? `self.${name}(${x}.flatten(0, -2)).reshape(${x}.shape)`
      : `self.${name}(${x})`;
  return {
    module: `nn.BatchNorm${shape.length === 3 ? 2 : 1}d(${options})`,
    setup: missing.map((entry) => `self.${name}.${entry}.requires_grad_(False)`),
    forward: [`${name} = ${value}`],
    weights: {
      ...weights,
      running_mean: found('movingMean'),
      running_var: found('movingVariance'),
      num_batches_tracked: { shape: [], values: Float32Array.of(0) },
    },
  };
};

const layerNorm: Write = ({ name, layer }, at) => {
  const shape = at.shape();
  const size = shape.at(-1) ?? 1;
  const { weights, missing } = affine(layer, size);
  const plain = Object.keys(weights).length === 0 ? ', elementwise_affine=False' : '';
  return {
    module: `nn.LayerNorm(${size}, eps=${pythonNumber(Number(layer.config.epsilon))}${plain})`,
    setup: missing.map((entry) => `self.${name}.${entry}.requires_grad_(False)`),
    forward: [`${name} = ${channelsFirst(`self.${name}(${channelsLast(at.input(), shape)})`, shape)}`],
    weights,
  };
};

/** Tensors of fewer axes get axes of 1 behind the batch, as Keras's merge layers do. */
const merge =
  (operator: string): Write =>
  ({ name, layer }, at) => {
    const rank = layer.outputShapes[0]?.length ?? 1;
    const parts = layer.inputs.map((_, index) => {
      const shape = at.shape(index);
      if (shape.length === rank) return at.input(index);
      const wide = [...Array.from({ length: rank - shape.length }, () => 1), ...shape];
      const ordered = rank === 3 ? [wide[2], wide[0], wide[1]] : wide;
      return `${at.input(index)}.reshape(-1, ${ordered.join(', ')})`;
    });
    const value = parts.join(` ${operator} `);
    return { forward: [`${name} = ${value.length > 80 ? `(${value})` : value}`] };
  };

/** Keras's axis (the batch is 0) as ours, channels first. */
function axisOf(axis: unknown, rank: number): number {
  const found = Number(axis) < 0 ? rank + 1 + Number(axis) : Number(axis);
  return rank === 3 ? ([0, 2, 3, 1][found] ?? found) : found;
}

const drawn = (layer: PortableLayer, x: string): string => `${pythonNumber(Number(layer.config.stddev))} * torch.randn_like(${x})`;

/** Every class that program text can hold. */
export const torchWriters: Readonly<Record<string, Write>> = {
  Dense: dense,
  Conv2D: conv2d,
  Conv2DTranspose: conv2dTranspose,
  MaxPooling2D: pool('max'),
  AveragePooling2D: pool('avg'),
  BatchNormalization: batchNorm,
  LayerNormalization: layerNorm,
  Add: merge('+'),
  Multiply: merge('*'),
  LSTM: (step, at) => torchRecurrent(step, at.input()),
  GRU: (step, at) => torchRecurrent(step, at.input()),
  SimpleRNN: (step, at) => torchRecurrent(step, at.input()),
  Activation: (step, at) => ({ forward: activated(step, at.input(), at) }),
  ReLU: ({ name, layer: { config } }, at) => {
    const x = at.input();
    const top = typeof config.max_value === 'number' ? `${x}.clamp(0, ${pythonNumber(config.max_value)})` : `F.relu(${x})`;
    return { forward: [`${name} = ${top}`] };
  },
  Concatenate: ({ name, layer }, at) => ({
    forward: [`${name} = torch.cat([${layer.inputs.map((_, index) => at.input(index)).join(', ')}], dim=${axisOf(layer.config.axis, at.shape().length)})`],
  }),
  GlobalAveragePooling2D: ({ name }, at) => ({ forward: [`${name} = ${at.input()}.mean((2, 3))`] }),
  CategoryEncoding: ({ name, layer }, at) => ({ forward: [`${name} = F.one_hot(${at.input()}.long().flatten(), ${Number(layer.config.num_tokens)}).float()`] }),
  Dropout: ({ name, layer }, at) => ({ module: `nn.Dropout(${pythonNumber(Number(layer.config.rate))})`, forward: [`${name} = self.${name}(${at.input()})`] }),
  GaussianNoise: ({ name, layer }, at) => {
    const x = at.input();
    if (layer.alwaysTraining) return { forward: [`${name} = ${x} + ${drawn(layer, x)}`] };
    return { forward: [`${name} = ${x} + ${drawn(layer, x)} if self.training else ${x}`] };
  },
  Embedding: ({ name, layer }, at) => ({
    module: `nn.Embedding(${Number(layer.config.input_dim)}, ${Number(layer.config.output_dim)})`,
    forward: [`${name} = self.${name}(${at.input()}.long())`],
    weights: { weight: weight(layer, 0) },
  }),
  Flatten: ({ name }, at) => ({ forward: [`${name} = ${channelsLast(at.input(), at.shape())}.flatten(1)`] }),
  Reshape: ({ name, layer }, at) => {
    const shape = layer.outputShapes[0] ?? [];
    return { forward: [`${name} = ${channelsFirst(`${channelsLast(at.input(), at.shape())}.reshape(-1, ${shape.join(', ')})`, shape)}`] };
  },
  Permute: ({ name, layer }, at) => {
    const shape = at.shape();
    const order = numbers(layer.config.dims);
    return { forward: [`${name} = ${channelsFirst(`${channelsLast(at.input(), shape)}.permute(0, ${order.join(', ')})`, shape)}`] };
  },
  Cropping1D: ({ name, layer }, at) => {
    const [before = 0, behind = 0] = numbers(layer.config.cropping);
    return { forward: [`${name} = ${at.input()}[:, ${before}:${(at.shape()[0] ?? 0) - behind}]`] };
  },
  RepeatVector: ({ name, layer }, at) => ({ forward: [`${name} = ${at.input()}.unsqueeze(1).expand(-1, ${Number(layer.config.n)}, -1)`] }),
  Rescaling: ({ name, layer: { config } }, at) => {
    const scale = Number(config.scale),
      offset = Number(config.offset);
    const scaled = scale === 1 ? at.input() : scale === -1 ? `-${at.input()}` : `${at.input()} * ${pythonNumber(scale)}`;
    return { forward: [`${name} = ${scaled}${offset === 0 ? '' : ` + ${pythonNumber(offset)}`}`] };
  },
  UpSampling2D: ({ name, layer }, at) => {
    const size = numbers(layer.config.size);
    const mode = layer.config.interpolation === 'bilinear' ? 'mode="bilinear", align_corners=False' : 'mode="nearest"';
    return { forward: [`${name} = F.interpolate(${at.input()}, scale_factor=${pairOf(size)}, ${mode})`] };
  },
  'ops.log': ({ name }, at) => ({ forward: [`${name} = torch.log(${at.input()})`] }),
  'ops.sqrt': ({ name }, at) => ({ forward: [`${name} = torch.sqrt(${at.input()})`] }),
  Absolute: ({ name }, at) => ({ forward: [`${name} = torch.abs(${at.input()})`] }),
  Clip: ({ name, layer: { config } }, at) => ({
    forward: [`${name} = ${at.input()}.clamp(${pythonNumber(Number(config.min))}, ${pythonNumber(Number(config.max))})`],
  }),
  Half: ({ name, layer }, at) => ({ forward: [`${name} = ${at.input()}.chunk(2, dim=${at.shape().length === 3 ? 1 : -1})[${Number(layer.config.which)}]`] }),
  DrawnOrMean: ({ name }, at) => ({ forward: [`${name} = ${at.input()} if self.training else ${at.input(1)}`] }),
  Sample: ({ name, layer }, at) => {
    const { graph } = at;
    const given = graph.draws.find((draw) => draw.layer === layer.name);
    const spread = layer.config.spread === 'logStd' ? 'log_std' : 'log_variance';
    const extra = layer.inputs.length > 2 ? `, ${at.input(2)}` : given ? `, ${given.name}` : '';
    const draws = `sample_from_${spread}(${at.input()}, ${at.input(1)}${extra})`;
    const meanInUse = graph.model.sample === 'mean' && graph.training !== null;
    return { forward: [`${name} = ${meanInUse ? `${draws} if self.training else ${at.input()}` : draws}`], needs: `sample_from_${spread}` };
  },
  Noise: ({ name, layer }, at) => {
    const { graph } = at;
    const given = graph.draws.find((draw) => draw.layer === layer.name);
    const shape = layer.outputShapes[0] ?? [];
    const batch = graph.inputs[0]?.name ?? 'x';
    const deviation = Number(layer.config.stdDev);
    const normal = layer.config.distribution === 'normal';
    const size = `len(${batch}), ${shape.join(', ')}, device=${batch}.device`;
    const draw = `torch.${normal ? 'randn' : 'rand'}(${size})`;
    const standard = given ? `${given.name}_drawn` : `${name}_drawn`;
    const half = Math.sqrt(3) * deviation;
    const scaled = normal ? `${standard} * ${pythonNumber(deviation)}` : `(2 * ${standard} - 1) * ${pythonNumber(half)}`;
    return {
      forward: [`${standard} = ${given ? `${draw} if ${given.name} is None else ${given.name}` : draw}`, `${name} = ${channelsFirst(`(${scaled})`, shape)}`],
    };
  },
};

/** What a step becomes; null for a class that no writer knows. */
export function torchStep(graph: SourceGraph, step: SourceStep, keepLogits: boolean): TorchStep | null {
  const { className, inputs, config } = step.layer;
  // An activation that is not known must not be left out silently.
  for (const activation of [config.activation, config.recurrent_activation])
    if (activation !== undefined && !(typeof activation === 'string' && Object.hasOwn(torchActivations, activation))) return null;
  const write = Object.hasOwn(torchWriters, className) ? torchWriters[className] : undefined;
  const ref = (index: number): KerasRef => inputs[index] ?? ['', 0];
  return write ? write(step, { graph, keepLogits, input: (index = 0) => graph.nameOf(ref(index)), shape: (index = 0) => graph.shapeOf(ref(index)) }) : null;
}
