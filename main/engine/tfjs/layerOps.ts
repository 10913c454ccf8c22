import * as tf from '@tensorflow/tfjs-core';
import { nativeBackend } from './nativeBackend.ts';
import type { NativeAttr, NativeBackend } from './nativeBackend.ts';

/**
 * The forms in which TensorFlow itself writes layers, as tfjs kernels: one operation where tfjs's own functions take several, fused further by
 * TensorFlow's graph optimiser, and summed in the order in which Keras sums. On other devices the same values come from tfjs's own functions.
 */
interface LayerOp {
  readonly native: (backend: NativeBackend, inputs: readonly tf.Tensor[], attrs: tf.NamedAttrMap) => tf.Tensor;
  readonly portable: (inputs: readonly tf.Tensor[], attrs: tf.NamedAttrMap) => tf.Tensor;
}

const floatType = ({ binding }: NativeBackend): NativeAttr => ({ name: 'T', type: binding.TF_ATTR_TYPE, value: binding.TF_FLOAT });
const flag = ({ binding }: NativeBackend, name: string, value: unknown): NativeAttr => ({ name, type: binding.TF_ATTR_BOOL, value: value === true });
const channelsLast = ({ binding }: NativeBackend): NativeAttr => ({ name: 'data_format', type: binding.TF_ATTR_STRING, value: 'NHWC' });

const must = (inputs: readonly tf.Tensor[], index: number): tf.Tensor => {
  const input = inputs[index];
  if (!input) throw new Error(`a layer op lacks input ${index}`);
  return input;
};

const given = (input: tf.Tensor | undefined): tf.Tensor => must(input ? [input] : [], 0);
const swapped = ([first, second]: readonly tf.Tensor[]): readonly tf.Tensor[] => [given(second), given(first)];
const slopeOf = ({ binding }: NativeBackend, slope: unknown): NativeAttr => ({ name: 'alpha', type: binding.TF_ATTR_FLOAT, value: Number(slope) });

/** An element-wise op of TensorFlow's whose one attribute is its type. */
function unary(op: string, order: (inputs: readonly tf.Tensor[]) => readonly tf.Tensor[] = (inputs) => inputs): LayerOp['native'] {
  return (backend, inputs) => backend.executeSingleOutput(op, [floatType(backend)], order(inputs));
}

/** λ and α of selu (Klambauer et al. 2017, appendix A1), as TensorFlow and Keras have them. */
const seluScale = 1.05070098735548,
  seluAlpha = 1.67326324235437;

const layerOps = {
  MatMul: {
    native: (backend, inputs, { transposeA, transposeB }) =>
      backend.executeSingleOutput('MatMul', [floatType(backend), flag(backend, 'transpose_a', transposeA), flag(backend, 'transpose_b', transposeB)], inputs),
    portable: (inputs, { transposeA, transposeB }) => tf.matMul(must(inputs, 0), must(inputs, 1), transposeA === true, transposeB === true),
  },
  BiasAdd: {
    native: (backend, inputs) => backend.executeSingleOutput('BiasAdd', [floatType(backend), channelsLast(backend)], inputs),
    portable: (inputs) => tf.add(must(inputs, 0), must(inputs, 1)),
  },
  BiasAddGrad: {
    native: (backend, inputs) => backend.executeSingleOutput('BiasAddGrad', [floatType(backend), channelsLast(backend)], inputs),
    portable: (inputs) => {
      const dy = must(inputs, 0);
      return tf.sum(dy, dy.shape.map((_, axis) => axis).slice(0, -1));
    },
  },
  Relu: { native: unary('Relu'), portable: (inputs) => tf.relu(must(inputs, 0)) },
  LeakyRelu: {
    native: (backend, inputs, { slope }) => backend.executeSingleOutput('LeakyRelu', [floatType(backend), slopeOf(backend, slope)], inputs),
    portable: (inputs, { slope }) => tf.leakyRelu(must(inputs, 0), Number(slope)),
  },
  Elu: { native: unary('Elu'), portable: (inputs) => tf.elu(must(inputs, 0)) },
  Selu: { native: unary('Selu'), portable: (inputs) => tf.selu(must(inputs, 0)) },
  Tanh: { native: unary('Tanh'), portable: (inputs) => tf.tanh(must(inputs, 0)) },
  Sigmoid: { native: unary('Sigmoid'), portable: (inputs) => tf.sigmoid(must(inputs, 0)) },
  Softplus: { native: unary('Softplus'), portable: (inputs) => tf.softplus(must(inputs, 0)) },
  // Gradients: dy, then what the forward pass gave (y) or was given (x), in that order; TensorFlow wants y first for two of them.
  ReluGrad: { native: unary('ReluGrad'), portable: ([dy, y]) => tf.mul(given(dy), tf.cast(tf.greater(given(y), 0), 'float32')) },
  LeakyReluGrad: {
    native: (backend, inputs, { slope }) => backend.executeSingleOutput('LeakyReluGrad', [floatType(backend), slopeOf(backend, slope)], inputs),
    portable: ([dy, x], { slope }) => tf.mul(given(dy), tf.where(tf.greater(given(x), 0), tf.onesLike(given(x)), tf.fill(given(x).shape, Number(slope)))),
  },
  // y + α for y ≤ 0, with α = 1.
  EluGrad: { native: unary('EluGrad'), portable: ([dy, y]) => tf.mul(given(dy), tf.add(tf.minimum(given(y), 0), 1)) },
  // λ for y > 0, y + λα elsewhere (Klambauer et al. 2017, eq. 2).
  SeluGrad: {
    native: unary('SeluGrad'),
    portable: ([dy, y]) => tf.mul(given(dy), tf.where(tf.greater(given(y), 0), tf.fill(given(y).shape, seluScale), tf.add(given(y), seluScale * seluAlpha))),
  },
  TanhGrad: { native: unary('TanhGrad', swapped), portable: ([dy, y]) => tf.mul(given(dy), tf.sub(1, tf.square(given(y)))) },
  SigmoidGrad: { native: unary('SigmoidGrad', swapped), portable: ([dy, y]) => tf.mul(given(dy), tf.mul(given(y), tf.sub(1, given(y)))) },
  SoftplusGrad: { native: unary('SoftplusGrad'), portable: ([dy, x]) => tf.mul(given(dy), tf.sigmoid(given(x))) },
} as const satisfies Record<string, LayerOp>;
type LayerOpName = keyof typeof layerOps;

