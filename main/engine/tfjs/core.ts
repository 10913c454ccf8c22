/** The one door to tfjs-core. Kinds, step and trainer say `tf.matMul` and know nothing of backends. */
export * as tf from '@tensorflow/tfjs-core';
export type { Scalar, Tensor, Tensor1D, Tensor2D, Tensor3D, Tensor4D, TensorLike, Variable } from '@tensorflow/tfjs-core';
