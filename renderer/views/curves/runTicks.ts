import { useRunStore } from '../../stores/runStore.ts';
import { createTickKeeper } from './tickHistory.ts';
import type { TickHistory } from './tickHistory.ts';

const keeper = createTickKeeper(8);

/** From when the page loads, whichever view is open. */
useRunStore.subscribe(({ runs }, before) => {
  for (const [run, state] of Object.entries(runs)) if (state !== before.runs[run]) keeper.follow(run, state);
});

/** The ticks this page saw of a run. The list grows: read it again when the run's state changes. */
export function ticksOf(run: string): TickHistory {
  return keeper.of(run);
}
