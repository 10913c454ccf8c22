import type { RunState } from '../../shared/run/runState.ts';
import { useRunFigures } from './useRunFigures.ts';
import { useText } from '../text/useText.ts';

/** How far a run is: a bar, and as many of its figures as there is room for; the rest is in the hint. */
export function RunMeter({ run, silent }: { readonly run: RunState; readonly silent: boolean }) {
  const { t } = useText();
  const figures = useRunFigures(run);
  const { share, epoch, step, loss } = figures;
  // Of an engine that is not heard, nobody knows how fast it is.
  const [speed, left] = silent ? [null, null] : [figures.speed, figures.left];
  const all = [epoch, step, loss, speed, left].filter((words) => words !== null);
  return (
    <div className="flex min-w-0 items-center gap-2" title={all.join(' · ')}>
      <div
        role="progressbar"
        aria-label={t('training.progress')}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(share * 100)}
        aria-valuetext={all.join(', ')}
        className="h-2 w-16 shrink-0 overflow-hidden rounded-full border border-line-strong bg-raised @lg:w-24"
      >
        <div className="h-full bg-accent" style={{ width: `${share * 100}%` }} />
      </div>
      <p className="flex min-w-0 gap-x-3 overflow-hidden tabular-nums *:shrink-0 *:whitespace-nowrap">
        <span>{epoch}</span>
        {left !== null && <span className="hidden text-ink-muted @md:inline">{left}</span>}
        {loss !== null && <span className="hidden text-ink-muted @2xl:inline">{loss}</span>}
        {speed !== null && <span className="hidden text-ink-muted @3xl:inline">{speed}</span>}
        <span className="hidden text-ink-muted @4xl:inline">{step}</span>
      </p>
    </div>
  );
}
