import type { LossFigures, ClassFigures } from '../../../shared/run/runEvent.ts';
import type { Batch, PreparedData, SplitName } from '../data/dataset.ts';
import type { BatchFigures, StepControls } from '../step/eagerStep.ts';
import { createFigureSum } from './figureSum.ts';

/** Examples a pass of evaluation; part of what fixes its noise, so it is one number for everybody. */
const evaluationBatch = 256;
/** Steps of evaluation lie apart from those of training, so that the same seed draws other noise. */
const evaluationSteps = -1;

export interface EvaluateRequest {
  /** Figures of a batch under the model in question, nothing trained: a stepper's, or `evaluateEagerly`. */
  readonly evaluate: (batch: Batch, controls: Pick<StepControls, 'step' | 'betas'>) => BatchFigures;
  readonly data: PreparedData;
  readonly split: SplitName;
  /** β by loss node; unscheduled, so that epochs can be compared. */
  readonly betas: Readonly<Record<string, number>>;
  /** Called between batches; lets the host breathe. */
  readonly breathe?: () => Promise<void>;
}

/** The first batch of each size that evaluating a split of so many examples takes: what a step is compiled for. */
export function evaluationSizes(examples: number): readonly number[] {
  return [Math.min(examples, evaluationBatch), examples % evaluationBatch].filter((size, place, sizes) => size > 0 && sizes.indexOf(size) === place);
}

export interface SplitFigures {
  readonly figures: LossFigures;
  readonly klPerDimension: readonly number[] | null;
  readonly classes: ClassFigures | null;
  readonly examples: number;
}

/** Loss and figures over a whole split, nothing trained, the same noise each time. Null for an empty split. */
export async function evaluateSplit(request: EvaluateRequest): Promise<SplitFigures | null> {
  const { evaluate, data, split, betas } = request;
  if (data.counts[split] === 0) return null;
  const sum = createFigureSum();
  try {
    let index = 0;
    for (const batch of data.batches(split, { batchSize: evaluationBatch, epoch: 0 })) {
      sum.add(evaluate(batch, { step: evaluationSteps - index, betas }), batch.size);
      index++;
      await request.breathe?.();
    }
    return { ...(await sum.read()), examples: data.counts[split] };
  } finally {
    sum.dispose();
  }
}
