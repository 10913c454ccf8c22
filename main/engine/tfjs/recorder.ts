import * as tf from '@tensorflow/tfjs-core';
import { sameText } from '../../../shared/messages/language.ts';
import type { Text } from '../../../shared/messages/language.ts';
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
  /** What the work was done for, as `attribute` said: a graph's node. Null outside any. */
  readonly origin: string | null;
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

/** Why a step cannot be recorded or emitted as a graph, and what in it (a node's id), where that is known. */
export class UntraceableStep extends Error {
  readonly reason: Text;
  readonly origin: string | null;
  constructor(reason: Text, origin: string | null) {
    super(reason.en);
    this.name = 'UntraceableStep';
    this.reason = reason;
    this.origin = origin;
  }
}

/** What an error says, in a line. */
export const reasonOf = (error: unknown): Text => sameText((error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '');

/** The addon's calls that a recorder listens to. */
interface Calls {
  executeOp(name: string, attrs: readonly NativeAttr[], inputs: readonly TensorId[], count: number): { readonly id: TensorId; readonly dtype: number }[];
  createTensor(shape: readonly number[], dtype: number, values: Float32Array | Int32Array | Uint8Array): TensorId;
  deleteTensor(id: TensorId): void;
  tensorDataSync(id: TensorId): unknown;
}

const readsBack: Text = { en: 'it reads computed values back into JavaScript', zh: '它将计算出的值读回 JavaScript' };

/** What is being recorded, if anything is: whom its operations are for. */
let recording: { origin: string | null } | null = null;

/**
 * While recording, notes `origin` at every operation of `work`, and at every operation of its gradient once that is asked for. Costs nothing otherwise.
 * What `work` throws while recording comes out as UntraceableStep.
 */
export function attribute<T>(origin: string, work: () => T): T {
  const noted = recording;
  if (!noted) return work();
  const within = <R>(part: () => R): R => {
    const outer = noted.origin;
    noted.origin = origin;
    try {
      return part();
    } catch (error) {
      throw error instanceof UntraceableStep ? error : new UntraceableStep(reasonOf(error), origin);
    } finally {
      noted.origin = outer;
    }
  };
  const differentiated = (): { gradient?: (dys: Tensor[]) => Record<string, () => Tensor> }[] => tf.engine().state.activeTape ?? [];
  const before = differentiated().length;
  const made = within(work);
  // tfjs asks for gradients in two steps: a node's, then that of each input that needs one.
  for (const node of differentiated().slice(before)) {
    const { gradient } = node;
    if (gradient) {
      node.gradient = (dys) => Object.fromEntries(Object.entries(within(() => gradient(dys))).map(([input, ask]) => [input, () => within(ask)]));
    }
  }
  return made;
}

/** Uploads tensors that still wait in JavaScript, and gives their native numbers. */
export function nativeIds(tensors: readonly Tensor[]): readonly TensorId[] {
  return nativeBackend().getInputTensorIds(tensors);
}

/**
 * Runs `work` on the tensorflow device and notes every native operation and every tensor made from JavaScript. Tensors given up inside `work` keep their
 * numbers until it has ended. The addon's object cannot be written to, so for that long the backend has a plain copy of it whose calls take notes.
 * Throws UntraceableStep where `work` reads a computed tensor: what JavaScript then makes of it would be the same at every step.
 */
export function record<T>(work: () => T): { readonly value: T; readonly tape: Tape } {
  const backend = nativeBackend();
  const addon = backend.binding;
  const ops: TapeOp[] = [];
  const constants = new Map<TensorId, TapeConstant>();
  const givenUp: TensorId[] = [];
  const noted = { origin: null as string | null };
  const listening: Calls = {
    executeOp(name, attrs, inputs, count) {
      const made = addon.executeOp(name, attrs, inputs, count);
      ops.push({ name, attrs, inputs: [...inputs], outputs: made.map(({ id }) => id), dtype: made[0]?.dtype ?? 0, origin: noted.origin });
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
    tensorDataSync(id) {
      if (!constants.has(id)) throw new UntraceableStep(readsBack, noted.origin);
      return addon.tensorDataSync(id);
    },
  };
  const copy: object = Object.assign(Object.fromEntries(Object.getOwnPropertyNames(addon).map((name) => [name, Reflect.get(addon, name)])), listening);
  if (!isBinding(copy)) throw new Error("tfjs-node's addon lacks the calls that a recorder listens to");
  backend.binding = copy;
  recording = noted;
  try {
    return { value: work(), tape: { ops, constants } };
  } catch (error) {
    giveUpSaved();
    throw error;
  } finally {
    backend.binding = addon;
    recording = null;
    for (const id of givenUp) addon.deleteTensor(id);
  }
}

/** What tfjs keeps for gradients it gives up once they are made; where making them failed, this does. */
function giveUpSaved(): void {
  const { state } = tf.engine();
  for (const { saved = [] } of state.activeTape ?? []) tf.dispose(saved);
  state.activeTape = [];
}

function isBinding(value: object): value is NativeBinding {
  return ['TF_Version', 'TF_ATTR_TYPE', 'executeOp', 'createTensor', 'deleteTensor', 'tensorDataSync'].every((name) => name in value);
}
