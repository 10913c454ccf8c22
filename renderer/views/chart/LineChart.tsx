import { Maximize2, ZoomIn, ZoomOut } from 'lucide-react';
import { useEffect, useImperativeHandle, useRef, useState } from 'react';
import type { KeyboardEvent, Ref } from 'react';
import { useText } from '../../text/useText.ts';
import { announce } from '../../ui/tell.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { useSize } from '../paint/useSize.ts';
import { useThemeColours } from '../paint/useThemeColours.ts';
import { fullTitle } from './chartLine.ts';
import type { ChartLine } from './chartLine.ts';
import { createChart } from './createChart.ts';
import type { Chart, ChartData, ChartReading } from './createChart.ts';
import { ChartLegend } from './ChartLegend.tsx';
import { shortNumber } from './shortNumber.ts';

export interface LineChartHandle {
  picture(): Promise<HTMLCanvasElement | null>;
}

export interface LineChartProps {
  readonly lines: readonly ChartLine[];
  /** The common x, then a column a line. */
  readonly data: ChartData;
  readonly xTitle: string;
  readonly isLog: boolean;
  /** The chart's reading in a sentence, for who does not see it. */
  readonly summary: string;
  readonly ref?: Ref<LineChartHandle>;
}

/** Lines over a common axis. Arrow keys read the values point by point; + and − zoom, Shift with the arrows moves, 0 shows all. */
export function LineChart({ lines, data, xTitle, isLog, summary, ref }: LineChartProps) {
  const { t } = useText();
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<Chart | null>(null);
  const [reading, setReading] = useState<ChartReading | null>(null);
  const size = useSize(place);
  const colours = useThemeColours();
  const look = JSON.stringify(lines);
  const newest = useRef({ data, lines, size });
  newest.current = { data, lines, size };
  const isLaidOut = size !== null && size.width > 0;

  useEffect(() => {
    const { data: points, lines: drawn, size: box } = newest.current;
    if (!place.current || !box || !isLaidOut) return undefined;
    const made = createChart({ place: place.current, size: box, lines: drawn, data: points, xTitle, isLog, colours, onCursor: setReading });
    chart.current = made;
    return () => {
      chart.current = null;
      made.destroy();
    };
  }, [look, xTitle, isLog, colours, isLaidOut]);
  useEffect(() => {
    if (size && size.width > 0) chart.current?.setSize(size);
  }, [size]);
  useEffect(() => {
    chart.current?.setData(data);
  }, [data]);
  useImperativeHandle(ref, () => ({ picture: async () => (await chart.current?.picture()) ?? null }), []);

  const read = (by: number): void => {
    const found = chart.current?.moveCursor(by);
    if (found)
      announce(
        [
          `${xTitle} ${shortNumber(found.x)}`,
          ...lines.flatMap((line, index) => (found.values[index] === null ? [] : [`${fullTitle(line)} ${shortNumber(found.values[index])}`])),
        ].join(', '),
      );
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const act: Readonly<Record<string, () => void>> = {
      ArrowLeft: () => (event.shiftKey ? chart.current?.shift(-0.2) : read(-1)),
      ArrowRight: () => (event.shiftKey ? chart.current?.shift(0.2) : read(1)),
      '+': () => chart.current?.zoom(0.7),
      '=': () => chart.current?.zoom(0.7),
      '-': () => chart.current?.zoom(1.4),
      '0': () => chart.current?.showAll(),
    };
    const action = act[event.key];
    if (!action) return;
    event.preventDefault();
    event.stopPropagation();
    action();
  };

  return (
    <div className="flex h-full min-h-32 min-w-0">
      <div
        role="application"
        aria-roledescription={t('view.chart')}
        aria-label={summary}
        aria-description={t('view.chartKeys')}
        tabIndex={0}
        onKeyDown={onKeyDown}
        className="min-w-0 flex-1 -outline-offset-2"
      >
        <div ref={place} aria-hidden className="h-full overflow-hidden" data-testid="view-chart" />
      </div>
      <div className="flex w-56 shrink-0 flex-col border-l border-line">
        <div className="flex shrink-0 px-1 pt-1">
          <IconButton label={t('view.zoomIn')} icon={<ZoomIn size={16} />} onClick={() => chart.current?.zoom(0.7)} />
          <IconButton label={t('view.zoomOut')} icon={<ZoomOut size={16} />} onClick={() => chart.current?.zoom(1.4)} />
          <IconButton label={t('view.showAll')} icon={<Maximize2 size={16} />} onClick={() => chart.current?.showAll()} />
          <span aria-hidden className="ml-auto self-center pr-2 text-xs text-ink-muted tabular-nums">
            {reading ? `${xTitle} ${shortNumber(reading.x)}` : t('view.newest')}
          </span>
        </div>
        <ChartLegend lines={lines} values={reading?.values ?? data.slice(1).map((column) => column.findLast((value) => value !== null) ?? null)} />
      </div>
    </div>
  );
}
