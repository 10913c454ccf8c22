import { useText } from '../../text/useText.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { shortNumber } from '../chart/shortNumber.ts';
import { DataTable } from '../frame/DataTable.tsx';
import { NothingYet } from '../frame/NothingYet.tsx';
import { ViewFrame } from '../frame/ViewFrame.tsx';
import { isBoolean, useKeptState } from '../run/useKeptState.ts';
import { useWatchedState } from '../run/useWatchedRun.ts';
import { activeNats, klBars } from './klBars.ts';

/** How many nats each latent dimension carries, averaged over the newest epoch. */
export default function KlView() {
  const { t } = useText();
  const epochs = useWatchedState((state) => state.epochs);
  const [isSorted, setSorted] = useKeptState('kl.sorted', false, isBoolean);
  const [isTable, setTable] = useKeptState('kl.table', false, isBoolean);
  const newest = epochs?.at(-1);
  if (!newest) return <NothingYet awaits="epoch" />;
  if (!newest.klPerDimension) return <EmptyState title={t('view.noKl')}>{t('view.noKlHint')}</EmptyState>;
  const bars = klBars(newest.klPerDimension, { isSorted });
  const active = bars.filter((bar) => bar.isActive).length;
  const total = bars.reduce((sum, { nats }) => sum + nats, 0);
  const caption = t('view.klLabel', { active, dimensions: bars.length, threshold: activeNats, total: shortNumber(total) });
  return (
    <ViewFrame
      label={t('view.kl')}
      table={{ isShown: isTable, onChange: setTable }}
      toolbar={
        <>
          <span className="font-medium">{caption}</span>
          <label className="flex min-h-6 items-center gap-1.5 text-ink-muted">
            <input type="checkbox" className="size-4 accent-(--accent)" checked={isSorted} onChange={(event) => setSorted(event.target.checked)} />
            {t('view.largestFirst')}
          </label>
        </>
      }
      status={<span>{t('view.afterEpoch', { epoch: newest.epoch })}</span>}
    >
      {isTable ? (
        <DataTable
          caption={caption}
          columns={[t('view.dimension'), t('view.nats'), t('view.activity')]}
          rows={bars.map((bar) => [`z${bar.dimension + 1}`, shortNumber(bar.nats), t(bar.isActive ? 'view.active' : 'view.inactive')])}
        />
      ) : (
        <div className="flex h-full min-h-36 flex-col gap-1.5 p-3">
          <div
            role="img"
            aria-label={`${caption} ${bars
              .slice(0, 16)
              .map((bar) => `z${bar.dimension + 1} ${shortNumber(bar.nats)}`)
              .join(', ')}`}
            className="flex min-h-0 flex-1 items-stretch gap-1 overflow-x-auto"
            data-testid="view-kl"
          >
            {bars.map((bar) => (
              <div
                key={bar.dimension}
                aria-hidden
                title={`z${bar.dimension + 1}: ${shortNumber(bar.nats)}`}
                className="flex min-w-6 max-w-24 flex-1 flex-col items-center justify-end gap-0.5 text-[11px] tabular-nums"
              >
                {bars.length <= 40 ? <span className="text-ink-muted">{shortNumber(Number(bar.nats.toPrecision(2)))}</span> : null}
                <div className="flex min-h-0 w-full flex-1 items-end">
                  <div
                    className={`min-h-0.5 w-full rounded-t-sm ${bar.isActive ? 'bg-accent' : 'border border-dashed border-line-strong'}`}
                    style={{ height: `${bar.share * 100}%` }}
                  />
                </div>
                <span className={bar.isActive ? 'text-ink' : 'text-ink-muted'}>z{bar.dimension + 1}</span>
              </div>
            ))}
          </div>
          <div aria-hidden className="flex gap-4 text-xs text-ink-muted">
            <span className="flex items-center gap-1.5">
              <span className="size-3 rounded-sm bg-accent" />
              {t('view.activeAbove', { threshold: activeNats })}
            </span>
            <span className="flex items-center gap-1.5">
              <span className="size-3 rounded-sm border border-dashed border-line-strong" />
              {t('view.inactive')}
            </span>
          </div>
        </div>
      )}
    </ViewFrame>
  );
}
