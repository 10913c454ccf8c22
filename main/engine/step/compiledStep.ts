import type { Batch } from '../data/dataset.ts';
import { createGraphSession } from '../tfjs/graphSession.ts';
import type { GraphSession } from '../tfjs/graphSession.ts';
import { tfTypes } from '../tfjs/encodeGraph.ts';
import { nativeIds, record } from '../tfjs/recorder.ts';
import type { TensorId } from '../tfjs/recorder.ts';
import { tf } from '../tfjs/core.ts';
import { tidy } from '../tfjs/tidy.ts';
import type { Scalar, Tensor, Tensor1D, Tensor2D } from '../tfjs/core.ts';
import { clipGradients } from './clipGradients.ts';
import { differentiate, feedBatch } from './eagerStep.ts';
import type { BatchFigures, StepContext, StepControls } from './eagerStep.ts';
import type { ModelState } from './modelState.ts';
import { cleanTape } from './cleanTape.ts';
import { createFusedOptimiser } from './fusedUpdate.ts';
import type { FusedOptimiser } from './fusedUpdate.ts';
import { blaming } from './traceable.ts';
import { createGraphBuilder, floatType } from './graphBuilder.ts';
import type { GraphBuilder, GraphRef } from './graphBuilder.ts';

/** A whole training step as one native call. The model's tensors live inside the session. */
export interface CompiledStep {
  /** One step on a batch of one of the sizes compiled for. The caller disposes the figures. */
  run(batch: Batch, controls: StepControls): BatchFigures;
  /** The model as tensors of its own, by key; the caller disposes them. */
  take(): ModelState;
  /** Puts a model in. Its tensors stay the caller's. */
  put(state: ModelState): void;
  dispose(): void;
}

/** A tensor inside the session: a weight, or the slot of that number of a trained one (counted as the eager optimiser's; beyond those, the fused form's own). */
interface Variable {
  readonly key: string;
  readonly slot: number | null;
  readonly name: string;
  readonly shape: readonly number[];
}

/**
 * Compiles the training step of a network for the given example batches, one of each size that will come.
 * 1. Record one eager step a size. 2. Clean the tape. 3. Emit it with weights as variables and the optimiser's fused updates. 4. Load the graph. 5. Put the model in.
 */
export function compileStep(context: StepContext, state: ModelState, examples: readonly Batch[]): CompiledStep {
  const { network } = context;
  const fused = createFusedOptimiser(context.training.optimiser);
  const graph = createGraphBuilder();
  const variables = declareVariables(graph, context, fused);
  const sizes = new Map<number, StepNames>();
  for (const batch of examples) {
    if (!sizes.has(batch.size))
      sizes.set(batch.size, emitStep({ graph, context, fused, variables, state, batch, prefix: String.fromCharCode(97 + sizes.size) }));
  }
  const { reads, written } = emitAccess(graph, variables);
  const session = blaming(graph, () => createGraphSession(graph.nodes));
  return {
    run(batch, controls) {
      const names = sizes.get(batch.size);
      if (!names) throw new Error(`the step was not compiled for a batch of ${batch.size}`);
      return blaming(graph, () => tidy(() => runStep({ session, names, context, fused, batch, controls })));
    },
    take() {
      const wanted = variables.filter(({ slot }) => slot === null || slot < context.optimiser.slots.length);
      const tensors = session.run(
        {},
        wanted.map(({ name }) => must(reads.get(name))),
      );
      const weights: Record<string, Tensor> = {};
      const slots: Record<string, Tensor[]> = {};
      wanted.forEach(({ key, slot }, index) => {
        const tensor = must(tensors[index]);
        if (slot === null) weights[key] = tensor;
        else (slots[key] ??= [])[slot] = tensor;
      });
      for (const { key, trained } of network.weights) if (trained) slots[key] ??= [];
      return { weights, slots };
    },
    put(model) {
      tidy(() => {
        const valueOf = ({ key, slot, shape }: Variable): Tensor =>
          slot === null ? must(model.weights[key]) : (model.slots[key]?.[slot] ?? tf.zeros([...shape]));
        const feeds = Object.fromEntries(variables.map((variable) => [`i${variable.name}`, valueOf(variable)]));
        return session.run(feeds, [written]);
      }).forEach((tensor) => tensor.dispose());
    },
    dispose: () => session.dispose(),
  };
}

const must = <T>(value: T | undefined): T => {
  if (value === undefined) throw new Error('the session gave fewer tensors than were asked for');
  return value;
};

