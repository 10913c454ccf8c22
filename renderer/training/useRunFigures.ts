import type { RunState } from '../../shared/run/runState.ts';
import { useText } from '../text/useText.ts';
import { runProgress } from './runProgress.ts';
import { timeWords } from './timeLeft.ts';

/** A run's progress in words; null for what is not known now. */
export interface RunFigures {
  /** Share of all steps done, 0 … 1. */
  readonly share: number;
  readonly epoch: string;
  readonly step: string;
  readonly loss: string | null;
  readonly speed: string | null;
  readonly left: string | null;
}

export function useRunFigures(run: RunState): RunFigures {
  const { t, language } = useText();
  const { epoch, epochs, step, share, examplesPerSecond, secondsLeft, loss } = runProgress(run);
  const number = (value: number): string => value.toLocaleString(language);
  const time = secondsLeft === null ? null : timeWords(secondsLeft);
  return {
    share,
    epoch: t('training.epochOf', { epoch: number(epoch), epochs: number(epochs) }),
    step: t('training.stepCount', { step: number(step) }),
    loss: loss === null ? null : t('training.loss', { loss: loss.toPrecision(4) }),
    speed: examplesPerSecond === null ? null : t('training.speed', { count: number(Math.round(examplesPerSecond)) }),
    left: time && t('training.left', { time: t(time.key, time.values) }),
  };
}
