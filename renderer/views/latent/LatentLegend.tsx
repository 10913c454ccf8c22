import { useText } from '../../text/useText.ts';
import { classSymbols } from '../paint/palette.ts';
import { useThemeColours } from '../paint/useThemeColours.ts';
import { classLook } from './pointLook.ts';

export interface LatentLegendProps {
  /** Names of the classes, by label. */
  readonly names: readonly string[];
  readonly counts: readonly number[];
  readonly hidden: readonly number[];
  onChange(hidden: readonly number[]): void;
}

/** Colour, symbol and name of each class; a press hides its points or shows them again, a double press shows it alone. */
export function LatentLegend({ names, counts, hidden, onChange }: LatentLegendProps) {
  const { t } = useText();
  const { theme } = useThemeColours();
  return (
    <div role="group" aria-label={t('view.classes')} className="flex max-h-full shrink-0 flex-col overflow-y-auto">
      {names.map((name, label) => {
        const { colour, symbol } = classLook(label, theme);
        const isOff = hidden.includes(label);
        return (
          <button
            key={label}
            type="button"
            aria-pressed={!isOff}
            title={t('view.legendHint')}
            onClick={() => onChange(isOff ? hidden.filter((each) => each !== label) : [...hidden, label])}
            onDoubleClick={() => onChange(names.flatMap((_, each) => (each === label ? [] : [each])))}
            className="flex min-h-6 items-center gap-1.5 rounded px-1.5 text-left hover:bg-raised"
          >
            <span aria-hidden className="w-4 text-center text-sm leading-none" style={{ color: colour, opacity: isOff ? 0.35 : 1 }}>
              {classSymbols[symbol]}
            </span>
            <span className={`min-w-0 flex-1 truncate ${isOff ? 'text-ink-muted line-through' : ''}`}>{name}</span>
            <span className="text-ink-muted tabular-nums">{counts[label] ?? 0}</span>
          </button>
        );
      })}
    </div>
  );
}
