import type { Issue } from '../../shared/check/issue.ts';
import type { EngineStatus } from '../stores/runStore.ts';
import type { TextKey } from '../text/texts.ts';

/** Why training cannot begin now. */
export interface TrainBlock {
  readonly key: Extract<TextKey, `training.block.${string}`>;
  readonly values: Readonly<Record<string, number | string>>;
}

/** The first thing that stands against training, or null where nothing does. */
export function trainBlock({
  engine,
  issues,
  active,
  isStarting = false,
}: {
  readonly engine: EngineStatus;
  readonly issues: readonly Issue[];
  readonly active: string | null;
  readonly isStarting?: boolean;
}): TrainBlock | null {
  if (active !== null || isStarting) return { key: 'training.block.busy', values: {} };
  const errors = issues.filter(({ severity }) => severity === 'error').length;
  if (errors > 0) return { key: errors === 1 ? 'training.block.error' : 'training.block.errors', values: { count: errors } };
  return engine === 'ready' ? null : { key: 'training.block.engine', values: {} };
}
