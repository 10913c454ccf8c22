import { describe, expect, it } from 'vitest';
import { askNode } from '../fixtures/askNode.ts';
import kerasDefaults from '../fixtures/keras/defaults.json' with { type: 'json' };
import { definitionOf, nodeKinds } from './catalogue.ts';
import type { NodeKind } from './catalogue.ts';
import type { AnyParams, Initialiser, ShapeRequest, WeightSpec } from './defineNode.ts';
import type { ParamValue } from './params.ts';
import { floats } from './tensorSpec.ts';

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
const layers: Readonly<Record<string, { readonly config: Readonly<Record<string, unknown>> }>> = kerasDefaults.layers;

/** Where a parameter of ours stands in Keras: a config key with the translation of our default, or why there is nothing to compare. */
type Place = { readonly key: string; readonly as?: (value: ParamValue) => Json } | 'required in Keras' | 'no such layer in Keras';

interface Counterpart {
  readonly layer: string;
  readonly params: Readonly<Record<string, Place>>;
  /** Our weight → the config key of its initialiser. */
  readonly weights?: Readonly<Record<string, string>>;
  readonly inputs?: ShapeRequest<AnyParams>['inputs'];
}

const capitalised = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);
const snake = (value: ParamValue): string => String(value).replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** A zero penalty is Keras's `None`. */
const penalty = (key: string): Place => ({ key, as: (value) => (value === 0 ? null : String(value)) });
const initialiser = (key: string): Place => ({ key, as: (value) => capitalised(String(value)) });
const activation: Place = { key: 'activation', as: snake };
const required = 'required in Keras';

const weighted = {
  useBias: { key: 'use_bias' },
  kernelInitialiser: initialiser('kernel_initializer'),
  kernelL1: penalty('kernel_regularizer'),
  kernelL2: penalty('kernel_regularizer'),
  activityL1: penalty('activity_regularizer'),
  activityL2: penalty('activity_regularizer'),
} as const;
const weightedStarts = { kernel: 'kernel_initializer', bias: 'bias_initializer' };
const image = { in: [floats([8, 8, 3])] },
  sequence = { in: [floats([5, 3])] };

const recurrent = {
  units: required,
  activation,
  returnSequences: { key: 'return_sequences' },
  goBackwards: { key: 'go_backwards' },
  recurrentInitialiser: initialiser('recurrent_initializer'),
  ...weighted,
} as const;
const recurrentStarts = { ...weightedStarts, recurrentKernel: 'recurrent_initializer' };
const gates: Place = { key: 'recurrent_activation', as: snake };
const affine = { epsilon: { key: 'epsilon' }, centre: { key: 'center' }, scale: { key: 'scale' } };
const affineStarts = { gamma: 'gamma_initializer', beta: 'beta_initializer' };
// Keras writes strides=None into its configuration as the pool size; we write 0, 0.
const pooling = {
  poolSize: { key: 'pool_size' },
  strides: { key: 'strides', as: (value: ParamValue): Json => (JSON.stringify(value) === '[0,0]' ? [2, 2] : String(value)) },
  padding: { key: 'padding' },
};

