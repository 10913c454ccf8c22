import { refuse } from '../../../../shared/check/issue.ts';
import { sizeOf } from '../../../../shared/nodes/tensorSpec.ts';
import type { Tensor } from '../../tfjs/core.ts';
import type { ReadNode, ReadTensor } from './decodeOnnx.ts';

/** Values that one tensor of a run may have (256 MiB), and multiplications that one operator may take (seconds). */
export const mostValues = 2 ** 26;
export const mostWork = 2 ** 37;

/** An operator being computed. Accessors refuse what is not there (onnx-broken). */
export interface OperatorCall {
  readonly op: string;
  tensor(index: number): Tensor;
  /** The tensor at an input that may be left out. */
  optional(index: number): Tensor | undefined;
  /** Whole numbers at an input: they must be stored in the file, so that shapes are known before values. */
  ints(index: number): readonly number[];
  /** One stored float at an input. */
  scalar(index: number): number;
  /** Stored floats at an input. */
  floats(index: number): ArrayLike<number>;
  int(attr: string, instead: number): number;
  float(attr: string, instead: number): number;
  text(attr: string, instead: string): string;
  intList(attr: string, instead: readonly number[]): readonly number[];
  textList(attr: string, instead: readonly string[]): readonly string[];
  /** How many inputs and outputs the node names. */
  readonly inputs: number;
  readonly outputs: number;
  /** The number of this draw in the run. */
  draw(): readonly [number, number];
  /** Refuses before a tensor is made that would be too large, or an extent below 1. */
  room(shape: readonly number[]): void;
  work(multiplications: number): void;
  broken(reason: string): never;
}

/** What an operator of ONNX computes: its outputs in order, new tensors all. Call inside tf.tidy. */
export type Operator = (call: OperatorCall) => readonly Tensor[];

export interface CallContext {
  readonly tensors: ReadonlyMap<string, Tensor>;
  readonly stored: ReadonlyMap<string, ReadTensor>;
  draw(): readonly [number, number];
}

export function createCall(node: ReadNode, { tensors, stored, draw }: CallContext): OperatorCall {
  const broken = (reason: string): never => refuse('onnx-broken', {}, { reason: `${node.op} “${node.name}”: ${reason}` });
  const tooLarge = (found: number, limit: number): never => refuse('onnx-too-large', {}, { operator: node.op, found, limit });
  const nameAt = (index: number): string => node.inputs[index] ?? '';
  const storedAt = (index: number): ReadTensor => stored.get(nameAt(index)) ?? broken(`input ${index} is not stored in the file`);
  const call: OperatorCall = {
    op: node.op,
    optional: (index) => tensors.get(nameAt(index)),
    tensor: (index) => call.optional(index) ?? broken(`input ${index} is missing`),
    ints: (index) => {
      const { values } = storedAt(index);
      return values instanceof Float32Array ? broken(`input ${index} holds no whole numbers`) : values;
    },
    scalar: (index) => {
      const { values } = storedAt(index);
      const [only] = values;
      return only !== undefined && values.length === 1 ? only : broken(`input ${index} is not one number`);
    },
    floats: (index) => storedAt(index).values,
    int: (attr, instead) => node.attrs.get(attr)?.int ?? instead,
    float: (attr, instead) => node.attrs.get(attr)?.float ?? instead,
    text: (attr, instead) => node.attrs.get(attr)?.text ?? instead,
    intList: (attr, instead) => {
      const ints = node.attrs.get(attr)?.ints ?? [];
      return ints.length > 0 ? ints : instead;
    },
    textList: (attr, instead) => {
      const texts = node.attrs.get(attr)?.texts ?? [];
      return texts.length > 0 ? texts : instead;
    },
    inputs: node.inputs.length,
    outputs: node.outputs.length,
    draw,
    room: (shape) => {
      if (!shape.every((extent) => Number.isSafeInteger(extent) && extent >= 1)) broken(`a shape of ${shape.slice(0, 8).join(' × ')}`);
      const size = sizeOf(shape);
      if (size > mostValues || shape.length > 6) tooLarge(size, mostValues);
    },
    work: (multiplications) => {
      if (!(multiplications <= mostWork)) tooLarge(multiplications, mostWork);
    },
    broken,
  };
  return call;
}

/** An axis counted from the front. */
export function axisOf(call: OperatorCall, axis: number, rank: number): number {
  const counted = axis < 0 ? axis + rank : axis;
  return Number.isInteger(counted) && counted >= 0 && counted < rank ? counted : call.broken(`axis ${axis} of ${rank}`);
}
