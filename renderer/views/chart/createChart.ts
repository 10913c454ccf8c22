import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import './chart.css';
import { cycled, dashes, lineColours } from '../paint/palette.ts';
import type { ThemeColours } from '../paint/useThemeColours.ts';
import type { Size } from '../paint/useSize.ts';
import { fullTitle } from './chartLine.ts';
import type { ChartLine } from './chartLine.ts';
import { shortNumber } from './shortNumber.ts';
import { wholeSteps } from './wholeSteps.ts';

export type ChartData = readonly [number[], ...(number | null)[][]];

export interface ChartRequest {
  readonly place: HTMLElement;
  readonly size: Size;
  readonly lines: readonly ChartLine[];
  readonly data: ChartData;
  readonly xTitle: string;
  readonly isLog: boolean;
  readonly colours: ThemeColours;
  /** Told what stands under the cursor; null when it has left. */
  onCursor(reading: ChartReading | null): void;
}

/** The values at a place: of each line, where it has a point nearest to it. */
export interface ChartReading {
  readonly x: number;
  readonly values: readonly (number | null)[];
}

/** A chart on the page. */
export interface Chart {
  /** New points of the same lines; a stretch the user zoomed into stays. */
  setData(data: ChartData): void;
  setSize(size: Size): void;
  /** Makes the shown stretch so many times as long, about its middle or a place of it (0 … 1). */
  zoom(factor: number, about?: number): void;
  /** Moves the shown stretch by a share of itself. */
  shift(share: number): void;
  showAll(): void;
  /** Moves the cursor to the next or previous point; gives back the values under it, by line. */
  moveCursor(by: number): ChartReading | null;
  /** The chart with its legend as a picture, of one size however large it is on the page. */
  picture(): Promise<HTMLCanvasElement>;
  destroy(): void;
}

/** CSS pixels. */
const pictureSize = { width: 1200, height: 600 } as const;

const mutable = ([x, ...columns]: ChartData): uPlot.AlignedData => [x, ...columns];

/** Draws lines with uPlot: drag to zoom, wheel to zoom, double click to see all, what stands under the cursor is told. */
export function createChart({ place, size, lines, data, xTitle, isLog, colours, onCursor }: ChartRequest): Chart {
  let current = data;
  let isZoomed = false;
  const palette = lineColours[colours.theme];
  const font = `12px ${getComputedStyle(place).fontFamily}`;
  const axis: uPlot.Axis = {
    stroke: colours.muted,
    font,
    labelFont: font,
    grid: { stroke: colours.line, width: 1 },
    ticks: { stroke: colours.line, width: 1 },
  };
  const plot = new uPlot(
    {
      width: size.width,
      height: Math.max(60, size.height),
      padding: [10, 16, 0, 4],
      scales: { x: { time: false }, y: isLog ? { distr: 3, log: 10 } : {} },
      axes: [
        { ...axis, label: xTitle, labelSize: 18, labelGap: 0, size: 26, gap: 3, incrs: [...wholeSteps] },
        { ...axis, size: 58, space: 26, values: (_, splits) => splits.map((value: number | null) => (value === null ? '' : shortNumber(value))) },
      ],
      cursor: { drag: { x: true, y: false, uni: 12 }, points: { size: 6 }, dataIdx: nearestPoint },
      legend: { show: false },
      hooks: { setCursor: [(self) => onCursor(readingOf(self))] },
      series: [
        {},
        ...lines.map(
          (line): uPlot.Series => ({
            label: line.title,
            stroke: cycled(palette, line.colour),
            width: line.width,
            dash: [...cycled(dashes, line.dash)],
            spanGaps: true,
            points: { show: line.pointSize > 0, size: line.pointSize },
          }),
        ),
      ],
    },
    mutable(data),
    place,
  );

  const limits = (): { min: number; max: number } => ({ min: plot.scales.x?.min ?? 0, max: plot.scales.x?.max ?? 1 });
  const whole = (): { min: number; max: number } => ({ min: current[0][0] ?? 0, max: current[0].at(-1) ?? 1 });
  const showAll = (): void => {
    isZoomed = false;
    plot.setData(mutable(current), true);
  };
  const show = (min: number, max: number): void => {
    const all = whole();
    if (max - min >= all.max - all.min) return showAll();
    isZoomed = true;
    const from = Math.max(all.min, Math.min(min, all.max - (max - min)));
    plot.setScale('x', { min: from, max: from + (max - min) });
  };
  const zoom = (factor: number, about = 0.5): void => {
    const { min, max } = limits();
    const middle = min + (max - min) * about;
    show(middle - (middle - min) * factor, middle + (max - middle) * factor);
  };
  const onWheel = (event: WheelEvent): void => {
    event.preventDefault();
    zoom(event.deltaY > 0 ? 1.25 : 0.8, event.offsetX / Math.max(1, plot.over.clientWidth));
  };
  // uPlot zooms by a drag itself: from then on new points leave the stretch alone.
  const onDragged = (): void => {
    if (plot.select.width > 0) isZoomed = true;
  };
  const onDouble = (): void => {
    isZoomed = false;
  };
  plot.over.addEventListener('wheel', onWheel, { passive: false });
  plot.over.addEventListener('mouseup', onDragged, { capture: true });
  plot.over.addEventListener('dblclick', onDouble);

  return {
    setData(next) {
      current = next;
      plot.setData(mutable(next), !isZoomed);
    },
    setSize({ width, height }) {
      plot.setSize({ width, height: Math.max(60, height) });
    },
    zoom,
    showAll,
    shift(share) {
      const { min, max } = limits();
      show(min + (max - min) * share, max + (max - min) * share);
    },
    moveCursor(by) {
      const [x] = current;
      if (x.length === 0) return null;
      const old = plot.cursor.idx ?? (by > 0 ? -1 : x.length);
      const place = Math.max(0, Math.min(x.length - 1, old + by));
      const at = x[place] ?? 0;
      plot.setCursor({ left: plot.valToPos(at, 'x'), top: plot.over.clientHeight / 2 });
      return { x: at, values: current.slice(1).map((column) => column[place] ?? null) };
    },
    async picture() {
      const { width, height } = plot;
      plot.setSize({ width: pictureSize.width, height: pictureSize.height });
      // Drawn before the page is painted again, so that nobody sees it change.
      for (let turn = 0; turn < 4; turn++) await Promise.resolve();
      const made = pictureOf(plot, lines, colours);
      plot.setSize({ width, height });
      return made;
    },
    destroy() {
      plot.over.removeEventListener('wheel', onWheel);
      plot.destroy();
    },
  };
}

