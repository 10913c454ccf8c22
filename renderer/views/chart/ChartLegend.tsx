import { cycled, dashes, lineColours } from '../paint/palette.ts';
import { useThemeColours } from '../paint/useThemeColours.ts';
import type { ChartLine } from './chartLine.ts';
import { shortNumber } from './shortNumber.ts';

export interface ChartLegendProps {
  readonly lines: readonly ChartLine[];
  /** By line: under the cursor, else the newest. */
  readonly values: readonly (number | null)[];
}

/** Each line's dash, name and value. The chart's label says the same in words, so that a screen reader need not hear it twice. */
export function ChartLegend({ lines, values }: ChartLegendProps) {
  const { theme } = useThemeColours();
  return (
    <div aria-hidden className="min-h-0 flex-1 overflow-y-auto px-2 pb-1 text-xs">
      {lines.map((line, place) => [
        line.group && line.group !== lines[place - 1]?.group ? (
          <p key={`group ${line.key}`} className="truncate pt-1 font-medium" title={line.group}>
            {line.group}
          </p>
        ) : null,
        <div key={line.key} className="flex min-h-5 items-center gap-1.5" title={line.title}>
          <svg width="22" height="6" className="shrink-0">
            <line
              x1="0"
              x2="22"
              y1="3"
              y2="3"
              stroke={cycled(lineColours[theme], line.colour)}
              strokeWidth={line.width}
              strokeDasharray={cycled(dashes, line.dash).join(' ')}
            />
          </svg>
          <span className="min-w-0 flex-1 truncate">{line.title}</span>
          <span className="text-ink-muted tabular-nums">{shortNumber(values[place])}</span>
        </div>,
      ])}
    </div>
  );
}
