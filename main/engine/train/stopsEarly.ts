import type { TrainingSettings } from '../../../shared/graph/document.ts';
import type { ShapedNode } from '../../../shared/check/stages.ts';
import type { RunState } from '../../../shared/run/runState.ts';
import { judgedEpochs } from '../files/bestEpoch.ts';

export interface EarlyStoppingRequest {
  readonly settings: TrainingSettings['earlyStopping'];
  readonly nodes: readonly Pick<ShapedNode, 'params'>[];
  /** Epochs up to this one cost no patience: the user has asked for more since. */
  readonly patienceFrom: number;
}

/**
 * Whether `patience` epochs have passed in which the judged loss did not fall by more than `minDelta`. Patience is counted once β has reached its
 * full value: before, the loss that is trained is not the one that is judged.
 */
export function stopsEarly({ settings, nodes, patienceFrom }: EarlyStoppingRequest, state: Pick<RunState, 'epochs' | 'controls'>): boolean {
  if (!settings.enabled) return false;
  const warmUp = Math.max(0, ...nodes.map(({ params }) => (params.kl === true && params.betaSchedule === 'warmup' ? Number(params.betaEpochs) : 0)));
  let best = Infinity,
    since = 0;
  for (const { epoch, judged } of judgedEpochs(state)) {
    if (judged < best - settings.minDelta) {
      best = judged;
      since = 0;
    } else if (epoch > warmUp && epoch > patienceFrom) since += 1;
  }
  return since >= settings.patience;
}