/** Each kind beside the Keras layer whose defaults it takes; null where Keras has no such layer. */
const counterparts: Readonly<Record<NodeKind, Counterpart | null>> = {
  input: null,
  labels: null,
  noise: null,
  math: null,
  clip: null,
  split: null,
  sample: null,
  loss: null,
  classificationLoss: null,
  output: null,
  dense: { layer: 'Dense', params: { units: required, activation, ...weighted }, weights: weightedStarts },
  embedding: {
    layer: 'Embedding',
    params: { vocabulary: required, units: required },
    weights: { embeddings: 'embeddings_initializer' },
    inputs: { in: [{ shape: [], dtype: 'int32', range: [0, 9] }] },
  },
  activation: { layer: 'Activation', params: { activation: required } },
  dropout: { layer: 'Dropout', params: { rate: required } },
  gaussianNoise: { layer: 'GaussianNoise', params: { stdDev: required } },
  batchNorm: {
    layer: 'BatchNormalization',
    params: { momentum: { key: 'momentum' }, ...affine },
    weights: { ...affineStarts, movingMean: 'moving_mean_initializer', movingVariance: 'moving_variance_initializer' },
  },
  layerNorm: { layer: 'LayerNormalization', params: affine, weights: affineStarts },
  flatten: { layer: 'Flatten', params: {} },
  reshape: { layer: 'Reshape', params: { shape: required }, inputs: { in: [floats([784])] } },
  repeatVector: { layer: 'RepeatVector', params: { times: required }, inputs: { in: [floats([3])] } },
  conv2d: {
    layer: 'Conv2D',
    weights: weightedStarts,
    params: {
      filters: required,
      kernelSize: required,
      strides: { key: 'strides' },
      padding: { key: 'padding' },
      dilation: { key: 'dilation_rate' },
      activation,
      ...weighted,
    },
  },
  conv2dTranspose: {
    layer: 'Conv2DTranspose',
    weights: weightedStarts,
    params: { filters: required, kernelSize: required, strides: { key: 'strides' }, padding: { key: 'padding' }, activation, ...weighted },
  },
  maxPool2d: { layer: 'MaxPooling2D', params: pooling },
  averagePool2d: { layer: 'AveragePooling2D', params: pooling },
  globalAveragePool2d: { layer: 'GlobalAveragePooling2D', params: {} },
  upSampling2d: { layer: 'UpSampling2D', params: { size: { key: 'size' }, interpolation: { key: 'interpolation' } } },
  simpleRnn: { layer: 'SimpleRNN', params: recurrent, weights: recurrentStarts, inputs: sequence },
  // Keras keeps unit_forget_bias apart from its bias initialiser; our bias spec holds both.
  lstm: {
    layer: 'LSTM',
    params: { ...recurrent, recurrentActivation: gates, unitForgetBias: { key: 'unit_forget_bias' } },
    weights: recurrentStarts,
    inputs: sequence,
  },
  gru: { layer: 'GRU', params: { ...recurrent, recurrentActivation: gates, resetAfter: { key: 'reset_after' } }, weights: recurrentStarts, inputs: sequence },
  add: { layer: 'Add', params: {} },
  multiply: { layer: 'Multiply', params: {} },
  concatenate: { layer: 'Concatenate', params: { axis: { key: 'axis' } } },
};

/**
 * What Keras can be told and our kinds cannot: the value that our kinds are built on, everywhere the same.
 * A key that is neither here nor mapped makes the test fail, so that a new Keras option is noticed.
 */
const fixed: Readonly<Record<string, Json>> = {
  trainable: true,
  data_format: 'channels_last',
  groups: 1,
  output_padding: null,
  dilation_rate: [1, 1],
  keepdims: false,
  seed: null,
  noise_shape: null,
  kernel_constraint: null,
  bias_constraint: null,
  recurrent_constraint: null,
  embeddings_constraint: null,
  beta_constraint: null,
  gamma_constraint: null,
  bias_regularizer: null,
  recurrent_regularizer: null,
  embeddings_regularizer: null,
  beta_regularizer: null,
  gamma_regularizer: null,
  activity_regularizer: null,
  return_state: false,
  stateful: false,
  unroll: false,
  zero_output_for_mask: false,
  dropout: 0,
  recurrent_dropout: 0,
  mask_zero: false,
  quantization_config: null,
  synchronized: false,
  renorm: false,
  renorm_clipping: null,
  rms_scaling: false,
};
/** Normalisation works on the last axis; renorm_momentum says nothing while renorm is off. */
const fixedOf: Readonly<Record<string, Readonly<Record<string, Json>>>> = {
  BatchNormalization: { axis: -1, renorm_momentum: 0.99 },
  LayerNormalization: { axis: -1 },
};

/** A Keras object in a configuration (an initialiser) by its class name; all else as it is. */
function plain(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'class_name' in value ? value.class_name : value;
}

