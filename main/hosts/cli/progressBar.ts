import { SingleBar } from 'cli-progress';
import type { RunEvent } from '../../../shared/run/runEvent.ts';
import { showCount, showDuration, showFigure } from './figures.ts';
import type { Terminal } from './terminal.ts';

/** The bar of the epoch in progress, on stderr where a person watches. */
export interface ProgressBar {
  show(tick: Extract<RunEvent, { event: 'batch' }>): void;
  /** Takes the bar away, so that a line can be written. */
  clear(): void;
}

/** @param course epochs of the run and batches of an epoch */
export function createProgressBar({ bar: stream, words }: Terminal, course: { readonly epochs: number; readonly stepsPerEpoch: number }): ProgressBar {
  if (!stream) return { show: () => {}, clear: () => {} };
  const texts = {
    epoch: words({ en: 'epoch', zh: '轮次' }),
    loss: words({ en: 'loss', zh: '损失' }),
    rate: words({ en: 'examples/s', zh: '样本/秒' }),
    left: words({ en: 'left', zh: '剩余' }),
  };
  let shown: SingleBar | null = null;
  const clear = (): void => {
    shown?.stop();
    shown = null;
  };
  return {
    clear,
    show({ epoch, batch, figures, examplesPerSecond, secondsLeft }) {
      const payload = { loss: showFigure(figures.loss), rate: showCount(examplesPerSecond), left: showDuration(secondsLeft) };
      if (!shown) {
        shown = new SingleBar({
          stream,
          clearOnComplete: true,
          hideCursor: true,
          barsize: 24,
          gracefulExit: false,
          barCompleteChar: '█',
          barIncompleteChar: '░',
          format: `${texts.epoch} ${epoch}/${course.epochs} {bar} {percentage} %  ${texts.loss} {loss}  {rate} ${texts.rate}  {left} ${texts.left}`,
        });
        shown.start(course.stepsPerEpoch, batch, payload);
      } else shown.update(batch, payload);
    },
  };
}
