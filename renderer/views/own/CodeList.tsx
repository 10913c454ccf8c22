import { useText } from '../../text/useText.ts';
import { shortNumber } from '../chart/shortNumber.ts';

/** Longest code written out. */
const mostWritten = 64;

/** A code, dimension by dimension, with the posterior's standard deviation where there is one. */
export function CodeList({ mean, stdDev }: { readonly mean: Float32Array; readonly stdDev: Float32Array | null }) {
  const { t } = useText();
  return (
    <div role="region" aria-label={t('view.code')} tabIndex={0} className="max-h-40 overflow-y-auto">
      <p className="text-xs text-ink-muted">{t('view.code')}</p>
      <dl className="grid grid-cols-[auto_auto] gap-x-3 text-xs tabular-nums">
        {Array.from(mean.subarray(0, mostWritten), (value, dimension) => [
          <dt key={`n${dimension}`} className="text-ink-muted">
            z{dimension + 1}
          </dt>,
          <dd key={`v${dimension}`} className="text-right">
            {shortNumber(value)}
            {stdDev ? ` ± ${shortNumber(stdDev[dimension])}` : ''}
          </dd>,
        ])}
      </dl>
    </div>
  );
}
