import type { TrainingSettings } from '../../../shared/graph/document.ts';
import type { AnyParams } from '../../../shared/nodes/defineNode.ts';

/** Factor on the learning rate at `epochs` (fractional, since the run began), 1 at most. */
export function rateFactor(schedule: TrainingSettings['schedule'], epochs: number): number {
  const { kind, factor } = schedule;
  const progress = epochs / schedule.epochs;
  switch (kind) {
    case 'constant':
      return 1;
    case 'step':
      return factor ** Math.floor(progress);
    case 'exponential':
      return factor ** progress;
    // SGDR without restarts (Loshchilov & Hutter 2017, eq. 5), ending at `factor`.
    case 'cosine':
      return factor + (1 - factor) * 0.5 * (1 + Math.cos(Math.PI * Math.min(progress, 1)));
    case 'warmup':
      return Math.min(progress, 1);
  }
}

/**
 * Factor on a loss node's β at `epochs`: warmup rises linearly to 1 (Bowman et al. 2016); cyclical rises over the first half of each cycle and
 * holds for the second (Fu et al. 2019, eq. 4 with R = 0.5).
 */
export function betaFactor(params: AnyParams, epochs: number): number {
  const length = typeof params.betaEpochs === 'number' ? params.betaEpochs : 1;
  switch (params.betaSchedule) {
    case 'warmup':
      return Math.min(epochs / length, 1);
    case 'cyclical':
      return Math.min(((epochs % length) / length) * 2, 1);
    default:
      return 1;
  }
}