/** A variable for each weight and each slot of a trained one. */
function declareVariables(graph: GraphBuilder, { network }: StepContext, fused: FusedOptimiser): readonly Variable[] {
  const variables: Variable[] = [];
  const declare = (key: string, slot: number | null, shape: readonly number[]): void => {
    const name = `v${variables.length}`;
    graph.variable(name, shape);
    variables.push({ key, slot, name, shape });
  };
  for (const { key, spec, trained } of network.weights) {
    declare(key, null, spec.shape);
    if (trained) fused.slots.forEach((_, slot) => declare(key, slot, spec.shape));
  }
  return variables;
}

/** Reads and one write of everything. What a session fetches must be a tensor: an Identity behind each read, a constant behind all assignments. */
function emitAccess(graph: GraphBuilder, variables: readonly Variable[]): { readonly reads: ReadonlyMap<string, GraphRef>; readonly written: GraphRef } {
  const reads = new Map(variables.map(({ name }) => [name, graph.add('Identity', [graph.read(name)], { T: floatType }, `o${name}`)]));
  const assigned = variables.map(({ name, shape }) => `^${graph.assign(name, graph.placeholder(`i${name}`, tfTypes.float, shape))}`);
  const written = graph.add('Identity', [graph.constant(Float32Array.of(0), []), ...assigned], { T: floatType }, 'written');
  return { reads, written };
}

/** Names of one batch size's placeholders and fetches. */
interface StepNames {
  readonly x: string;
  readonly labels: string | null;
  readonly exampleWeights: string | null;
  readonly step: string;
  /** Learning rate and the optimiser's other scalars, then β of each loss node. */
  readonly controls: string;
  readonly betas: readonly string[];
  readonly figures: string;
  readonly klPerDimension: string | null;
  readonly confusion: string | null;
  readonly norms: string | null;
  readonly present: BatchFigures['present'];
}

interface Emission {
  readonly graph: GraphBuilder;
  readonly context: StepContext;
  readonly fused: FusedOptimiser;
  readonly variables: readonly Variable[];
  readonly state: ModelState;
  readonly batch: Batch;
  readonly prefix: string;
}

function emitStep({ graph, context, fused, variables, state, batch, prefix: p }: Emission): StepNames {
  const { network, training } = context;
  const betas = network.plan.nodes.filter(({ kind, params }) => kind === 'loss' && params.kl === true).map(({ id }) => id);
  // 1. Record one eager step: everything that changes from step to step is a tensor made before.
  const names = {
    x: `${p}x`,
    step: `${p}t`,
    controls: `${p}c`,
    labels: `${p}l`,
    exampleWeights: `${p}w`,
    figures: `${p}f`,
    klPerDimension: `${p}k`,
    confusion: `${p}m`,
    norms: `${p}g`,
  };
  const feeds = feedBatch(network, batch, 0);
  const betaFeeds = betas.map(() => tf.scalar(1) as Scalar);
  const weightIds = nativeIds(network.weights.map(({ key }) => must(state.weights[key])));
  const feedIds = nativeIds([
    feeds.x,
    feeds.step,
    ...(feeds.labels ? [feeds.labels] : []),
    ...(feeds.exampleWeights ? [feeds.exampleWeights] : []),
    ...betaFeeds,
  ]);
  const { value, tape } = disposing([feeds.x, feeds.step, feeds.labels, feeds.exampleWeights, ...betaFeeds], () =>
    record(() =>
      tidy(() => {
        const made = differentiate(context, state, feeds, {
          step: 0,
          learningRate: 0,
          betas: Object.fromEntries(betas.map((id, index) => [id, must(betaFeeds[index])])),
          withGradientNorms: true,
        });
        const clipped = clipGradients(
          made.gradients.map(({ gradient }) => gradient),
          training.clip,
        );
        const { batch: figures, states } = made.figures;
        const gradients = made.gradients.map(({ key, node }, index) => ({ key, node, id: idOf(must(clipped[index])) }));
        const optional = (tensor: Tensor | null): TensorId | null => (tensor ? idOf(tensor) : null);
        const ids = {
          gradients,
          states: Object.entries(states).map(([key, tensor]) => ({ key, id: idOf(tensor) })),
          figures: idOf(figures.figures),
          klPerDimension: optional(figures.klPerDimension),
          confusion: optional(figures.confusion),
          norms: optional(figures.gradientNorms),
        };
        for (const tensor of [figures.figures, figures.klPerDimension, figures.confusion, ...Object.values(states)]) tensor?.dispose();
        return { ids, present: figures.present };
      }),
    ),
  );
  const { ids, present } = value;
  // 2. Clean.
  const wanted = [...ids.gradients, ...ids.states].map(({ id }) => id);
  const clean = cleanTape(tape, [...wanted, ...[ids.figures, ids.klPerDimension, ids.confusion, ids.norms].filter((id) => id !== null)]);
  // 3. Emit: feeds and weights first.
  const scalarCount = fused.scalars(0, 1).length;
  const known = new Map<TensorId, GraphRef>();
  const feed = (ref: GraphRef): void => {
    const id = feedIds[known.size];
    if (id !== undefined) known.set(id, ref);
  };
  feed(graph.placeholder(names.x, tfTypes.float, feeds.x.shape));
  feed(graph.placeholder(names.step, tfTypes.int32, []));
  if (feeds.labels) feed(graph.placeholder(names.labels, tfTypes.int32, [batch.size]));
  if (feeds.exampleWeights) feed(graph.placeholder(names.exampleWeights, tfTypes.float, [batch.size]));
  const controls = graph.placeholder(names.controls, tfTypes.float, [scalarCount + betas.length]);
  const unpacked = graph.add('Unpack', [controls], { num: { int: scalarCount + betas.length }, T: floatType, axis: { int: 0 } });
  const scalar = (index: number): GraphRef => (index === 0 ? unpacked : `${unpacked}:${index}`);
  betas.forEach((_, index) => feed(scalar(scalarCount + index)));
  const variableOf = (key: string, slot: number | null = null): GraphRef =>
    must(variables.find((variable) => variable.key === key && variable.slot === slot)?.name);
  network.weights.forEach(({ key }, index) => known.set(must(weightIds[index]), graph.read(variableOf(key))));
  const refOf = graph.tape(clean, known);
  // 4. Updates: weights by the fused optimiser, moving averages by assignment.
  const constants = new Map<number, GraphRef>();
  const constant = (number: number): GraphRef => {
    const ref = constants.get(number) ?? graph.constant(Float32Array.of(number), []);
    constants.set(number, ref);
    return ref;
  };
  const scalars = Array.from({ length: scalarCount }, (_, index) => scalar(index));
  const updates = ids.gradients.map(
    ({ key, node, id }) =>
      `^${graph.attribute(node, () =>
        fused.update(graph, {
          variable: variableOf(key),
          slots: fused.slots.map((_, slot) => variableOf(key, slot)),
          gradient: refOf(id),
          scalars,
          constant,
        }),
      )}`,
  );
  const averages = ids.states.map(({ key, id }) => `^${graph.assign(variableOf(key), refOf(id))}`);
  // 5. Figures: fetching them runs the updates.
  graph.add('Identity', [refOf(ids.figures), ...updates, ...averages], { T: floatType }, names.figures);
  const read = (id: TensorId | null, name: string): string | null => (id === null ? null : graph.add('Identity', [refOf(id)], { T: floatType }, name));
  return {
    ...names,
    betas,
    present,
    labels: feeds.labels ? names.labels : null,
    exampleWeights: feeds.exampleWeights ? names.exampleWeights : null,
    klPerDimension: read(ids.klPerDimension, names.klPerDimension),
    confusion: read(ids.confusion, names.confusion),
    norms: read(ids.norms, names.norms),
  };
}

