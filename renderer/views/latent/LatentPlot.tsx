import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { KeyboardEvent, PointerEvent } from 'react';
import { useText } from '../../text/useText.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { useSize } from '../paint/useSize.ts';
import { useThemeColours } from '../paint/useThemeColours.ts';
import { cameraMatrix, drag, fittedCamera, nearestPoint, unproject, zoomAt } from './camera.ts';
import type { Camera, Spot } from './camera.ts';
import { createScatter } from './createScatter.ts';
import type { Scatter } from './createScatter.ts';
import { drawAxes } from './drawAxes.ts';
import type { PlacedPoints } from './latentPoints.ts';
import { pointLook } from './pointLook.ts';

export interface LatentPlotProps {
  readonly placed: PlacedPoints;
  readonly labels: Int32Array | null;
  readonly hidden: readonly number[];
  readonly mode: Camera['mode'];
  /** What it shows, in words and figures. */
  readonly label: string;
  /** The point whose code is decoded; null for none or for a bare place. */
  readonly chosen: number | null;
  /** The point under the pointer or the keyboard's, and where it stands in the plot. */
  onHover(point: number | null, at: Spot | null): void;
  onChoose(point: number): void;
  /** A bare place of a flat plot. */
  onPlace(place: Spot): void;
}

const reachPx = 9;

/** In CSS pixels: symbols are told apart as long as there is room for them. */
const pointSize = (count: number): number => (count > 20_000 ? 4 : count > 2_000 ? 7 : 9);

