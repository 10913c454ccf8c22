import type { Fix } from '../../shared/check/issue.ts';
import { repairAll } from '../../shared/check/repairAll.ts';
import type { EditCommand } from '../../shared/graph/edit.ts';
import { showGrown } from './camera.ts';
import { documentNow, editNow } from './editNow.ts';
import { withRoomBetween } from './insertions.ts';
import { say } from './say.ts';

/** Makes one repair; what it adds gets room between what it is wired to. One undo entry. */
export function fixNow({ commands }: Fix): void {
  apply(commands, 1);
}

/** Makes every mechanical repair as one edit. */
export function fixAll(): void {
  const { applied } = repairAll(documentNow());
  const commands = applied.flatMap(({ fix }) => fix?.commands ?? []);
  apply(commands, applied.length);
}

function apply(commands: readonly EditCommand[], count: number): void {
  if (!editNow(withRoomBetween(documentNow(), commands))) return;
  showGrown(null);
  say('canvas.saidFixed', { count });
}
