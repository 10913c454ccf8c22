import { CircleAlert, Info, TriangleAlert } from 'lucide-react';
import { useText } from '../text/useText.ts';
import { worstOf } from './countIssues.ts';
import type { IssueCounts } from './countIssues.ts';

const icons = { error: CircleAlert, warning: TriangleAlert, note: Info } as const;
const tones = { error: 'text-error', warning: 'text-warning', note: 'text-ink-muted' } as const;

/** How many problems something has: the worst one's icon and the count in words; nothing where there are none. */
export function IssueBadge({ counts }: { readonly counts: IssueCounts }) {
  const { t } = useText();
  const worst = worstOf(counts);
  if (!worst) return null;
  const Icon = icons[worst];
  const words = [
    ...(counts.error > 0 ? [t('canvas.errors', { count: counts.error })] : []),
    ...(counts.warning > 0 ? [t('canvas.warnings', { count: counts.warning })] : []),
    ...(counts.note > 0 ? [t('canvas.notes', { count: counts.note })] : []),
  ].join(', ');
  return (
    <span role="img" aria-label={words} title={words} className={`inline-flex shrink-0 ${tones[worst]}`}>
      <Icon size={16} aria-hidden />
    </span>
  );
}
