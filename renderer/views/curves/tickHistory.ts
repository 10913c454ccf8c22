import type { LossFigures, RunEvent } from '../../../shared/run/runEvent.ts';
import type { RunState } from '../../../shared/run/runState.ts';

export interface Tick {
  readonly step: number;
  readonly epoch: number;
  readonly figures: LossFigures;
}

/** The ticks of a run that this page saw, by step. A run's state keeps the latest alone; its epochs are all there. */
export interface TickHistory {
  readonly ticks: readonly Tick[];
  /** Every how many ticks one is kept: doubles when there are too many. */
  readonly stride: number;
  /** Ticks met since the last one kept. */
  readonly met: number;
}

export const noTicks: TickHistory = { ticks: [], stride: 1, met: 0 };

/** Most ticks kept of one run. */
export const mostTicks = 30_000;

/** Takes a tick in. A run that was resumed at an earlier step loses those after it, as its epochs do. */
export function addTick(history: TickHistory, { step, epoch, figures }: Extract<RunEvent, { event: 'batch' }>): TickHistory {
  const last = history.ticks.at(-1);
  if (last && last.step === step) return history;
  const kept = last && last.step > step ? history.ticks.filter((tick) => tick.step < step) : history.ticks;
  const met = history.met + 1;
  if (met < history.stride) return { ...history, ticks: kept, met };
  const ticks = [...kept, { step, epoch, figures }];
  return ticks.length <= mostTicks
    ? { ticks, stride: history.stride, met: 0 }
    : { ticks: ticks.filter((_, index) => index % 2 === 0), stride: history.stride * 2, met: 0 };
}

/** Keeps the ticks of every run. The array of a run grows in place between two reads, so that a tick costs no copy of all before it. */
export interface TickKeeper {
  /** Takes a run's newest state in. */
  follow(run: string, state: RunState): void;
  of(run: string): TickHistory;
}

/** @param most of how many runs ticks are kept, the latest that ticked */
export function createTickKeeper(most: number): TickKeeper {
  const histories = new Map<string, { ticks: Tick[]; stride: number; met: number }>();
  return {
    follow(run, { batch }) {
      if (!batch) return;
      const old = histories.get(run) ?? { ticks: [], stride: 1, met: 0 };
      const last = old.ticks.at(-1);
      if (last?.step === batch.step) return;
      // The common case grows in place; thinning and rewinding go through the rule.
      if ((!last || last.step < batch.step) && old.ticks.length < mostTicks) {
        old.met += 1;
        if (old.met >= old.stride) {
          old.ticks.push({ step: batch.step, epoch: batch.epoch, figures: batch.figures });
          old.met = 0;
        }
        histories.set(run, old);
      } else {
        const next = addTick(old, batch);
        histories.set(run, { ...next, ticks: [...next.ticks] });
      }
      for (const oldest of [...histories.keys()].slice(0, Math.max(0, histories.size - most))) histories.delete(oldest);
    },
    of: (run) => histories.get(run) ?? noTicks,
  };
}
