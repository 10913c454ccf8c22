import { issue, IssueError, refuse } from '../../../../shared/check/issue.ts';
import type { Outcome } from '../../../../shared/check/issue.ts';
import { showShape } from '../../../../shared/nodes/tensorSpec.ts';
import { deriveSeed } from '../../../../shared/random/philox.ts';
import { tf } from '../../tfjs/core.ts';
import type { Tensor } from '../../tfjs/core.ts';
import type { NamedArrays, ReadBack } from '../exportFormat.ts';
import type { StoredArray } from '../storedArray.ts';
import { decodeOnnx } from './decodeOnnx.ts';
import type { OnnxFile, ReadNode, ReadPort, ReadTensor } from './decodeOnnx.ts';
import { imageOperators } from './imageOperators.ts';
import { createCall, mostValues } from './operator.ts';
import type { CallContext, Operator } from './operator.ts';
import { recurrentOperators } from './recurrentOperators.ts';
import { shapeOperators } from './shapeOperators.ts';
import { valueOperators } from './valueOperators.ts';

const operators: Readonly<Record<string, Operator>> = { ...valueOperators, ...shapeOperators, ...imageOperators, ...recurrentOperators };

/** The operators that are computed here. */
export const onnxOperators: ReadonlySet<string> = new Set(Object.keys(operators));

const operatorOf = (op: string): Operator =>
  (Object.hasOwn(operators, op) ? operators[op] : undefined) ?? refuse('onnx-operator-unknown', {}, { operator: op });

/** Values that are kept between operators in one run: twice as many as one tensor may have. */
const mostKept = 2 * mostValues;

/**
 * Opens an ONNX file to be run on the open device, by a reader that shares nothing with what writes such files.
 * Issues: onnx-broken, onnx-external-data, onnx-operator-unknown. A run throws IssueError with these, onnx-input or onnx-too-large.
 */
export function openOnnx(bytes: Uint8Array): Outcome<ReadBack> {
  try {
    const file = decodeOnnx(bytes);
    for (const { op } of file.nodes) operatorOf(op);
    return { value: createReadBack(file), issues: [] };
  } catch (error) {
    if (error instanceof IssueError) return { value: undefined, issues: error.issues };
    throw error;
  }
}

function createReadBack(file: OnnxFile): ReadBack {
  // Whole numbers are read where they lie; floats become tensors once.
  const stored = new Map(file.tensors.map((tensor) => [tensor.name, tensor]));
  const weights = new Map(
    file.tensors.map(({ name, type, shape, values }): [string, Tensor] => [name, tf.tensor(values, [...shape], type === 'float' ? 'float32' : 'int32')]),
  );
  let runs = 0;
  let disposed = false;
  return {
    run: async (inputs) => {
      if (disposed) throw new Error('the file was closed');
      const made = runFile(file, { stored, weights, fed: file.inputs.map((port) => [port.name, fedAt(port, inputs)] as const), run: runs++ });
      try {
        return Object.fromEntries(await Promise.all(made.map(async ([name, tensor]) => [name, await storedFrom(tensor)] as const)));
      } finally {
        for (const [, tensor] of made) tensor.dispose();
      }
    },
    dispose: () => {
      if (!disposed) for (const tensor of weights.values()) tensor.dispose();
      disposed = true;
    },
  };
}

async function storedFrom(tensor: Tensor): Promise<StoredArray> {
  return { shape: tensor.shape, values: Float32Array.from(await tensor.data()) };
}

/** What is fed to an input, where it fits what the file says of it. */
function fedAt({ name, type, shape }: ReadPort, inputs: NamedArrays): Tensor {
  const given = Object.hasOwn(inputs, name) ? inputs[name] : undefined;
  const fits = given && given.shape.length === shape.length && shape.every((extent, axis) => extent === null || extent === given.shape[axis]);
  if (!given || !fits) {
    const expected = `${type} ${showShape(shape.map((extent) => extent ?? -1))}`;
    return refuse('onnx-input', {}, { name, found: given ? showShape(given.shape) : { en: 'missing', zh: '缺失' }, expected });
  }
  return tf.tensor(given.values, [...given.shape], type === 'float' ? 'float32' : 'int32');
}

interface Running {
  readonly stored: ReadonlyMap<string, ReadTensor>;
  readonly weights: ReadonlyMap<string, Tensor>;
  readonly fed: readonly (readonly [string, Tensor])[];
  /** Draws differ from run to run. */
  readonly run: number;
}

/** Computes the graph; gives the outputs, which the caller disposes of. */
function runFile(file: OnnxFile, { stored, weights, fed, run }: Running): readonly (readonly [string, Tensor])[] {
  const values = new Map<string, Tensor>([...weights, ...fed]);
  const own = new Set<Tensor>(fed.map(([, tensor]) => tensor));
  // Each tensor goes when the last operator has read it.
  const reads = new Map<string, number>();
  for (const name of [...file.nodes.flatMap(({ inputs }) => inputs), ...file.outputs.map((port) => port.name)]) reads.set(name, (reads.get(name) ?? 0) + 1);
  const drop = (name: string): void => {
    const tensor = values.get(name);
    if (!tensor || !own.has(tensor)) return;
    own.delete(tensor);
    values.delete(name);
    tensor.dispose();
  };
  const release = (name: string): void => {
    const left = (reads.get(name) ?? 0) - 1;
    reads.set(name, left);
    if (left <= 0) drop(name);
  };
  let draws = 0;
  const context: CallContext = { tensors: values, stored, draw: () => deriveSeed(run, 'onnx', draws++) };
  try {
    for (const node of file.nodes) {
      const made = compute(node, context);
      node.outputs.forEach((name, index) => {
        const tensor = made[index];
        if (!tensor) return;
        own.add(tensor);
        values.set(name, tensor);
        if ((reads.get(name) ?? 0) === 0) drop(name);
      });
      for (const tensor of made.slice(node.outputs.length)) tensor.dispose();
      for (const name of node.inputs) release(name);
      const kept = [...own].reduce((sum, { size }) => sum + size, 0);
      if (kept > mostKept) refuse('onnx-too-large', {}, { operator: node.op, found: kept, limit: mostKept });
    }
    return file.outputs.map(({ name, shape }) => {
      const tensor = values.get(name);
      if (!tensor || tensor.rank !== shape.length || shape.some((extent, axis) => extent !== null && extent !== tensor.shape[axis]))
        return refuse('onnx-broken', {}, { reason: `output “${name}” has another shape than the file says` });
      return [name, tf.clone(tensor)] as const;
    });
  } finally {
    for (const tensor of own) tensor.dispose();
  }
}

/** One operator. What tfjs says of tensors that do not fit is a fault of the file. */
function compute(node: ReadNode, context: CallContext): readonly Tensor[] {
  try {
    return tf.tidy(() => [...operatorOf(node.op)(createCall(node, context))]);
  } catch (error) {
    if (error instanceof IssueError) throw error;
    const reason = `${node.op} “${node.name}”: ${error instanceof Error ? error.message.slice(0, 200) : String(error)}`;
    throw new IssueError([issue('onnx-broken', {}, { reason })]);
  }
}
