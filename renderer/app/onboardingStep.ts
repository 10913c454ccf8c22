import type { RunState } from '../../shared/run/runState.ts';

/** start: nothing trained yet; watch: it trains; done: there is a trained model to look at. */
export type OnboardingStep = 'start' | 'watch' | 'done';

/** Where a first-time user stands, by the newest run. One that was lost or diverged before its first epoch starts over. */
export function onboardingStep(run: RunState | undefined): OnboardingStep {
  if (!run) return 'start';
  if (run.status === 'waiting' || run.status === 'training' || run.status === 'paused') return 'watch';
  return run.epochs.length > 0 ? 'done' : 'start';
}
