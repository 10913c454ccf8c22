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
  tf.registerGradient({ kernelName: kernelName('BiasAdd'), gradFunc: (dy) => ({ input0: () => single(dy), input1: () => run('BiasAddGrad', [single(dy)]) }) });
}

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
