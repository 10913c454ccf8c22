import type { Batch } from '../data/dataset.ts';
import { createGraphSession } from '../tfjs/graphSession.ts';
import { tf } from '../tfjs/core.ts';
import type { Tensor, Tensor1D, Tensor2D } from '../tfjs/core.ts';
import { tidy } from '../tfjs/tidy.ts';
import { blockOf } from '../data/batchBlock.ts';
import type { BatchBlock } from '../data/batchBlock.ts';
import type { BatchFigures, StepContext, StepControls } from './eagerStep.ts';
import { emitEvaluation, emitSteps } from './emitPass.ts';
import type { EmittedPass } from './emitPass.ts';
import { createFusedOptimiser } from './fusedUpdate.ts';
import { createGraphBuilder } from './graphBuilder.ts';
import type { ModelState } from './modelState.ts';
import { lossNodes, recordEvaluation, recordStep } from './recordStep.ts';
import type { RecordedStep } from './recordStep.ts';
import { blaming } from './traceable.ts';
import { emitVariables } from './variables.ts';

/** Training steps as native calls. The model's tensors live inside the session. */
export interface CompiledStep {
  /** Most full batches one call can train on: 1, 2, 4 or 8. Batches of other sizes go one by one. */
  readonly stride: number;
  /** A step on each batch of a block, in order: 1, 2, 4 … of them. Figures are means over the block, norms those of its first step. The caller disposes them. */
  run(block: BatchBlock, controls: readonly StepControls[]): BatchFigures;
  /** Figures of a batch of one of the evaluation sizes, nothing trained. The caller disposes them. */
  evaluate(batch: Batch, controls: Pick<StepControls, 'step' | 'betas'>): BatchFigures;
  /** The model as tensors of its own, by key; the caller disposes them. */
  take(): ModelState;
  /** Puts a model in. Its tensors stay the caller's. */
  put(state: ModelState): void;
  dispose(): void;
}

/** Batches of the sizes that will come. The first training batch is a full one. */
export interface ExampleBatches {
  readonly training: readonly Batch[];
  readonly evaluation: readonly Batch[];
}

/** Most steps in a call, and most operations for all of them: beyond that a longer call saves little, and costs time to compile. */
const longestStride = 8,
  mostOps = 4000;

/**
 * Compiles the training step of a network for batches of given sizes.
 * 1. Record one eager step (and evaluation) a size, and clean the tape. 2. Emit the model as variables. 3. Emit the steps with the optimiser's fused updates.
 * 4. Load the graph. Throws UntraceableStep where it cannot be done, naming the model's node.
 */
export function compileStep(context: StepContext, state: ModelState, { training, evaluation }: ExampleBatches): CompiledStep {
  const fused = createFusedOptimiser(context.training.optimiser);
  const graph = createGraphBuilder();
  // 1. Record.
  const steps = onePerSize(training).map((batch) => recordStep(context, state, batch));
  const evaluations = onePerSize(evaluation).map((batch) => recordEvaluation(context, state, batch));
  // 2. Variables.
  const variables = emitVariables(graph, context, fused);
  // 3. Passes.
  const request = (place: number) => ({ graph, context, variables, prefix: String.fromCharCode(97 + place) });
  const stride = strideOf(steps[0]);
  const stepPasses = new Map(steps.map((step, place) => [step.batchSize, emitSteps(request(place), fused, step, place === 0 ? stride : 1)]));
  const evaluationPasses = new Map(evaluations.map((pass, place) => [pass.batchSize, emitEvaluation(request(steps.length + place), pass)]));
  // 4. Load.
  const session = blaming(graph, () => createGraphSession(graph.nodes));
  const losses = lossNodes(context);
  const betasOf = ({ betas }: Pick<StepControls, 'betas'>): readonly number[] => losses.map((id) => Number(must(betas[id])));
  const call = (pass: EmittedPass, block: BatchBlock, numbers: CallNumbers): BatchFigures =>
    blaming(graph, () =>
      tidy(() => {
        const { feeds, fetches } = callOf(pass, block, numbers);
        const asked = Object.values(fetches).filter((name) => name !== null);
        const tensors = session.run(feeds, asked);
        const found = (name: string | null): Tensor | null => (name === null ? null : must(tensors[asked.indexOf(name)]));
        return {
          figures: must(found(fetches.figures) ?? undefined) as Tensor1D,
          klPerDimension: found(fetches.klPerDimension) as Tensor1D | null,
          confusion: found(fetches.confusion) as Tensor2D | null,
          gradientNorms: numbers.withNorms ? (found(fetches.norms) as Tensor1D | null) : null,
          present: pass.present,
        };
      }),
    );
  return {
    stride,
    run(block, controls) {
      const pass = stepPasses.get(block.batchSize);
      if (!pass) throw new Error(`the step was not compiled for a batch of ${block.batchSize}`);
      return call(pass, block, {
        steps: controls.map(({ step }) => step),
        controls: controls.flatMap((each) => [...fused.scalars(each.learningRate, each.step + 1), ...betasOf(each)]),
        withNorms: controls[0]?.withGradientNorms ?? false,
      });
    },
    evaluate(batch, controls) {
      const pass = evaluationPasses.get(batch.size);
      if (!pass) throw new Error(`evaluation was not compiled for a batch of ${batch.size}`);
      return call(pass, blockOf(batch), { steps: [controls.step], controls: betasOf(controls), withNorms: false });
    },
    take: () => variables.take(session),
    put: (model) => variables.put(session, model),
    dispose: () => session.dispose(),
  };
}

function onePerSize(batches: readonly Batch[]): readonly Batch[] {
  return [...new Map(batches.map((batch) => [batch.size, batch])).values()];
}

/** The longest of 1, 2, 4, 8 whose operations are not too many. */
function strideOf(step: RecordedStep | undefined): number {
  let stride = 1;
  while (stride < longestStride && 2 * stride * (step?.tape.ops.length ?? Infinity) <= mostOps) stride *= 2;
  return stride;
}

interface CallNumbers {
  readonly steps: readonly number[];
  readonly controls: readonly number[];
  readonly withNorms: boolean;
}

/** What one call is fed and asked for. */
function callOf(
  { feeds: names, figures, norms }: EmittedPass,
  { batches, batchSize, x, labels, weights }: BatchBlock,
  { steps, controls, withNorms }: CallNumbers,
): { readonly feeds: Record<string, Tensor>; readonly fetches: Readonly<Record<'figures' | 'klPerDimension' | 'confusion' | 'norms', string | null>> } {
  const asked = figures.get(batches);
  if (!asked || steps.length !== batches) throw new Error(`no call was compiled for ${batches} batches of ${batchSize} and ${steps.length} steps`);
  const feeds: Record<string, Tensor> = {
    [names.x]: tf.tensor2d(x, [batches * batchSize, x.length / (batches * batchSize)], 'float32'),
    [names.step]: tf.tensor1d(Int32Array.from(steps), 'int32'),
  };
  if (names.controls) feeds[names.controls] = tf.tensor1d(Float32Array.from(controls), 'float32');
  if (names.labels && labels) feeds[names.labels] = tf.tensor1d(labels, 'int32');
  if (names.exampleWeights && weights) feeds[names.exampleWeights] = tf.tensor1d(weights, 'float32');
  // Every set of fetches is optimised and kept by TensorFlow as a program of its own: long calls, whose first step's norms cost little, have but one.
  return { feeds, fetches: { ...asked, norms: withNorms || figures.size > 1 ? norms : null } };
}

function must<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('the session gave fewer tensors than were asked for');
  return value;
}
