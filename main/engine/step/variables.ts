import { tfTypes } from '../tfjs/encodeGraph.ts';
import type { GraphSession } from '../tfjs/graphSession.ts';
import { tf } from '../tfjs/core.ts';
import type { Tensor } from '../tfjs/core.ts';
import { tidy } from '../tfjs/tidy.ts';
import type { StepContext } from './eagerStep.ts';
import type { FusedOptimiser } from './fusedUpdate.ts';
import { floatType } from './graphBuilder.ts';
import type { GraphBuilder, GraphRef } from './graphBuilder.ts';
import type { ModelState } from './modelState.ts';

/** A tensor inside the session: a weight, or the slot of that number of a trained one (counted as the eager optimiser's; beyond those, the fused form's own). */
interface Variable {
  readonly key: string;
  readonly slot: number | null;
  readonly name: string;
  readonly shape: readonly number[];
}

/** The model's tensors as variables of a graph. */
export interface Variables {
  /** The handle of a weight, or of one of its slots. */
  handle(key: string, slot?: number | null): GraphRef;
  /** The model as tensors of its own; the caller disposes them. */
  take(session: GraphSession): ModelState;
  /** Puts a model in. Its tensors stay the caller's. */
  put(session: GraphSession, state: ModelState): void;
}

/** Adds to a graph a variable for each weight and each slot of a trained one, with what reads and writes them from outside. */
export function emitVariables(graph: GraphBuilder, { network, optimiser }: StepContext, fused: FusedOptimiser): Variables {
  // 1. Declare.
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
  const handles = new Map(variables.map(({ key, slot, name }) => [`${slot ?? ''}:${key}`, name]));
  // 2. Reads and one write of everything. What a session fetches must be a tensor: an Identity behind each read, a constant behind all assignments.
  const read = (name: string): string => `o${name}`;
  for (const { name } of variables) graph.add('Identity', [graph.read(name)], { T: floatType }, read(name));
  const assigned = variables.map(({ name, shape }) => `^${graph.assign(name, graph.placeholder(`i${name}`, tfTypes.float, shape))}`);
  const written = graph.add('Identity', [graph.constant(Float32Array.of(0), []), ...assigned], { T: floatType }, 'written');
  return {
    handle: (key, slot = null) => must(handles.get(`${slot ?? ''}:${key}`)),
    take(session) {
      const wanted = variables.filter(({ slot }) => slot === null || slot < optimiser.slots.length);
      const tensors = session.run(
        {},
        wanted.map(({ name }) => read(name)),
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
    put(session, model) {
      tidy(() => {
        const valueOf = ({ key, slot, shape }: Variable): Tensor =>
          slot === null ? must(model.weights[key]) : (model.slots[key]?.[slot] ?? tf.zeros([...shape]));
        const feeds = Object.fromEntries(variables.map((variable) => [`i${variable.name}`, valueOf(variable)]));
        return session.run(feeds, [written]);
      }).forEach((tensor) => tensor.dispose());
    },
  };
}

function must<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('the model and its variables do not match');
  return value;
}
