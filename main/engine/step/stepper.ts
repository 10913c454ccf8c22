import type { Batch } from '../data/dataset.ts';
import { tf } from '../tfjs/core.ts';
import { compileStep } from './compiledStep.ts';
import type { CompiledStep } from './compiledStep.ts';
import { eagerStep } from './eagerStep.ts';
import type { BatchFigures, StepContext, StepControls } from './eagerStep.ts';
import { cloneModelState, tensorsOf } from './modelState.ts';
import type { ModelState } from './modelState.ts';

/** A model in training and the step that trains it, whichever way the step is run. */
export interface Stepper {
  /** `compiled`: one native call a step; `eager`: an operation at a time. */
  readonly way: 'compiled' | 'eager';
  /** One step on a batch. The caller disposes the figures. */
  step(batch: Batch, controls: StepControls): BatchFigures;
  /** The model as it stands, on tensors of its own; the caller disposes them. */
  take(): ModelState;
  /** Puts a model in; its tensors are consumed. */
  put(state: ModelState): void;
  dispose(): void;
}

/** Runs the step an operation at a time. Owns `state` from here on. */
export function createEagerStepper(context: StepContext, state: ModelState): Stepper {
  let current = state;
  return {
    way: 'eager',
    step(batch, controls) {
      const made = eagerStep(context, current, batch, controls);
      current = made.state;
      return made.figures;
    },
    take: () => cloneModelState(current),
    put(next) {
      tf.dispose([...tensorsOf(current)]);
      current = next;
    },
    dispose: () => tf.dispose([...tensorsOf(current)]),
  };
}

/**
 * Compiles the step for batches of the sizes of `examples` (tensorflow only). Owns `state` from here on.
 * Throws UntraceableStep where the step cannot be compiled; `state` is then still the caller's.
 */
export function createCompiledStepper(context: StepContext, state: ModelState, examples: readonly Batch[]): Stepper {
  const compiled = compileStep(context, state, examples);
  try {
    compiled.put(state);
    // TensorFlow looks for each operation's kernel at a graph's first run: tried here, while the step can still be run another way.
    tryOut(context, compiled, examples[0]);
    compiled.put(state);
  } catch (error) {
    compiled.dispose();
    throw error;
  }
  tf.dispose([...tensorsOf(state)]);
  return {
    way: 'compiled',
    step: compiled.run,
    take: compiled.take,
    put(next) {
      compiled.put(next);
      tf.dispose([...tensorsOf(next)]);
    },
    dispose: compiled.dispose,
  };
}

/** One step whose outcome nobody keeps. */
function tryOut({ network }: StepContext, compiled: CompiledStep, batch: Batch | undefined): void {
  if (!batch) return;
  const betas = Object.fromEntries(network.plan.nodes.map(({ id }) => [id, 1]));
  const made = compiled.run(batch, { step: 0, learningRate: 0, betas, withGradientNorms: true });
  tf.dispose([made.figures, ...[made.klPerDimension, made.confusion, made.gradientNorms].filter((tensor) => tensor !== null)]);
}
