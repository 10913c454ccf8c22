/**
 * A process that trains until it is killed: `node trainInChild.ts ORDER`, the order as JSON (`ChildOrder`). It kills itself with SIGKILL, at the
 * moment it was told: no handler runs, nothing is flushed, as when the power of a process is cut.
 */
import { parseDocument } from '../../../../shared/graph/parseDocument.ts';
import { z } from '../../../../shared/z.ts';
import { openSmallEngine, resumed, started } from './smallRuns.ts';

const moment = z.object({ event: z.enum(['start', 'epoch', 'checkpoint', 'control', 'batch']), count: z.int().min(1), delayMs: z.number().min(0) });
const order = z.object({
  folder: z.string(),
  /** Trains this anew; without it the run in the folder is resumed. */
  document: z.unknown().optional(),
  /** Set when the first tick after so many epochs comes. */
  change: z.object({ afterEpochs: z.int(), learningRate: z.number(), beta: z.number() }).optional(),
  /** Killed so long after the `count`-th such event; 0: before the trainer does anything more. */
  kill: moment,
});
export type ChildOrder = z.infer<typeof order>;

const { folder, document, change, kill } = order.parse(JSON.parse(process.argv[2] ?? ''));
const engine = await openSmallEngine();
const drawn = document === undefined ? null : parseDocument(document).value;
const handle = drawn ? await started(engine, drawn, { folder }) : await resumed(engine, folder);
const die = (): void => void process.kill(process.pid, 'SIGKILL');
let epochs = 0,
  met = 0,
  changed = false;
for await (const event of handle.events) {
  if (event.event === 'epoch') epochs++;
  if (change && !changed && epochs === change.afterEpochs && event.event === 'batch') {
    changed = true;
    handle.setLearningRate(change.learningRate);
    handle.setBeta(change.beta);
  }
  if (event.event !== kill.event || ++met !== kill.count) continue;
  if (kill.delayMs === 0) die();
  else setTimeout(die, kill.delayMs);
}
// Told too late: the run is over, and lies there whole.