/** The Keras class of one of our initialisers. */
function kerasInitialiser(start: Initialiser): string {
  return start.name === 'lstmBias' ? 'Zeros' : capitalised(start.name);
}

const compared = nodeKinds.flatMap((kind) => {
  const counterpart = counterparts[kind];
  return counterpart ? [{ kind, counterpart, config: layers[counterpart.layer]?.config ?? {} }] : [];
});

describe.each(compared)('$kind as keras.layers.$counterpart.layer', ({ kind, counterpart, config }) => {
  const definition = definitionOf(kind);

  it('has a counterpart, or a reason, for each parameter', () => {
    expect(Object.keys(counterpart.params).sort()).toEqual(Object.keys(definition.params).sort());
  });

  it("takes Keras's defaults", () => {
    for (const [name, place] of Object.entries(counterpart.params)) {
      if (typeof place === 'string') continue;
      const ours = definition.params[name]?.default;
      expect(ours).toBeDefined();
      if (ours === undefined) continue;
      // An absent regulariser (Dense has no key for it unless set) is None.
      expect({ [name]: place.as ? place.as(ours) : ours }).toEqual({ [name]: plain(config[place.key] ?? null) });
    }
  });

  it('starts its weights as Keras does', () => {
    const { codes, weights } = askNode(kind, counterpart.inputs ?? image);
    expect(codes).toEqual([]);
    expect(Object.fromEntries(weights.map(({ name, initialiser: start }: WeightSpec) => [name, kerasInitialiser(start)]))).toEqual(
      Object.fromEntries(Object.entries(counterpart.weights ?? {}).map(([name, key]) => [name, plain(config[key])])),
    );
  });

  it('knows every other option of the layer by its value', () => {
    const mapped = new Set([
      ...Object.values(counterpart.params).flatMap((place) => (typeof place === 'string' ? [] : [place.key])),
      ...Object.values(counterpart.weights ?? {}),
    ]);
    const needed = new Set(Object.keys(kerasDefaults.layers[counterpart.layer as keyof typeof kerasDefaults.layers].required));
    for (const [key, value] of Object.entries(config)) {
      if (mapped.has(key) || needed.has(key) || key === 'dtype') continue;
      expect({ [key]: plain(value) }).toEqual({ [key]: fixedOf[counterpart.layer]?.[key] ?? fixed[key] });
    }
  });
});

it("states the limits of the embedding's start", () => {
  const [embeddings] = askNode('embedding', { in: [{ shape: [], dtype: 'int32', range: [0, 9] }] }).weights;
  const { minval, maxval } = kerasDefaults.initializers.RandomUniform;
  expect(embeddings?.initialiser).toEqual({ name: 'randomUniform', limit: maxval });
  expect(minval).toBe(-maxval);
});

it('opens the forget gate as unit_forget_bias says', () => {
  expect(askNode('lstm', sequence).weights.find(({ name }) => name === 'bias')?.initialiser.name).toBe(
    kerasDefaults.layers.LSTM.config.unit_forget_bias ? 'lstmBias' : 'zeros',
  );
});

it("takes activation functions with Keras's constants", () => {
  const { leaky_relu, elu, gelu, relu, softmax } = kerasDefaults.activations;
  expect(askNode('activation', { in: [floats([1], [-1, -1])] }, { activation: 'leakyRelu' }).outputs['out']?.range[0]).toBe(-leaky_relu.negative_slope);
  expect(askNode('activation', { in: [floats([1], [-Infinity, 0])] }, { activation: 'elu' }).outputs['out']?.range[0]).toBe(-elu.alpha);
  expect({ gelu, relu, softmax }).toEqual({ gelu: { approximate: false }, relu: { negative_slope: 0, max_value: null, threshold: 0 }, softmax: { axis: -1 } });
});

it('reads probabilities in the classification loss, as Keras does', () => {
  expect(kerasDefaults.losses.SparseCategoricalCrossentropy.from_logits).toBe(false);
  expect(kerasDefaults.losses.CategoricalCrossentropy.from_logits).toBe(false);
});
