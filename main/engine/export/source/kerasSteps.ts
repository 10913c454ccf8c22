import type { KerasRef } from '../../kinds/kerasEmission.ts';
import { pythonNumber, pythonString, pythonTuple } from './pythonText.ts';
import type { SourceGraph, SourceStep } from './sourceGraph.ts';

/** A layer as the functional API says it. */
export interface KerasStep {
  /** `name = …`: what is called, with its arguments, and on what. */
  readonly make: string;
  readonly args: readonly string[];
  /** Behind the closing bracket, e.g. `(image)`. */
  readonly on: string;
  /** A layer of our own that must be written out. */
  readonly needs?: string;
}

/** Arguments of each class in the order in which a reader expects them, each with Keras's default (undefined: always written). */
const shown: Readonly<Record<string, readonly (readonly [argument: string, byDefault: unknown])[]>> = {
  Dense: [['units', undefined], ...activatedWith('linear'), ...weighted()],
  Conv2D: [
    ['filters', undefined],
    ['kernel_size', undefined],
    ['strides', [1, 1]],
    ['padding', 'valid'],
    ['dilation_rate', [1, 1]],
    ...activatedWith('linear'),
    ...weighted(),
  ],
  Conv2DTranspose: [['filters', undefined], ['kernel_size', undefined], ['strides', [1, 1]], ['padding', 'valid'], ...activatedWith('linear'), ...weighted()],
  MaxPooling2D: pooling(),
  AveragePooling2D: pooling(),
  GlobalAveragePooling2D: [],
  BatchNormalization: [
    ['momentum', 0.99],
    ['epsilon', 0.001],
    ['center', true],
    ['scale', true],
    ['trainable', true],
  ],
  LayerNormalization: [
    ['epsilon', 0.001],
    ['center', true],
    ['scale', true],
    ['trainable', true],
  ],
  Embedding: [
    ['input_dim', undefined],
    ['output_dim', undefined],
    ['trainable', true],
  ],
  Activation: [['activation', undefined]],
  ReLU: [
    ['max_value', null],
    ['negative_slope', 0],
    ['threshold', 0],
  ],
  Rescaling: [
    ['scale', undefined],
    ['offset', 0],
  ],
  Dropout: [['rate', undefined]],
  GaussianNoise: [['stddev', undefined]],
  Flatten: [],
  Reshape: [['target_shape', undefined]],
  Permute: [['dims', undefined]],
  Cropping1D: [['cropping', undefined]],
  RepeatVector: [['n', undefined]],
  UpSampling2D: [
    ['size', [2, 2]],
    ['interpolation', 'nearest'],
  ],
  CategoryEncoding: [
    ['num_tokens', undefined],
    ['output_mode', undefined],
  ],
  Add: [],
  Multiply: [],
  Concatenate: [['axis', -1]],
  LSTM: [['units', undefined], ...activatedWith('tanh'), ['recurrent_activation', 'sigmoid'], ['unit_forget_bias', true], ...recurrent()],
  GRU: [['units', undefined], ...activatedWith('tanh'), ['recurrent_activation', 'sigmoid'], ['reset_after', true], ...recurrent()],
  SimpleRNN: [['units', undefined], ...activatedWith('tanh'), ...recurrent()],
};

function activatedWith(name: string): readonly (readonly [string, unknown])[] {
  return [['activation', name]];
}

function weighted(): readonly (readonly [string, unknown])[] {
  return [
    ['use_bias', true],
    ['kernel_initializer', 'GlorotUniform'],
    ['kernel_regularizer', null],
    ['activity_regularizer', null],
    ['trainable', true],
  ];
}

function pooling(): readonly (readonly [string, unknown])[] {
  return [
    ['pool_size', undefined],
    ['strides', undefined],
    ['padding', 'valid'],
  ];
}

function recurrent(): readonly (readonly [string, unknown])[] {
  return [['recurrent_initializer', 'Orthogonal'], ...weighted(), ['return_sequences', false], ['go_backwards', false]];
}

/** Arguments that Keras takes by place. */
const byPlace = new Set([
  'units',
  'filters',
  'kernel_size',
  'pool_size',
  'rate',
  'stddev',
  'target_shape',
  'dims',
  'n',
  'cropping',
  'size',
  'input_dim',
  'output_dim',
  'scale',
]);

/** Arguments that are lists whatever they hold. */
const lists = new Set(['target_shape', 'dims', 'cropping']);

/** What a step becomes; null for a class that no writer knows. */
export function kerasStep(graph: SourceGraph, { name, layer }: SourceStep): KerasStep | null {
  const { className, config, inputs } = layer;
  const at = (index = 0): string => graph.nameOf(inputs[index] ?? (['', 0] as KerasRef));
  const called = `name=${pythonString(name)}`;
  const own = special(graph, { name, layer }, at);
  if (own) return own;
  if (!Object.hasOwn(shown, className)) return null;
  const args: string[] = [];
  let placed = true;
  for (const [argument, byDefault] of shown[className] ?? []) {
    if (className === 'MaxPooling2D' || className === 'AveragePooling2D') if (argument === 'strides' && same(config.strides, config.pool_size)) continue;
    const value = config[argument];
    const usual = byDefault !== undefined && same(plain(value), byDefault);
    if (value === undefined || usual) {
      placed = false;
      continue;
    }
    placed &&= byPlace.has(argument) || (className === 'Activation' && argument === 'activation') || (className === 'LSTM' && argument === 'units');
    const text = lists.has(argument) && Array.isArray(value) ? pythonTuple(value.map(Number)) : written(value);
    args.push(placed ? text : `${argument}=${text}`);
  }
  const many = inputs.length > 1 ? `([${inputs.map((_, index) => at(index)).join(', ')}])` : `(${at()}${layer.alwaysTraining ? ', training=True' : ''})`;
  return { make: `layers.${className}`, args: [...args, called], on: many };
}

