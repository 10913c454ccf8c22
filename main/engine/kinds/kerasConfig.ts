import type { Initialiser } from '../../../shared/nodes/defineNode.ts';
import type { WeightedParams } from '../../../shared/nodes/weighted.ts';

const initialiserClass: Record<Initialiser['name'], string> = {
  zeros: 'Zeros', ones: 'Ones', glorotUniform: 'GlorotUniform', glorotNormal: 'GlorotNormal', heUniform: 'HeUniform', heNormal: 'HeNormal',
  lecunNormal: 'LecunNormal', lecunUniform: 'LecunUniform', orthogonal: 'Orthogonal', randomUniform: 'RandomUniform', randomNormal: 'RandomNormal', lstmBias: 'Zeros',
};

/** `{class_name, config}` of an initialiser, as Keras serialises it. */
export function kerasInitialiser(initialiser: Initialiser): Record<string, unknown> {
  const config: Record<string, unknown> = initialiser.name === 'randomUniform' ? { minval: -initialiser.limit, maxval: initialiser.limit }
    : initialiser.name === 'randomNormal' ? { mean: 0, stddev: initialiser.stdDev } : {};
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