/** What stands under the cursor; null where it is nowhere. */
function readingOf(plot: uPlot): ChartReading | null {
  const { idx, idxs } = plot.cursor;
  if (idx === null || idx === undefined) return null;
  return { x: plot.data[0][idx] ?? 0, values: plot.data.slice(1).map((column, line) => column[idxs?.[line + 1] ?? idx] ?? null) };
}

/** The nearest place where a line has a point, so that a value of every line is shown. */
function nearestPoint(plot: uPlot, series: number, at: number): number {
  const column = plot.data[series];
  if (!column || series === 0 || (column[at] !== null && column[at] !== undefined)) return at;
  for (let far = 1; far < column.length; far++) {
    for (const place of [at - far, at + far]) if (column[place] !== null && column[place] !== undefined) return place;
  }
  return at;
}

function pictureOf(plot: uPlot, lines: readonly ChartLine[], colours: ThemeColours): HTMLCanvasElement {
  const source = plot.ctx.canvas,
    scale = source.width / Math.max(1, plot.width);
  // As wide as the longest name, in columns.
  plot.ctx.font = `12px ${getComputedStyle(plot.root).fontFamily}`;
  const widest = Math.max(...lines.map((line) => plot.ctx.measureText(fullTitle(line)).width));
  const column = Math.min(plot.width - 16, Math.ceil(widest) + 56),
    perRow = Math.max(1, Math.floor((plot.width - 16) / column)),
    rows = Math.ceil(lines.length / perRow);
  const canvas = Object.assign(document.createElement('canvas'), { width: source.width, height: source.height + Math.ceil((rows * 22 + 12) * scale) });
  const context = canvas.getContext('2d');
  if (!context) return source;
  context.fillStyle = colours.panel;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(source, 0, 0);
  context.scale(scale, scale);
  context.font = `12px ${getComputedStyle(plot.root).fontFamily}`;
  context.textBaseline = 'middle';
  for (const [index, line] of lines.entries()) {
    const x = 16 + (index % perRow) * column,
      y = source.height / scale + 14 + Math.floor(index / perRow) * 22;
    context.strokeStyle = cycled(lineColours[colours.theme], line.colour);
    context.lineWidth = 2;
    context.setLineDash([...cycled(dashes, line.dash)]);
    context.beginPath();
    context.moveTo(x, y);
    context.lineTo(x + 28, y);
    context.stroke();
    context.fillStyle = colours.ink;
    context.fillText(fullTitle(line), x + 34, y, column - 40);
  }
  return canvas;
}
