import type { Issue } from '../../../shared/check/issue.ts';
import { IssueError } from '../../../shared/check/issue.ts';
import { analyseDocument } from '../../../shared/check/analyse.ts';
import type { GraphDoc } from '../../../shared/graph/document.ts';
import type { Dataset } from '../data/dataset.ts';
import { createBatchSource } from '../data/batchStream.ts';
import type { PreparedBlock } from '../data/preparedBlock.ts';
import { loadDataset } from '../data/loadDataset.ts';
import { prepareData } from '../data/prepareData.ts';
import { lowerPlan } from '../kinds/network.ts';
import { batchOf, partOf } from '../data/batchBlock.ts';
import { lossNodes } from '../step/recordStep.ts';
import { createModelState } from '../step/modelState.ts';
import { createOptimiser } from '../step/optimisers.ts';
import { createCompiledStepper, createEagerStepper } from '../step/stepper.ts';
import { tf } from '../tfjs/core.ts';

export type StepWay = 'compiled' | 'eager';

/** A model kept warm to be timed. */
export interface StepRunner {
  readonly batchSize: number;
  readonly stepsPerEpoch: number;
  /** Milliseconds that recording, emitting and loading the step took, with its first run; for eager steps next to nothing. */
  readonly compileMs: number;
  /** Trains `steps` full batches as a run does, batches from the data's stream and figures read at the end; gives milliseconds a step. */
  run(steps: number): Promise<number>;
  close(): Promise<void>;
}

export interface StepRunnerOptions {
  readonly root: string;
  /** Trained on instead of the document's own data. */
  readonly dataset?: Dataset;
}

/**
 * Makes a document's training step ready on the open device. β and the learning rate stay as the document says at its first step.
 * Throws IssueError where the document or its data cannot be trained.
 */
export async function createStepRunner(document: GraphDoc, way: StepWay, { root, dataset }: StepRunnerOptions): Promise<StepRunner> {
  // 1. The model and its data.
  const { plan, issues } = analyseDocument(document);
  if (!plan) throw new IssueError(issues);
  const { seed, batchSize } = plan.training;
  const loaded = dataset ? { value: dataset, issues: [] } : await loadDataset(document.data, { root, seed });
  const prepared = loaded.value && prepareData(loaded.value, document.data, seed);
  if (!prepared?.value) throw new IssueError([...loaded.issues, ...(prepared?.issues ?? [])] satisfies readonly Issue[]);
  const network = lowerPlan(plan),
    optimiser = createOptimiser(plan.training.optimiser);
  const context = { network, optimiser, training: plan.training, seed };
  const betas = Object.fromEntries(lossNodes(context).map((id) => [id, Number(network.plan.nodes.find((node) => node.id === id)?.params.beta ?? 1)]));
  // 2. The step.
  const source = createBatchSource(prepared.value);
  const stepsPerEpoch = Math.floor(prepared.value.counts.train / batchSize);
  const [first] = await firstBlock(source.stream({ split: 'train', batchSize, stride: 1 }));
  const startedAt = performance.now();
  const state = createModelState(network, optimiser, seed);
  const stepper = way === 'compiled' ? createCompiledStepper(context, state, [batchOf(first, 0)]) : createEagerStepper(context, state);
  const compileMs = performance.now() - startedAt;
  const stream = source.stream({ split: 'train', batchSize, stride: stepper.longestStride });
  // 3. Full batches without end.
  async function* fullBlocks(): AsyncGenerator<PreparedBlock, never> {
    for (let epoch = 0; ; epoch++) {
      for await (const block of stream.blocks(epoch)) {
        if (block.batchSize === batchSize) yield block;
        stream.release(block);
      }
    }
  }
  const blocks = fullBlocks();
  let block: PreparedBlock | null = null,
    at = 0,
    step = 0;
  return {
    batchSize,
    stepsPerEpoch,
    compileMs,
    async run(steps) {
      const begunAt = performance.now();
      for (let left = steps; left > 0; ) {
        if (!block || at === block.batches) {
          block = (await blocks.next()).value;
          at = 0;
        }
        const count = 2 ** Math.floor(Math.log2(Math.min(stepper.stride, block.batches - at, left)));
        const controls = Array.from({ length: count }, () => ({
          step: step++,
          learningRate: plan.training.optimiser.learningRate,
          betas,
          withGradientNorms: false,
        }));
        const { figures, klPerDimension, confusion } = stepper.steps(partOf(block, at, count), controls);
        at += count;
        left -= count;
        if (left === 0) await figures.data();
        tf.dispose([figures, ...[klPerDimension, confusion].filter((tensor) => tensor !== null)]);
      }
      return (performance.now() - begunAt) / steps;
    },
    async close() {
      stepper.dispose();
      await source.close();
    },
  };
}

async function firstBlock(stream: { blocks(epoch: number): AsyncGenerator<PreparedBlock, void> }): Promise<readonly [PreparedBlock]> {
  for await (const block of stream.blocks(0)) return [block];
  throw new RangeError('the data has no training examples');
}
