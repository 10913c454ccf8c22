import type { ThemeColours } from '../paint/useThemeColours.ts';
import { shortNumber } from '../chart/shortNumber.ts';
import { project, unproject } from './camera.ts';
import type { Camera, Viewport } from './camera.ts';
import type { PlacedPoints } from './latentPoints.ts';

/** A round step (1, 2 or 5 times a power of ten) that divides a stretch into about so many parts. */
export function roundStep(stretch: number, parts: number): number {
  const rough = stretch / parts,
    power = 10 ** Math.floor(Math.log10(rough));
  const factor = rough / power;
  return (factor < 1.5 ? 1 : factor < 3.5 ? 2 : factor < 7.5 ? 5 : 10) * power;
}

export interface AxesRequest {
  readonly camera: Camera;
  readonly matrix: Float32Array;
  readonly viewport: Viewport;
  readonly placed: PlacedPoints;
  readonly colours: ThemeColours;
  /** A place marked with a ring: the point that is hovered or chosen. */
  readonly marked: readonly (readonly [number, number, number])[];
}

/** Grid with the codes' values and marks, over the points. */
export function drawAxes(context: CanvasRenderingContext2D, request: AxesRequest): void {
  const { viewport, camera, colours, matrix, marked } = request;
  context.clearRect(0, 0, viewport.width, viewport.height);
  context.font = '11px system-ui, sans-serif';
  context.fillStyle = colours.muted;
  if (camera.mode === '2d') drawGrid(context, request);
  else drawBox(context, request);
  context.lineWidth = 2;
  for (const place of marked) {
    const at = project(matrix, place, viewport);
    if (!at) continue;
    context.strokeStyle = colours.panel;
    context.beginPath();
    context.arc(at.x, at.y, 9, 0, Math.PI * 2);
    context.stroke();
    context.strokeStyle = colours.ink;
    context.beginPath();
    context.arc(at.x, at.y, 7, 0, Math.PI * 2);
    context.stroke();
  }
}

function drawGrid(context: CanvasRenderingContext2D, { camera, viewport, placed: { axes, middle, reach }, colours }: AxesRequest): void {
  const from = unproject(camera, { x: 0, y: viewport.height }, viewport),
    to = unproject(camera, { x: viewport.width, y: 0 }, viewport);
  const step = roundStep((to.x - from.x) * reach, Math.max(2, viewport.width / 90));
  context.lineWidth = 1;
  const lines = (axis: 0 | 1, low: number, high: number, draw: (share: number, value: number) => void): void => {
    const first = Math.ceil((low * reach + middle[axis]) / step);
    for (let tick = first; tick * step <= high * reach + middle[axis]; tick++) draw(((tick * step - middle[axis]) / reach - low) / (high - low), tick * step);
  };
  lines(0, from.x, to.x, (share, value) => {
    const x = Math.round(share * viewport.width) + 0.5;
    context.strokeStyle = Math.abs(value) < step / 2 ? colours.strong : colours.line;
    context.globalAlpha = 0.6;
    context.beginPath();
    context.moveTo(x, 0);
    context.lineTo(x, viewport.height);
    context.stroke();
    context.globalAlpha = 1;
    context.fillText(shortNumber(Number(value.toPrecision(6))), x + 3, viewport.height - 4);
  });
  if (axes[1] !== null) {
    lines(1, from.y, to.y, (share, value) => {
      const y = Math.round((1 - share) * viewport.height) + 0.5;
      context.strokeStyle = Math.abs(value) < step / 2 ? colours.strong : colours.line;
      context.globalAlpha = 0.6;
      context.beginPath();
      context.moveTo(0, y);
      context.lineTo(viewport.width, y);
      context.stroke();
      context.globalAlpha = 1;
      if (y > 14 && y < viewport.height - 20) context.fillText(shortNumber(Number(value.toPrecision(6))), 3, y - 3);
    });
    context.fillText(`z${axes[1] + 1} ↑`, 3, 12);
  }
  context.fillText(`z${axes[0] + 1} →`, viewport.width - 28, viewport.height - 18);
}

function drawBox(context: CanvasRenderingContext2D, { matrix, viewport, placed: { axes }, colours }: AxesRequest): void {
  const ends: readonly (readonly [number, number, number])[] = [
    [1, -1, -1],
    [-1, 1, -1],
    [-1, -1, 1],
  ];
  const corner = project(matrix, [-1, -1, -1], viewport);
  context.lineWidth = 1;
  context.strokeStyle = colours.strong;
  for (const [axis, end] of ends.entries()) {
    const at = project(matrix, end, viewport),
      dimension = axes[axis];
    if (!corner || !at || dimension === null || dimension === undefined) continue;
    context.beginPath();
    context.moveTo(corner.x, corner.y);
    context.lineTo(at.x, at.y);
    context.stroke();
    context.fillText(`z${dimension + 1}`, at.x + 4, at.y - 4);
  }
}
