import type { Text } from '../../../shared/messages/language.ts';
import type { EpochFigures } from '../../../shared/run/runEvent.ts';
import { showCount, showDuration, showFigure } from './figures.ts';

/** An epoch in one line for people: its losses, those of validation, its speed and what is left. */
export function epochLine(epoch: EpochFigures, epochs: number, words: (text: Text) => string): string {
  const { loss, reconstruction, kl, classes, validation } = epoch;
  const parts = [
    words({ en: 'epoch', zh: '轮次' }) + ` ${String(epoch.epoch).padStart(String(epochs).length)}/${epochs}`,
    `${words({ en: 'loss', zh: '损失' })} ${showFigure(loss)}`,
    ...(reconstruction === null ? [] : [`${words({ en: 'reconstruction', zh: '重构' })} ${showFigure(reconstruction)}`]),
    ...(kl === null ? [] : [`KL ${showFigure(kl)}`]),
    ...(classes ? [`${words({ en: 'accuracy', zh: '准确率' })} ${percent(classes.accuracy)}`] : []),
    ...(validation
      ? [`${words({ en: 'validation', zh: '验证' })} ${showFigure(validation.loss)}${validation.classes ? ` (${percent(validation.classes.accuracy)})` : ''}`]
      : []),
    `${showCount(epoch.examplesPerSecond)} ${words({ en: 'examples/s', zh: '样本/秒' })}`,
    ...(epoch.epoch < epochs ? [`${showDuration((epochs - epoch.epoch) * epoch.seconds)} ${words({ en: 'left', zh: '剩余' })}`] : []),
  ];
  return parts.join('  ');
}

export const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
