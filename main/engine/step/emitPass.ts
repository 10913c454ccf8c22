import { tfTypes } from '../tfjs/encodeGraph.ts';
import type { TensorId } from '../tfjs/recorder.ts';
import type { StepContext } from './eagerStep.ts';
import type { FusedOptimiser } from './fusedUpdate.ts';
import { floatType } from './graphBuilder.ts';
import type { GraphBuilder, GraphRef } from './graphBuilder.ts';
import type { RecordedFigures, RecordedPass, RecordedStep } from './recordStep.ts';
import type { Variables } from './variables.ts';

/** Names of a pass's placeholders; each holds the batches of a call one after the other. Null: not fed. */
export interface PassFeeds {
  /** [batches·size, features]. */
  readonly x: string;
  /** Step numbers, [batches]. */
  readonly step: string;
  readonly labels: string | null;
  readonly exampleWeights: string | null;
  /** The optimiser's scalars, then β of each loss node, a batch after the other. */
  readonly controls: string;
}

/** Names of what a call of so many batches fetches: means over its batches, counts summed. Null: the model has none. */
export interface PassFigures {
  readonly figures: string;
  readonly klPerDimension: string | null;
  readonly confusion: string | null;
}

/** A pass inside a graph. */
export interface EmittedPass {
  readonly feeds: PassFeeds;
  /** By the number of batches in a call: 1, 2, 4 … */
  readonly figures: ReadonlyMap<number, PassFigures>;
  /** Norms of the gradients of a call's first step. */
  readonly norms: string | null;
  readonly present: RecordedPass['present'];
}

export interface PassRequest {
  readonly graph: GraphBuilder;
  readonly context: StepContext;
  readonly variables: Variables;
  /** Begins the names of this pass: one letter, for the addon copies names at every call. */
  readonly prefix: string;
}

/**
 * Emits `stride` training steps, one after the other. A step reads a weight once the step before has updated that weight, and so may begin while others
 * are still being updated; a call of fewer steps stops short. 1. Inputs. 2. The tape, each time. 3. Updates. 4. Figures of 1, 2, 4 … steps.
 */
export function emitSteps(request: PassRequest, fused: FusedOptimiser, step: RecordedStep, stride: number): EmittedPass {
  const { graph, variables, prefix } = request;
  const scalarCount = fused.scalars(0, 1).length;
  const inputs = emitInputs(request, step, scalarCount);
  const constants = new Map<TensorId, GraphRef>();
  const number = sharedNumbers(graph);
  let done = new Map<string, GraphRef>();
  let norms: string | null = null;
  const made: { readonly refOf: (id: TensorId) => GraphRef; readonly done: ReadonlyMap<string, GraphRef> }[] = [];
  for (let index = 0; index < stride; index++) {
    const { known, scalars } = inputs.batch(index, (key) => after(done, key));
    const refOf = graph.tape(step.tape, known, constants);
    const before = done;
    done = new Map(before);
    for (const { key, node, id } of step.gradients) {
      const update = graph.attribute(node, () =>
        fused.update(graph, {
          variable: variables.handle(key),
          slots: fused.slots.map((_, slot) => variables.handle(key, slot)),
          gradient: refOf(id),
          scalars,
          constant: number,
          after: after(before, key),
        }),
      );
      done.set(key, `^${update}`);
    }
    for (const { key, id } of step.states) done.set(key, `^${graph.assign(variables.handle(key), refOf(id))}`);
    if (index === 0 && step.norms !== null) norms = graph.add('Identity', [refOf(step.norms)], { T: floatType }, `${prefix}g`);
    made.push({ refOf, done });
  }
  const figures = new Map<number, PassFigures>();
  for (let count = 1; count <= stride; count *= 2) {
    const refs = made.slice(0, count).map(({ refOf }) => refOf);
    figures.set(
      count,
      emitFigures({ graph, number, name: (what) => `${prefix}${what}${count}` }, step.figures, refs, [...(made[count - 1]?.done.values() ?? [])]),
    );
  }
  return { feeds: inputs.feeds, figures, norms, present: step.present };
}

/** Emits a pass that trains nothing, a batch a call. */
export function emitEvaluation(request: PassRequest, pass: RecordedPass): EmittedPass {
  const { graph, prefix } = request;
  const inputs = emitInputs(request, pass, 0);
  const refOf = graph.tape(pass.tape, inputs.batch(0, () => []).known);
  const figures = emitFigures({ graph, number: sharedNumbers(graph), name: (what) => `${prefix}${what}` }, pass.figures, [refOf], []);
  return { feeds: inputs.feeds, figures: new Map([[1, figures]]), norms: null, present: pass.present };
}

const after = (done: ReadonlyMap<string, GraphRef>, key: string): readonly GraphRef[] => {
  const update = done.get(key);
  return update === undefined ? [] : [update];
};

