import type { Fix } from '../../shared/check/issue.ts';
import { repairAll } from '../../shared/check/repairAll.ts';
import { documentNow, editNow } from './editNow.ts';
import { withRoomBetween } from './insertions.ts';
import { say } from './say.ts';

/** Makes one repair; what it adds gets room between what it is wired to. One undo entry. */
export function fixNow({ commands }: Fix): void {
  if (editNow(withRoomBetween(documentNow(), commands))) say('canvas.saidFixed', { count: 1 });
}

/** Makes every mechanical repair as one edit. */
export function fixAll(): void {
  const { applied } = repairAll(documentNow());
  const commands = applied.flatMap(({ fix }) => fix?.commands ?? []);
  if (editNow(withRoomBetween(documentNow(), commands))) say('canvas.saidFixed', { count: applied.length });
}