/** Does `work`, then gives the tensors up, also where it throws. */
function disposing<T>(tensors: readonly (Tensor | null)[], work: () => T): T {
  try {
    return work();
  } finally {
    for (const tensor of tensors) tensor?.dispose();
  }
}

function idOf(tensor: Tensor): TensorId {
  return must(nativeIds([tensor])[0]);
}

interface StepRun {
  readonly session: GraphSession;
  readonly names: StepNames;
  readonly context: StepContext;
  readonly fused: FusedOptimiser;
  readonly batch: Batch;
  readonly controls: StepControls;
}

function runStep({ session, names, context, fused, batch, controls }: StepRun): BatchFigures {
  const feeds = feedBatch(context.network, batch, controls.step);
  const numbers = [...fused.scalars(controls.learningRate, controls.step + 1), ...names.betas.map((id) => Number(must(controls.betas[id])))];
  const fed: Record<string, Tensor> = { [names.x]: feeds.x, [names.step]: feeds.step, [names.controls]: tf.tensor1d(numbers) };
  if (names.labels && feeds.labels) fed[names.labels] = feeds.labels;
  if (names.exampleWeights && feeds.exampleWeights) fed[names.exampleWeights] = feeds.exampleWeights;
  const fetches = [names.figures, names.klPerDimension, names.confusion, controls.withGradientNorms ? names.norms : null];
  const asked = fetches.filter((name) => name !== null);
  const tensors = session.run(fed, asked);
  const [figures, klPerDimension, confusion, gradientNorms] = fetches.map((name) => (name === null ? null : must(tensors[asked.indexOf(name)])));
  if (!figures) throw new Error('a step has figures');
  return {
    figures: figures as Tensor1D,
    klPerDimension: (klPerDimension ?? null) as Tensor1D | null,
    confusion: (confusion ?? null) as Tensor2D | null,
    gradientNorms: (gradientNorms ?? null) as Tensor1D | null,
    present: names.present,
  };
}
