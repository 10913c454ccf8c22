import { useText } from '../text/useText.ts';

interface ClassBarsProps {
  readonly classes: readonly string[];
  readonly counts: readonly number[];
  /** The class that is shown alone, or null. */
  readonly chosen: number | null;
  choose(label: number | null): void;
}

/** How many examples each class has; a press shows that class alone, another one all of them again. */
export function ClassBars({ classes, counts, chosen, choose }: ClassBarsProps) {
  const { t, language } = useText();
  const most = Math.max(1, ...counts);
  return (
    <ul aria-label={t('training.browser.classes')} className="grid grid-cols-[auto_minmax(0,1fr)_auto]">
      {classes.map((name, label) => {
        const count = counts[label] ?? 0;
        return (
          <li key={name} className="col-span-3 grid grid-cols-subgrid">
            <button
              type="button"
              aria-pressed={chosen === label}
              className="col-span-3 grid min-h-6 grid-cols-subgrid items-center gap-2 rounded-md px-1 text-start hover:bg-raised aria-pressed:bg-accent-soft"
              onClick={() => choose(chosen === label ? null : label)}
            >
              <span className="max-w-24 truncate" title={name}>
                {name}
              </span>
              <span aria-hidden className="h-2 rounded-full bg-accent" style={{ width: `${(count / most) * 100}%` }} />
              <span className="text-end text-ink-muted tabular-nums">{count.toLocaleString(language)}</span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}
