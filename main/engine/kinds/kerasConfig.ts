import type { Initialiser } from '../../../shared/nodes/defineNode.ts';
import type { PoolingParams } from '../../../shared/nodes/pooling.ts';
import { poolingStrides } from '../../../shared/nodes/pooling.ts';
import type { WeightedParams } from '../../../shared/nodes/weighted.ts';
import type { KerasLayer, KerasRef } from './kerasEmission.ts';

const initialiserClass: Record<Initialiser['name'], string> = {
  zeros: 'Zeros',
  ones: 'Ones',
  glorotUniform: 'GlorotUniform',
  glorotNormal: 'GlorotNormal',
  heUniform: 'HeUniform',
  heNormal: 'HeNormal',
  lecunNormal: 'LecunNormal',
  lecunUniform: 'LecunUniform',
  orthogonal: 'Orthogonal',
  randomUniform: 'RandomUniform',
  randomNormal: 'RandomNormal',
  lstmBias: 'Zeros',
};

/** `{class_name, config}` of an initialiser, as Keras serialises it. */
export function kerasInitialiser(initialiser: Initialiser): Record<string, unknown> {
  const config: Record<string, unknown> =
    initialiser.name === 'randomUniform'
      ? { minval: -initialiser.limit, maxval: initialiser.limit }
      : initialiser.name === 'randomNormal'
        ? { mean: 0, stddev: initialiser.stdDev }
        : {};
  return { module: 'keras.initializers', class_name: initialiserClass[initialiser.name], config };
}

/** An L1L2 regulariser, or null where both factors are zero. */
export function kerasPenalty(l1: number, l2: number): Record<string, unknown> | null {
  return l1 > 0 || l2 > 0 ? { module: 'keras.regularizers', class_name: 'L1L2', config: { l1, l2 } } : null;
}

/** The configuration entries that every weighted Keras layer shares. */
export function kerasWeighted(params: WeightedParams): Record<string, unknown> {
  return {
    use_bias: params.useBias,
    kernel_initializer: kerasInitialiser({ name: params.kernelInitialiser }),
    bias_initializer: kerasInitialiser({ name: 'zeros' }),
    kernel_regularizer: kerasPenalty(params.kernelL1, params.kernelL2),
    bias_regularizer: null,
    activity_regularizer: kerasPenalty(params.activityL1, params.activityL2),
    kernel_constraint: null,
    bias_constraint: null,
  };
}

/** What every layer's configuration begins with; a frozen node's layer is not trainable. */
export function kerasBase(node: { readonly id: string; readonly frozen: boolean }, name = node.id): Record<string, unknown> {
  return { name, trainable: !node.frozen, dtype: 'float32' };
}

/** The configuration of MaxPooling2D and AveragePooling2D. */
export function kerasPooling(node: { readonly id: string; readonly frozen: boolean }, params: PoolingParams): Record<string, unknown> {
  return { ...kerasBase(node), pool_size: params.poolSize, strides: poolingStrides(params), padding: params.padding, data_format: 'channels_last' };
}

/** min(max(x, a), b) in layers every Keras format knows: x − a through a ReLU that ends at b − a, then + a. The last layer bears `name`. */
export function kerasClip(
  node: { readonly id: string; readonly frozen: boolean },
  name: string,
  inputs: readonly KerasRef[],
  [low, high]: readonly [number, number],
): readonly KerasLayer[] {
  const raised = `${name}_raised`,
    bounded = `${name}_bounded`;
  return [
    { name: raised, className: 'Rescaling', config: { ...kerasBase(node, raised), scale: 1, offset: -low }, inputs, weights: [] },
    {
      name: bounded,
      className: 'ReLU',
      config: { ...kerasBase(node, bounded), max_value: high - low, negative_slope: 0, threshold: 0 },
      inputs: [[raised, 0]],
      weights: [],
    },
    { name, className: 'Rescaling', config: { ...kerasBase(node, name), scale: 1, offset: low }, inputs: [[bounded, 0]], weights: [] },
  ];
}