function special(graph: SourceGraph, { name, layer }: SourceStep, at: (index?: number) => string): KerasStep | null {
  const { config, className } = layer;
  const called = `name=${pythonString(name)}`;
  switch (className) {
    case 'ops.log':
      return { make: 'ops.log', args: [at()], on: '' };
    case 'ops.sqrt':
      return { make: 'ops.sqrt', args: [at()], on: '' };
    case 'Absolute':
      return { make: 'ops.absolute', args: [at()], on: '' };
    case 'Clip':
      return { make: 'ops.clip', args: [at(), pythonNumber(Number(config.min)), pythonNumber(Number(config.max))], on: '' };
    case 'Half': {
      const half = layer.outputShapes[0]?.at(-1) ?? 1;
      return { make: `${at()}[..., ${config.which === 0 ? `:${half}` : `${half}:`}]`, args: [], on: '' };
    }
    case 'DrawnOrMean':
      return { make: 'DrawnOrMean', args: [called], on: `(${at()}, ${at(1)})`, needs: 'DrawnOrMean' };
    case 'Sample': {
      const given = graph.draws.find((draw) => draw.layer === layer.name);
      const epsilon = layer.inputs.length > 2 ? `, epsilon=${at(2)}` : given ? `, epsilon=${given.name}` : '';
      const logStd = config.spread === 'logStd' ? ['log_std=True'] : [];
      const always = graph.model.sample === 'mean' && graph.training ? [] : ['always=True'];
      return { make: 'Sample', args: [...always, ...logStd, called], on: `(${at()}, ${at(1)}${epsilon})`, needs: 'Sample' };
    }
    case 'Noise': {
      const given = graph.draws.find((draw) => draw.layer === layer.name);
      const deviation = pythonNumber(Number(config.stdDev));
      const beside = given ? given.name : (graph.inputs.find(({ role }) => role !== 'labels')?.name ?? 'x');
      const args = [pythonTuple(layer.outputShapes[0] ?? []), deviation, ...(config.distribution === 'uniform' ? ['uniform=True'] : []), called];
      return { make: 'Noise', args, on: given ? `(epsilon=${beside})` : `(${beside})`, needs: 'Noise' };
    }
    default:
      return null;
  }
}

/** A configuration's value without what only serialisation needs: an initialiser by its class. */
function plain(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'class_name' in value && 'module' in value && !isPenalty(value) && isEmpty(value)
    ? value.class_name
    : value;
}

const isPenalty = (value: object): boolean => 'class_name' in value && value.class_name === 'L1L2';
const isEmpty = (value: object): boolean => 'config' in value && Object.keys(value.config as object).length === 0;

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** A configuration's value as Python. */
function written(value: unknown): string {
  if (typeof value === 'number') return pythonNumber(value);
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (Array.isArray(value)) return value.length === 2 && value[0] === value[1] ? pythonNumber(Number(value[0])) : pythonTuple(value.map(Number));
  if (typeof value === 'string') return pythonString(value);
  if (typeof value === 'object' && value !== null && 'class_name' in value && 'config' in value) {
    const config = value.config as Record<string, unknown>;
    const args = Object.entries(config).filter(([, entry]) => entry !== 0);
    if (isPenalty(value)) return `regularizers.L1L2(${args.map(([key, entry]) => `${key}=${written(entry)}`).join(', ')})`;
    return `initializers.${String(value.class_name)}(${args.map(([key, entry]) => `${key}=${written(entry)}`).join(', ')})`;
  }
  return 'None';
}

/** Layers that Keras lacks, by the name under which they are needed. */
export const ownKerasLayers: Readonly<Record<string, string>> = {
  Sample: `class Sample(layers.Layer):
    """z = mean + sigma * epsilon (Kingma & Welling 2013): so drawn, gradients reach both heads.

    Gives the mean outside training unless \`always\`; epsilon is drawn where none is given.
    """

    def __init__(self, always=False, log_std=False, **kwargs):
        super().__init__(**kwargs)
        self.always, self.log_std = always, log_std

    def call(self, mean, spread, epsilon=None, training=False):
        if not training and not self.always:
            return mean
        if epsilon is None:
            epsilon = tf.random.normal(tf.shape(mean))
        return mean + ops.exp(spread if self.log_std else 0.5 * spread) * epsilon`,
  DrawnOrMean: `class DrawnOrMean(layers.Layer):
    """What was drawn in training, the mean in use."""

    def call(self, drawn, mean, training=False):
        return drawn if training else mean`,
  Noise: `class Noise(layers.Layer):
    """Its own draws, one of \`shape\` for each example; or given standard draws, scaled."""

    def __init__(self, shape, deviation, uniform=False, **kwargs):
        super().__init__(**kwargs)
        self.shape_drawn, self.deviation, self.uniform = shape, deviation, uniform

    def call(self, beside=None, epsilon=None):
        if epsilon is None:
            draw = tf.random.uniform if self.uniform else tf.random.normal
            epsilon = draw([tf.shape(beside)[0], *self.shape_drawn])
        scaled = (2 * epsilon - 1) * 3**0.5 if self.uniform else epsilon
        return self.deviation * scaled`,
};