/** Gradients are stated once for all devices; tfjs asks only for those that some weight needs. */
function registerGradients(): void {
  tf.registerGradient({
    kernelName: kernelName('MatMul'),
    inputsToSave: ['input0', 'input1'],
    // Only products of untransposed factors are differentiated: multiplyMatrices says so.
    gradFunc: (dy, saved) => ({
      input0: () => run('MatMul', [single(dy), must(saved, 1)], { transposeB: true }),
      input1: () => run('MatMul', [must(saved, 0), single(dy)], { transposeA: true }),
    }),
  });
  for (const [name, rests] of Object.entries(activationGradients) as [ActivationOp, 'x' | 'y'][]) {
    tf.registerGradient({
      kernelName: kernelName(name),
      ...(rests === 'x' ? { inputsToSave: ['input0'] } : { outputsToSave: [true] }),
      gradFunc: (dy, saved, attrs) => ({ input0: () => run(`${name}Grad`, [single(dy), must(saved, 0)], attrs) }),
    });
  }
  tf.registerGradient({ kernelName: kernelName('BiasAdd'), gradFunc: (dy) => ({ input0: () => single(dy), input1: () => run('BiasAddGrad', [single(dy)]) }) });
}

/** Whether an activation's gradient rests on its input or on its output. */
const activationGradients = { Relu: 'y', LeakyRelu: 'x', Elu: 'y', Selu: 'y', Tanh: 'y', Sigmoid: 'y', Softplus: 'x' } as const satisfies Partial<
  Record<LayerOpName, 'x' | 'y'>
>;
type ActivationOp = keyof typeof activationGradients;

const single = (dy: tf.Tensor | tf.Tensor[]): tf.Tensor => (Array.isArray(dy) ? must(dy, 0) : dy);
const kernelName = (name: LayerOpName): string => `Hourglass${name}`;
const registered = new Set<string>();

/** Registers the kernels for the active device; harmless when repeated. */
export function registerLayerOps(): void {
  const backendName = tf.getBackend();
  if (registered.has(backendName)) return;
  if (registered.size === 0) registerGradients();
  registered.add(backendName);
  for (const name of Object.keys(layerOps) as LayerOpName[]) {
    const op: LayerOp = layerOps[name];
    tf.registerKernel({
      kernelName: kernelName(name),
      backendName,
      kernelFunc: ({ inputs, attrs = {} }) => {
        const tensors = Object.values(inputs).filter((input) => input instanceof tf.Tensor);
        return backendName === 'tensorflow' ? op.native(nativeBackend(), tensors, attrs) : op.portable(tensors, attrs);
      },
    });
  }
}

function run(name: LayerOpName, inputs: readonly tf.Tensor[], attrs: tf.NamedAttrMap = {}): tf.Tensor {
  return tf.engine().runKernel(kernelName(name), Object.fromEntries(inputs.map((input, index) => [`input${index}`, input])), attrs) as tf.Tensor;
}

/** a·b of two matrices [rows, inner] and [inner, columns]. */
export const multiplyMatrices = (a: tf.Tensor, b: tf.Tensor): tf.Tensor => run('MatMul', [a, b]);
/** x + bias along the last axis; x has rank 2 at least. */
export const addBias = (x: tf.Tensor, bias: tf.Tensor): tf.Tensor => run('BiasAdd', [x, bias]);

/** max(x, 0). */
export const relu = (x: tf.Tensor): tf.Tensor => run('Relu', [x]);
/** x for x > 0, slope·x elsewhere. */
export const leakyRelu = (x: tf.Tensor, slope: number): tf.Tensor => run('LeakyRelu', [x], { slope });
/** x for x > 0, eˣ − 1 elsewhere. */
export const elu = (x: tf.Tensor): tf.Tensor => run('Elu', [x]);
/** λ·x for x > 0, λα·(eˣ − 1) elsewhere. */
export const selu = (x: tf.Tensor): tf.Tensor => run('Selu', [x]);
export const tanh = (x: tf.Tensor): tf.Tensor => run('Tanh', [x]);
/** 1 / (1 + e⁻ˣ). */
export const sigmoid = (x: tf.Tensor): tf.Tensor => run('Sigmoid', [x]);
/** log(1 + eˣ). */
export const softplus = (x: tf.Tensor): tf.Tensor => run('Softplus', [x]);