interface Inputs {
  readonly feeds: PassFeeds;
  /** The batch of that place in a call: the tape's tensors, the weights read once what `afterOf` names is done, and the optimiser's scalars. */
  batch(
    index: number,
    afterOf: (key: string) => readonly GraphRef[],
  ): { readonly known: ReadonlyMap<TensorId, GraphRef>; readonly scalars: readonly GraphRef[] };
}

function emitInputs({ graph, context, variables, prefix }: PassRequest, pass: RecordedPass, scalarCount: number): Inputs {
  const { batchSize, features, feeds: ids } = pass;
  const width = scalarCount + ids.betas.length;
  const x = graph.placeholder(`${prefix}x`, tfTypes.float, [-1, features]);
  const step = graph.placeholder(`${prefix}t`, tfTypes.int32, [-1]);
  const controls = width > 0 ? graph.placeholder(`${prefix}c`, tfTypes.float, [-1]) : '';
  const labels = ids.labels === null ? null : graph.placeholder(`${prefix}l`, tfTypes.int32, [-1]);
  const exampleWeights = ids.exampleWeights === null ? null : graph.placeholder(`${prefix}w`, tfTypes.float, [-1]);
  const scalarShape = graph.constant(new Int32Array(0), [0]);
  const rows = (ref: GraphRef, dtype: number, begin: readonly number[], size: readonly number[]): GraphRef =>
    graph.add('Slice', [ref, graph.constant(Int32Array.from(begin), [begin.length]), graph.constant(Int32Array.from(size), [size.length])], {
      T: { type: dtype },
      Index: { type: tfTypes.int32 },
    });
  const scalar = (ref: GraphRef, dtype: number): GraphRef => graph.add('Reshape', [ref, scalarShape], { T: { type: dtype }, Tshape: { type: tfTypes.int32 } });
  return {
    feeds: { x, step, labels, exampleWeights, controls },
    batch(index, afterOf) {
      const known = new Map<TensorId, GraphRef>();
      known.set(ids.x, rows(x, tfTypes.float, [index * batchSize, 0], [batchSize, features]));
      known.set(ids.step, scalar(rows(step, tfTypes.int32, [index], [1]), tfTypes.int32));
      if (ids.labels !== null && labels !== null) known.set(ids.labels, rows(labels, tfTypes.int32, [index * batchSize], [batchSize]));
      if (ids.exampleWeights !== null && exampleWeights !== null) {
        known.set(ids.exampleWeights, rows(exampleWeights, tfTypes.float, [index * batchSize], [batchSize]));
      }
      const numbers = Array.from({ length: width }, (_, place) => scalar(rows(controls, tfTypes.float, [index * width + place], [1]), tfTypes.float));
      ids.betas.forEach((id, place) => known.set(id, must(numbers[scalarCount + place])));
      context.network.weights.forEach(({ key }, place) => known.set(must(ids.weights[place]), graph.read(variables.handle(key), afterOf(key))));
      return { known, scalars: numbers.slice(0, scalarCount) };
    },
  };
}

/** Means of the figures over the batches of a call, and the sum of their counts; fetching the figures does what `done` names. */
function emitFigures(
  { graph, number, name }: { readonly graph: GraphBuilder; readonly number: (value: number) => GraphRef; readonly name: (what: string) => string },
  ids: RecordedFigures,
  batches: readonly ((id: TensorId) => GraphRef)[],
  done: readonly GraphRef[],
): PassFigures {
  const sum = (id: TensorId): GraphRef => {
    const refs = batches.map((refOf) => refOf(id));
    return refs.length === 1 ? must(refs[0]) : graph.add('AddN', refs, { N: { int: refs.length }, T: floatType });
  };
  const mean = (id: TensorId): GraphRef => (batches.length === 1 ? sum(id) : graph.add('Mul', [sum(id), number(1 / batches.length)], { T: floatType }));
  const fetched = (ref: GraphRef, what: string): string => graph.add('Identity', [ref], { T: floatType }, name(what));
  return {
    figures: graph.add('Identity', [mean(ids.figures), ...done], { T: floatType }, name('f')),
    klPerDimension: ids.klPerDimension === null ? null : fetched(mean(ids.klPerDimension), 'k'),
    confusion: ids.confusion === null ? null : fetched(sum(ids.confusion), 'm'),
  };
}

/** Constants by value, each once. */
function sharedNumbers(graph: GraphBuilder): (value: number) => GraphRef {
  const known = new Map<number, GraphRef>();
  return (value) => {
    const ref = known.get(value) ?? graph.constant(Float32Array.of(value), []);
    known.set(value, ref);
    return ref;
  };
}

function must<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('a recorded pass and its feeds do not match');
  return value;
}