/** Codes as points. Drag moves or turns, the wheel zooms; with the keyboard arrows move or turn, + and − zoom, 0 shows all, . and , go from point to point, Enter decodes. */
export function LatentPlot({ placed, labels, hidden, mode, label, chosen, onHover, onChoose, onPlace }: LatentPlotProps) {
  const { t } = useText();
  const box = useRef<HTMLDivElement>(null);
  const glCanvas = useRef<HTMLCanvasElement>(null),
    axesCanvas = useRef<HTMLCanvasElement>(null);
  const size = useSize(box);
  const colours = useThemeColours();
  const [moved, setMoved] = useState<Camera | null>(null);
  const [hovered, setHovered] = useState<number | null>(null);
  const [scatter, setScatter] = useState<Scatter | 'none' | null>(null);
  const dragged = useRef<{ readonly x: number; readonly y: number; far: number } | null>(null);
  const count = placed.positions.length / 3;

  // Until the user moves it, all points are in view.
  const axesKey = placed.axes.join();
  useEffect(() => setMoved(null), [mode, axesKey]);
  useEffect(() => {
    const canvas = glCanvas.current;
    if (!canvas) return undefined;
    let made: Scatter | null = null,
      isGone = false;
    // In a task of its own, and drawn once its shaders are there: the page goes on answering.
    const timer = setTimeout(() => {
      try {
        made = createScatter(canvas);
      } catch {
        return setScatter('none');
      }
      const tell = (): void => {
        if (!isGone) setScatter(made);
      };
      made.ready.then(tell, tell);
    });
    return () => {
      isGone = true;
      clearTimeout(timer);
      made?.dispose();
    };
  }, []);
  const live = typeof scatter === 'string' ? null : scatter;
  const look = useMemo(() => pointLook({ count, labels, theme: colours.theme, hidden }), [count, labels, colours.theme, hidden]);
  const viewport = useMemo(() => size ?? { width: 1, height: 1 }, [size]);
  const fitted = useMemo(() => fittedCamera(mode, placed.halves, viewport), [mode, placed.halves, viewport]);
  const camera = moved ?? fitted;
  const setCamera = useCallback((change: (old: Camera) => Camera): void => setMoved((old) => change(old ?? fitted)), [fitted]);
  const matrix = useMemo(() => cameraMatrix(camera, viewport.width / Math.max(1, viewport.height)), [camera, viewport]);

  useEffect(() => {
    live?.setPoints(placed.positions);
    live?.setLook(look.tints, look.symbols);
  }, [live, placed, look]);
  useEffect(() => {
    if (!live || !size || size.width === 0 || size.height === 0) return;
    const ratio = Math.min(2, window.devicePixelRatio || 1);
    live.setSize(size.width, size.height, ratio);
    if (axesCanvas.current) Object.assign(axesCanvas.current, { width: Math.round(size.width * ratio), height: Math.round(size.height * ratio) });
  }, [live, size]);
  useEffect(() => {
    const context = axesCanvas.current?.getContext('2d');
    if (!live || !size || size.width === 0 || !context) return undefined;
    const frame = requestAnimationFrame(() => {
      live.draw(matrix, pointSize(count));
      const ratio = Math.min(2, window.devicePixelRatio || 1);
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      const marked = [hovered, chosen].flatMap((point): [number, number, number][] =>
        point === null || point >= count
          ? []
          : [[placed.positions[point * 3] ?? 0, placed.positions[point * 3 + 1] ?? 0, placed.positions[point * 3 + 2] ?? 0]],
      );
      drawAxes(context, { camera, matrix, viewport: size, placed, colours, marked });
    });
    return () => cancelAnimationFrame(frame);
  }, [live, size, matrix, camera, placed, look, colours, hovered, chosen, count]);

  const isShown = useCallback((point: number) => (look.symbols[point] ?? -1) >= 0, [look]);
  const pointAt = (spot: Spot): number | null => nearestPoint(placed.positions, { matrix, viewport, isShown }, spot, reachPx);
  const hover = (point: number | null, at: Spot | null): void => {
    setHovered(point);
    onHover(point, at);
  };
  const spotOf = (event: { readonly clientX: number; readonly clientY: number }): Spot => {
    const rect = box.current?.getBoundingClientRect();
    return { x: event.clientX - (rect?.left ?? 0), y: event.clientY - (rect?.top ?? 0) };
  };
  // React listens to wheels passively; this one must keep the page from scrolling.
  useEffect(() => {
    const element = box.current;
    if (!element) return undefined;
    const onWheel = (event: WheelEvent): void => {
      event.preventDefault();
      const rect = element.getBoundingClientRect();
      const spot = { x: event.clientX - rect.left, y: event.clientY - rect.top };
      setCamera((old) => zoomAt(old, event.deltaY > 0 ? 0.85 : 1.18, { spot, viewport }));
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  }, [viewport, setCamera]);

  const onPointerMove = (event: PointerEvent): void => {
    const spot = spotOf(event),
      start = dragged.current;
    if (start) {
      const [dx, dy] = [spot.x - start.x, spot.y - start.y];
      dragged.current = { ...spot, far: start.far + Math.abs(dx) + Math.abs(dy) };
      setCamera((old) => drag(old, { dx, dy }, viewport));
      if (dragged.current.far > 4) hover(null, null);
      return;
    }
    hover(pointAt(spot), spot);
  };
  const onPointerUp = (event: PointerEvent): void => {
    const start = dragged.current;
    dragged.current = null;
    if (!start || start.far > 4) return;
    const spot = spotOf(event),
      point = pointAt(spot);
    if (point !== null) onChoose(point);
    else if (camera.mode === '2d') onPlace(unproject(camera, spot, viewport));
  };
  const step = (by: number): void => {
    for (let tried = 0, point = hovered ?? (by > 0 ? -1 : count); tried < count; tried++) {
      point = (point + by + count) % count;
      if (isShown(point)) return hover(point, null);
    }
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const middle = { spot: { x: viewport.width / 2, y: viewport.height / 2 }, viewport };
    const pull = (dx: number, dy: number) => () => setCamera((old) => drag(old, { dx, dy }, viewport));
    const zoom = (factor: number) => () => setCamera((old) => zoomAt(old, factor, middle));
    const actions: Readonly<Record<string, () => void>> = {
      ArrowLeft: pull(24, 0),
      ArrowRight: pull(-24, 0),
      ArrowUp: pull(0, 24),
      ArrowDown: pull(0, -24),
      '+': zoom(1.25),
      '=': zoom(1.25),
      '-': zoom(0.8),
      '0': () => setMoved(null),
      '.': () => step(1),
      ',': () => step(-1),
      Enter: () => {
        if (hovered !== null) onChoose(hovered);
      },
      Escape: () => hover(null, null),
    };
    const action = actions[event.key];
    if (!action) return;
    event.preventDefault();
    event.stopPropagation();
    action();
  };

  return (
    <div
      ref={box}
      role="application"
      aria-roledescription={t('view.plot')}
      aria-label={label}
      aria-description={t('view.plotKeys')}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        dragged.current = { ...spotOf(event), far: 0 };
      }}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerUp}
      onPointerCancel={() => {
        dragged.current = null;
      }}
      onPointerLeave={() => {
        if (!dragged.current) hover(null, null);
      }}
      className="relative h-full min-h-32 min-w-0 flex-1 cursor-crosshair touch-none overflow-hidden -outline-offset-2"
      data-testid="view-latent"
      data-points={count}
    >
      <canvas ref={glCanvas} aria-hidden className="absolute inset-0 h-full w-full" />
      <canvas ref={axesCanvas} aria-hidden className="pointer-events-none absolute inset-0 h-full w-full" />
      {scatter === 'none' ? (
        <div className="absolute inset-0 bg-panel">
          <EmptyState title={t('view.noWebgl')}>{t('view.noWebglHint')}</EmptyState>
        </div>
      ) : null}
    </div>
  );
}
