import type { HistoryLine } from '../../../shared/protocol/hostCalls.ts';
import { differingSettings } from '../../training/differingSettings.ts';

/** A run to be named beside others. */
export interface NamedRun {
  readonly name: string;
  /** Its line in the history, where the page knows it. */
  readonly line: HistoryLine | null;
}

/**
 * Names that tell runs apart: their titles; where some are called alike, what they differ in; where they do not, their numbers.
 * @param setting a setting in words, `rate 0.003`
 */
export function runLabels(runs: readonly NamedRun[], setting: (name: keyof HistoryLine['settings'], value: string) => string): readonly string[] {
  const names = runs.map(({ name, line }) => line?.title ?? name);
  const isTwice = (all: readonly string[], index: number): boolean => all.some((name, other) => other !== index && name === all[index]);
  const told = names.map((name, index) => {
    const line = runs[index]?.line;
    if (!line || !isTwice(names, index)) return name;
    const alike = runs.flatMap((run, other) => (names[other] === name && run.line ? [run.line.settings] : []));
    const differing = differingSettings(alike).map((key) => setting(key, String(line.settings[key])));
    return differing.length > 0 ? `${name} · ${differing.join(', ')}` : name;
  });
  return told.map((name, index) => (isTwice(told, index) ? `${name} (${index + 1})` : name));
}
