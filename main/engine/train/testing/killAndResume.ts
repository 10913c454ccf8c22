import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { initialRunState } from '../../../../shared/run/runState.ts';
import type { EpochFigures } from '../../../../shared/run/runEvent.ts';
import type { GraphDoc } from '../../../../shared/graph/document.ts';
import { openRunFolder } from '../../files/runFolder.ts';
import type { ControlEvent } from '../controlTimeline.ts';
import { train } from '../trainer.ts';
import { curveOf, jobOf, prepareSmall } from './smallRuns.ts';
import type { ChildOrder } from './trainInChild.ts';

export interface ChildEnd {
  readonly signal: NodeJS.Signals | null;
  readonly code: number | null;
  readonly errors: string;
}

/** Runs an order in a process of its own, until it is gone. */
export function inChild(order: Omit<ChildOrder, 'document'> & { readonly document?: GraphDoc }): Promise<ChildEnd> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', join(import.meta.dirname, 'trainInChild.ts'), JSON.stringify(order)], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: '3' },
  });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  return new Promise((resolve) => {
    child.once('close', (code, signal) => {
      resolve({ signal, code, errors });
    });
  });
}

export type Curve = ReturnType<typeof curveOf>;

/** The curve of a run that nothing interrupts, with changes made at the given steps. */
export async function straightCurve(document: GraphDoc, controls: readonly ControlEvent[] = [], epochs = document.training.epochs): Promise<Curve> {
  const found: EpochFigures[] = [];
  for await (const event of train(jobOf(await prepareSmall(document), { history: { ...initialRunState, controls }, epochs })))
    if (event.event === 'epoch') found.push(event);
  return curveOf(found);
}

/** The curve as it lies on disk. */
export async function curveOnDisk(folder: string): Promise<Curve> {
  return curveOf((await openRunFolder(folder)).state.epochs);
}

/** The largest relative difference between two curves, every figure of every epoch; infinite where they do not have the same figures. */
export function largestDifference(a: unknown, b: unknown): number {
  if (typeof a === 'number' && typeof b === 'number') return Object.is(a, b) ? 0 : Math.abs(a - b) / Math.max(1e-9, Math.abs(a), Math.abs(b));
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b ? 0 : Infinity;
  const [left, right] = [Object.entries(a), new Map(Object.entries(b))];
  if (left.length !== right.size) return Infinity;
  return Math.max(0, ...left.map(([key, value]) => (right.has(key) ? largestDifference(value, right.get(key)) : Infinity)));
}
