import { tfTypes } from '../../tfjs/encodeGraph.ts';
import type { GraphAttr } from '../../tfjs/encodeGraph.ts';
import type { TapeConstant, TapeOp, TensorId } from '../../tfjs/recorder.ts';
import { attrsOf, createGraphBuilder, floatType } from '../../step/graphBuilder.ts';
import type { GraphBuilder, GraphRef } from '../../step/graphBuilder.ts';
import type { PortableModel } from '../portableModel.ts';
import { recordLayers } from './recordLayers.ts';
import type { RecordedLayers } from './recordLayers.ts';

/** Batch sizes that a model is recorded at: primes that stand for nothing else in a model. */
const firstBatch = 101,
  secondBatch = 103;

const int: GraphAttr = { type: tfTypes.int32 };

/** A model as a graph of TensorFlow's, for batches of any size. Inputs and outputs are nodes of these names. */
export interface BatchGraph {
  readonly graph: GraphBuilder;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

/**
 * Records a model at two batch sizes; what differs between the recordings is the batch, and is asked of the first input when the graph runs.
 * 1. Record. 2. Inputs. 3. Operations, in step. 4. Outputs. Throws where the two recordings do not match (a bug).
 */
export function graphForAnyBatch(model: PortableModel): BatchGraph {
  // 1. Record.
  const a = recordLayers(model, firstBatch),
    b = recordLayers(model, secondBatch);
  const [opsA, opsB] = [a.tape.ops, b.tape.ops];
  if (opsA.length !== opsB.length) throw new Error(`${opsA.length} and ${opsB.length} operations for two batch sizes`);
  // 2. Inputs.
  const graph = createGraphBuilder();
  const refs = new Map<TensorId, GraphRef>();
  const inputs = model.inputs.map(({ name, shape, dtype }, index) => {
    const ref = graph.placeholder(`in_${name}`, dtype === 'int32' ? tfTypes.int32 : tfTypes.float, [-1, ...shape]);
    refs.set(at(a.inputs, index), ref);
    return ref;
  });
  const first = model.inputs[0];
  if (!first) throw new RangeError('a model has inputs');
  const sizes = createSizes(graph, at(inputs, 0), first.dtype === 'int32' ? tfTypes.int32 : tfTypes.float);
  // 3. Operations.
  const refOf = (idA: TensorId, idB: TensorId): GraphRef => {
    const known = refs.get(a.tape.resolve(idA));
    if (known !== undefined) return known;
    const made = constantRef({ graph, sizes, a, b }, a.tape.resolve(idA), b.tape.resolve(idB));
    // A constant of one recording may stand for two things that differ in the other: kept only where it is a weight.
    if (a.weights.has(idA)) refs.set(a.tape.resolve(idA), made);
    return made;
  };
  for (const [index, op] of opsA.entries()) {
    const other = at(opsB, index);
    if (op.name !== other.name || JSON.stringify(op.attrs) !== JSON.stringify(other.attrs)) throw new Error(`${op.name} became ${other.name} with the batch`);
    const name = addOp(
      graph,
      op,
      op.inputs.map((id, place) => refOf(id, at(other.inputs, place))),
    );
    op.outputs.forEach((id, output) => refs.set(id, output === 0 ? name : `${name}:${output}`));
  }
  // 4. Outputs.
  const outputs = model.outputs.map(({ name }, index) =>
    graph.add('Identity', [refOf(at(a.outputs, index), at(b.outputs, index))], { T: floatType }, `out_${name}`),
  );
  return { graph, inputs, outputs };
}

/** Seeded draws become draws of the target's own generator: a graph that is taken away draws anew at each call. */
function addOp(graph: GraphBuilder, op: TapeOp, inputs: readonly GraphRef[]): GraphRef {
  if (op.name !== 'StatelessRandomNormal') return graph.add(op.name, inputs, attrsOf(op));
  return graph.add('RandomStandardNormal', inputs.slice(0, 1), { T: int, dtype: floatType, seed: { int: 0 }, seed2: { int: 0 } });
}

interface Recordings {
  readonly graph: GraphBuilder;
  readonly sizes: Sizes;
  readonly a: RecordedLayers;
  readonly b: RecordedLayers;
}

function constantRef({ graph, sizes, a, b }: Recordings, idA: TensorId, idB: TensorId): GraphRef {
  const weight = a.weights.get(idA);
  if (weight) return graph.constant(weight.values, weight.shape);
  const found = a.tape.constants.get(idA),
    other = b.tape.constants.get(idB);
  if (!found || !other) throw new Error(`tensor ${idA} was neither made by the model nor fed to it`);
  if (sameShape(found, other)) {
    if (found.values.every((value, place) => Object.is(value, other.values[place]))) {
      return graph.add('Const', [], { dtype: { type: found.dtype }, value: { tensor: found } });
    }
    return sizes.vector(entriesOf(found, other), found.shape);
  }
  // As many equal values as the batch asks for: the zeros that a recurrent layer starts from.
  const [value = 0] = found.values;
  if (![...found.values, ...other.values].every((each) => each === value)) throw new Error('a constant of other values for another batch');
  const dims = entriesOf({ ...found, values: Int32Array.from(found.shape) }, { ...other, values: Int32Array.from(other.shape) });
  const filling = found.values instanceof Float32Array ? Float32Array.of(value) : Int32Array.of(value);
  return graph.add('Fill', [sizes.vector(dims, [dims.length]), graph.constant(filling, [])], { T: { type: found.dtype }, index_type: int });
}

const sameShape = (a: TapeConstant, b: TapeConstant): boolean => a.shape.length === b.shape.length && a.shape.every((size, axis) => size === b.shape[axis]);

/** A number that is the same for every batch, or so many times the batch. */
type Entry = { readonly fixed: number } | { readonly perExample: number };

function entriesOf(a: TapeConstant, b: TapeConstant): readonly Entry[] {
  return Array.from(a.values, (value, place): Entry => {
    const other = b.values[place] ?? NaN;
    if (value === other) return { fixed: value };
    const perExample = value / firstBatch;
    if (!(a.values instanceof Int32Array) || !Number.isInteger(perExample) || perExample * secondBatch !== other) {
      throw new Error(`${value} for a batch of ${firstBatch} and ${other} for one of ${secondBatch}`);
    }
    return { perExample };
  });
}

/** Numbers that rest on the batch's size. */
interface Sizes {
  /** Int32 entries as a tensor of a shape: [n] or []. */
  vector(entries: readonly Entry[], shape: readonly number[]): GraphRef;
}

function createSizes(graph: GraphBuilder, input: GraphRef, dtype: number): Sizes {
  let batch: GraphRef | null = null;
  const ints = (values: readonly number[], shape = [values.length]): GraphRef => graph.constant(Int32Array.from(values), shape);
  const batchSize = (): GraphRef => {
    if (batch !== null) return batch;
    const shape = graph.add('Shape', [input], { T: { type: dtype }, out_type: int });
    const masks = { begin_mask: { int: 0 }, end_mask: { int: 0 }, ellipsis_mask: { int: 0 }, new_axis_mask: { int: 0 }, shrink_axis_mask: { int: 1 } };
    batch = graph.add('StridedSlice', [shape, ints([0]), ints([1]), ints([1])], { T: int, Index: int, ...masks });
    return batch;
  };
  const scalar = (entry: Entry): GraphRef => {
    if ('fixed' in entry) return ints([entry.fixed], []);
    return entry.perExample === 1 ? batchSize() : graph.add('Mul', [batchSize(), ints([entry.perExample], [])], { T: int });
  };
  return {
    vector(entries, shape) {
      const scalars = entries.map(scalar);
      if (shape.length === 0) return at(scalars, 0);
      return graph.add('Pack', scalars, { N: { int: scalars.length }, T: int, axis: { int: 0 } });
    },
  };
}

function at<T>(items: readonly T[], index: number): T {
  const item = items[index];
  if (item === undefined) throw new Error(`one of two recordings lacks its ${index}-th part`);
  return item;
}
