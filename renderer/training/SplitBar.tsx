import { useDocument } from '../stores/documentStore.ts';
import { useText } from '../text/useText.ts';

/** How the examples are shared out. */
export function SplitBar() {
  const { t } = useText();
  const { validation, test } = useDocument().data.split;
  const parts = [
    { name: t('training.split.train'), share: Math.max(0, 1 - validation - test), look: 'bg-accent' },
    { name: t('training.split.validation'), share: validation, look: 'bg-warning' },
    { name: t('training.split.test'), share: test, look: 'bg-good' },
  ];
  const percent = (share: number): string => `${Number((share * 100).toFixed(1))} %`;
  return (
    <div className="mb-1">
      <div aria-hidden className="flex h-2 gap-0.5 overflow-hidden rounded-full">
        {parts.map(({ name, share, look }) => share > 0 && <div key={name} className={look} style={{ flexGrow: share, flexBasis: 0 }} />)}
      </div>
      <ul className="mt-1 flex flex-wrap gap-x-3 text-xs">
        {parts.map(({ name, share, look }) => (
          <li key={name} className="flex items-center gap-1.5">
            <span aria-hidden className={`size-2 rounded-full ${look}`} />
            {name} <span className="text-ink-muted tabular-nums">{percent(share)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
