import type { Tensor } from '@tensorflow/tfjs-core';
import { nativeBackend } from './nativeBackend.ts';
import type { NativeAttr, NativeBinding } from './nativeBackend.ts';

/** A native tensor's number, as tfjs-node's addon counts them. */
export type TensorId = number;

/** One operation as it was executed. */
export interface TapeOp {
  readonly name: string;
  readonly attrs: readonly NativeAttr[];
  readonly inputs: readonly TensorId[];
  readonly outputs: readonly TensorId[];
  /** TensorFlow's data type number of the first output. */
  readonly dtype: number;
}

/** A tensor that JavaScript made while recording: part of the program, the same at every step. */
export interface TapeConstant {
  readonly shape: readonly number[];
  /** TensorFlow's data type number. */
  readonly dtype: number;
  readonly values: Float32Array | Int32Array | Uint8Array;
}

export interface Tape {
  readonly ops: readonly TapeOp[];
  readonly constants: ReadonlyMap<TensorId, TapeConstant>;
}

/** The addon's calls that a recorder listens to. */
interface Calls {
  executeOp(name: string, attrs: readonly NativeAttr[], inputs: readonly TensorId[], count: number): { readonly id: TensorId; readonly dtype: number }[];
  createTensor(shape: readonly number[], dtype: number, values: Float32Array | Int32Array | Uint8Array): TensorId;
  deleteTensor(id: TensorId): void;
}

/** Uploads tensors that still wait in JavaScript, and gives their native numbers. */
export function nativeIds(tensors: readonly Tensor[]): readonly TensorId[] {
  return nativeBackend().getInputTensorIds(tensors);
}

/**
 * Runs `work` on the tensorflow device and notes every native operation and every tensor made from JavaScript. Tensors given up inside `work` keep their
 * numbers until it has ended. The addon's object cannot be written to, so for that long the backend has a plain copy of it whose calls take notes.
 */
export function record<T>(work: () => T): { readonly value: T; readonly tape: Tape } {
  const backend = nativeBackend();
  const addon = backend.binding;
  const ops: TapeOp[] = [];
  const constants = new Map<TensorId, TapeConstant>();
  const givenUp: TensorId[] = [];
  const listening: Calls = {
    executeOp(name, attrs, inputs, count) {
      const made = addon.executeOp(name, attrs, inputs, count);
      ops.push({ name, attrs, inputs: [...inputs], outputs: made.map(({ id }) => id), dtype: made[0]?.dtype ?? 0 });
      return made;
    },
    createTensor(shape, dtype, values) {
      const id = addon.createTensor(shape, dtype, values);
      constants.set(id, { shape: [...shape], dtype, values: values.slice() });
      return id;
    },
    deleteTensor(id) {
      givenUp.push(id);
    },
  };
  const copy: object = Object.assign(Object.fromEntries(Object.getOwnPropertyNames(addon).map((name) => [name, Reflect.get(addon, name)])), listening);
  if (!isBinding(copy)) throw new Error("tfjs-node's addon lacks the calls that a recorder listens to");
  backend.binding = copy;
  try {
    return { value: work(), tape: { ops, constants } };
  } finally {
    backend.binding = addon;
    for (const id of givenUp) addon.deleteTensor(id);
  }
}

function isBinding(value: object): value is NativeBinding {
  return ['TF_Version', 'TF_ATTR_TYPE', 'executeOp', 'createTensor', 'deleteTensor'].every((name) => name in value);
}
