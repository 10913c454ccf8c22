import type { RunState } from '../../../shared/run/runState.ts';

type Told = Pick<RunState, 'epochs' | 'controls'>;

/**
 * The epochs of a run that can be compared with its latest, each with the loss it is judged by: that of validation, or of training where nothing is
 * validated. Another β is another loss: epochs that were validated with one are left out, and without validation those trained with one.
 */
export function judgedEpochs({ epochs, controls }: Told): readonly { readonly epoch: number; readonly judged: number }[] {
  const chosenBeta = (step: number): number | undefined => controls.findLast((control) => control.beta !== undefined && control.step < step)?.beta;
  const latest = epochs.at(-1);
  if (!latest) return [];
  return epochs
    .filter(({ step, validation, beta }) => chosenBeta(step) === chosenBeta(latest.step) && (validation !== null || beta === latest.beta))
    .map(({ epoch, loss, validation }) => ({ epoch, judged: validation ? validation.loss : loss }));
}

/** The epoch with the lowest judged loss, the earlier of two alike; null before the first. */
export function bestEpoch(state: Told): number | null {
  const judged = judgedEpochs(state).filter(({ judged: loss }) => Number.isFinite(loss));
  return judged.reduce<(typeof judged)[number] | null>((best, candidate) => (best && best.judged <= candidate.judged ? best : candidate), null)?.epoch ?? null;
}
