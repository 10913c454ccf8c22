import * as tf from '@tensorflow/tfjs-core';

/** One attribute of a native op, as tfjs-node's addon wants it. */
export interface NativeAttr {
  readonly name: string;
  readonly type: number;
  readonly value: unknown;
}

/** The addon's object: type codes and calls. */
export interface NativeBinding {
  readonly TF_Version: string;
  readonly TF_ATTR_TYPE: number;
  readonly TF_ATTR_INT: number;
  readonly TF_ATTR_FLOAT: number;
  readonly TF_ATTR_BOOL: number;
  readonly TF_ATTR_STRING: number;
  readonly TF_ATTR_SHAPE: number;
  readonly TF_FLOAT: number;
  readonly TF_INT32: number;
  readonly TF_BOOL: number;
  executeOp(name: string, attrs: readonly NativeAttr[], inputs: readonly number[], count: number): { readonly id: number; readonly dtype: number }[];
  createTensor(shape: readonly number[], dtype: number, values: ArrayBufferView): number;
  deleteTensor(id: number): void;
  tensorDataSync(id: number): unknown;
}

/** tfjs-node's backend, as far as Hourglass calls it. */
export interface NativeBackend {
  binding: NativeBinding;
  readonly isGPUPackage: boolean;
  executeSingleOutput(op: string, attrs: readonly NativeAttr[], inputs: readonly tf.Tensor[]): tf.Tensor;
  getInputTensorIds(tensors: readonly tf.Tensor[]): number[];
  /** Loads a SavedModel's graph into a session of its own; gives the session's number. */
  loadSavedModelMetaGraph(path: string, tags: string): number;
  runSavedModel(session: number, inputs: readonly tf.Tensor[], inputNames: readonly { readonly name: string }[], outputNames: readonly string[]): tf.Tensor[];
  deleteSavedModel(session: number): void;
  executeMultipleOutputs(op: string, attrs: readonly NativeAttr[], inputs: readonly tf.Tensor[], count: number): tf.Tensor[];
}

function isNative(backend: object): backend is NativeBackend {
  return 'binding' in backend && 'executeSingleOutput' in backend;
}

/** The tensorflow backend; throws where another device is active (a bug: callers ask for it only inside its kernels). */
export function nativeBackend(): NativeBackend {
  const backend: object = tf.backend();
  if (!isNative(backend)) throw new Error(`the active device is '${tf.getBackend()}', not tensorflow`);
  return backend;
}
