import type { Batch } from '../data/dataset.ts';
import { totalLoss } from '../kinds/network.ts';
import { tf } from '../tfjs/core.ts';
import { tidy } from '../tfjs/tidy.ts';
import { blockOf } from '../data/batchBlock.ts';
import type { BatchBlock } from '../data/batchBlock.ts';
import { createCallPace } from './callPace.ts';
import { compileStep } from './compiledStep.ts';
import type { CompiledStep, ExampleBatches } from './compiledStep.ts';
import { batchFigures, eagerStep, feedBatch } from './eagerStep.ts';
import type { BatchFigures, StepContext, StepControls } from './eagerStep.ts';
import { lossNodes } from './recordStep.ts';
import { cloneModelState, tensorsOf } from './modelState.ts';
import type { ModelState } from './modelState.ts';

/** A model in training and the step that trains it, whichever way the step is run. */
export interface Stepper {
  /** `compiled`: native calls of one or several steps; `eager`: an operation at a time. */
  readonly way: 'compiled' | 'eager';
  /** Full batches that a call should take at present, so that it keeps nobody waiting: 1, 2, 4 or 8; never more than `longestStride`. */
  readonly stride: number;
  readonly longestStride: number;
  /** One step on a batch. The caller disposes the figures. */
  step(batch: Batch, controls: StepControls): BatchFigures;
  /** A step on each batch of a block of 1, 2, 4 … `longestStride`. Figures are means over them, norms those of the first. The caller disposes the figures. */
  steps(block: BatchBlock, controls: readonly StepControls[]): BatchFigures;
  /** Figures of a batch, nothing trained, dropout off. Step numbers below 0 are evaluation's own draws. The caller disposes the figures. */
  evaluate(batch: Batch, controls: Pick<StepControls, 'step' | 'betas'>): BatchFigures;
  /** The model as it stands, on tensors of its own; the caller disposes them. */
  take(): ModelState;
  /** Puts a model in; its tensors are consumed. */
  put(state: ModelState): void;
  dispose(): void;
}

/** Runs the step an operation at a time. Owns `state` from here on. */
export function createEagerStepper(context: StepContext, state: ModelState): Stepper {
  let current = state;
  const step: Stepper['step'] = (batch, controls) => {
    const made = eagerStep(context, current, batch, controls);
    current = made.state;
    return made.figures;
  };
  return {
    way: 'eager',
    stride: 1,
    longestStride: 1,
    step,
    steps({ batches, batchSize, ...block }, [controls]) {
      if (batches !== 1 || !controls) throw new RangeError(`${batches} batches in a call of one step`);
      return step({ size: batchSize, ...block }, controls);
    },
    evaluate: (batch, controls) => evaluateEagerly(context, current, batch, controls),
    take: () => cloneModelState(current),
    put(next) {
      tf.dispose([...tensorsOf(current)]);
      current = next;
    },
    dispose: () => tf.dispose([...tensorsOf(current)]),
  };
}

/** Figures of a batch under a model, an operation at a time. The caller disposes them. */
export function evaluateEagerly(
  { network, seed }: Pick<StepContext, 'network' | 'seed'>,
  { weights }: Pick<ModelState, 'weights'>,
  batch: Batch,
  { step, betas }: Pick<StepControls, 'step' | 'betas'>,
): BatchFigures {
  return tidy(() => {
    const { terms } = network.forward({ ...feedBatch(network, batch, step), weights, training: false, seed, betas, withLoss: true });
    return { ...batchFigures(totalLoss(terms), terms), gradientNorms: null };
  });
}

/**
 * Compiles the step for batches of the sizes of `examples` (tensorflow only). Owns `state` from here on.
 * Throws UntraceableStep where the step cannot be compiled; `state` is then still the caller's.
 */
export function createCompiledStepper(context: StepContext, state: ModelState, examples: readonly Batch[] | ExampleBatches): Stepper {
  const sizes = 'training' in examples ? examples : { training: examples, evaluation: [] };
  const compiled = compileStep(context, state, sizes);
  try {
    compiled.put(state);
    // TensorFlow looks for each operation's kernel at a graph's first run: tried here, while the step can still be run another way.
    tryOut(context, compiled, sizes.training[0]);
    compiled.put(state);
  } catch (error) {
    compiled.dispose();
    throw error;
  }
  tf.dispose([...tensorsOf(state)]);
  const pace = createCallPace(compiled.stride);
  const steps: Stepper['steps'] = (block, controls) => pace.time(block.batches, () => compiled.run(block, controls));
  return {
    way: 'compiled',
    get stride() {
      return pace.stride;
    },
    longestStride: compiled.stride,
    step: (batch, controls) => steps(blockOf(batch), [controls]),
    steps,
    evaluate: compiled.evaluate,
    take: compiled.take,
    put(next) {
      compiled.put(next);
      tf.dispose([...tensorsOf(next)]);
    },
    dispose: compiled.dispose,
  };
}

/** One step whose outcome nobody keeps. */
function tryOut(context: StepContext, compiled: CompiledStep, batch: Batch | undefined): void {
  if (!batch) return;
  const betas = Object.fromEntries(lossNodes(context).map((id) => [id, 1]));
  const made = compiled.run(blockOf(batch), [{ step: 0, learningRate: 0, betas, withGradientNorms: true }]);
  tf.dispose([made.figures, ...[made.klPerDimension, made.confusion, made.gradientNorms].filter((tensor) => tensor !== null)]);
}
