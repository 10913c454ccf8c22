import { sameText } from '../../shared/messages/language.ts';
import type { Text } from '../../shared/messages/language.ts';
import type { HistoryLine } from '../../shared/protocol/hostCalls.ts';
import { optimiserTitles } from './trainingSettingSpecs.ts';

const titles: Readonly<Partial<Record<string, Text>>> = optimiserTitles;

/** What a run was trained with, as the page names it. */
export function settingTitle(name: keyof HistoryLine['settings'], value: string): Text {
  return (name === 'optimiser' ? titles[value] : undefined) ?? sameText(value);
}
