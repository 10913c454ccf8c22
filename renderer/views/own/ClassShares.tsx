import { useText } from '../../text/useText.ts';

export interface ClassSharesProps {
  /** Probability of each class, 0 … 1. */
  readonly shares: Float32Array;
  readonly names: readonly string[] | null;
}

const mostShown = 8;

/** The likeliest classes with their probabilities. */
export function ClassShares({ shares, names }: ClassSharesProps) {
  const { t } = useText();
  const ranked = Array.from(shares, (share, label) => ({ label, share, name: names?.[label] ?? `${label}` }))
    .sort((a, b) => b.share - a.share)
    .slice(0, mostShown);
  return (
    <div className="w-56">
      <p className="text-xs text-ink-muted">{t('view.probabilities')}</p>
      <ol className="mt-0.5" data-testid="view-own-classes">
        {ranked.map(({ label, share, name }, rank) => (
          <li
            key={label}
            className={`grid grid-cols-[4.5rem_1fr_3.5rem] items-center gap-2 text-xs leading-4 tabular-nums ${rank === 0 ? 'font-semibold' : ''}`}
          >
            <span className="truncate" title={name}>
              {name}
            </span>
            <span aria-hidden className="h-2 rounded-sm bg-raised">
              <span className="block h-full rounded-sm bg-accent" style={{ width: `${Math.max(0, Math.min(1, share)) * 100}%` }} />
            </span>
            <span className="text-right">{(share * 100).toFixed(1)} %</span>
          </li>
        ))}
      </ol>
    </div>
  );
}
