import type { LossFigures, ClassFigures } from '../../../shared/run/runEvent.ts';
import type { PreparedData, SplitName } from '../data/dataset.ts';
import { totalLoss } from '../kinds/network.ts';
import type { Network } from '../kinds/network.ts';
import { tidy } from '../tfjs/tidy.ts';
import { batchFigures, feedBatch } from '../step/eagerStep.ts';
import { createFigureSum } from './figureSum.ts';
import type { ModelState } from '../step/modelState.ts';

/** Examples a pass of evaluation; part of what fixes its noise, so it is one number for everybody. */
const evaluationBatch = 256;
/** Steps of evaluation lie apart from those of training, so that the same seed draws other noise. */
const evaluationSteps = -1;

export interface EvaluateRequest {
  readonly network: Network;
  readonly state: Pick<ModelState, 'weights'>;
  readonly data: PreparedData;
  readonly split: SplitName;
  readonly seed: number;
  /** β by loss node; unscheduled, so that epochs can be compared. */
  readonly betas: Readonly<Record<string, number>>;
  /** Called between batches; lets the host breathe. */
  readonly breathe?: () => Promise<void>;
}

export interface SplitFigures {
  readonly figures: LossFigures;
  readonly klPerDimension: readonly number[] | null;
  readonly classes: ClassFigures | null;
  readonly examples: number;
}

/** Loss and figures over a whole split, nothing trained, the same noise each time. Null for an empty split. */
export async function evaluateSplit(request: EvaluateRequest): Promise<SplitFigures | null> {
  const { network, state, data, split, seed, betas } = request;
  if (data.counts[split] === 0) return null;
  const sum = createFigureSum();
  try {
    let index = 0;
    for (const batch of data.batches(split, { batchSize: evaluationBatch, epoch: 0 })) {
      const figures = tidy(() => {
        const feeds = feedBatch(network, batch, evaluationSteps - index);
        const { terms } = network.forward({ ...feeds, weights: state.weights, training: false, seed, betas, withLoss: true });
        return batchFigures(totalLoss(terms), terms);
      });
      sum.add({ ...figures, gradientNorms: null }, batch.size);
      index++;
      await request.breathe?.();
    }
    return { ...(await sum.read()), examples: data.counts[split] };
  } finally {
    sum.dispose();
  }
}
