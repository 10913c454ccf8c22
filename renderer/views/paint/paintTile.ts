import { grey, signed } from './colourMaps.ts';
import { exampleForm } from './exampleForm.ts';
import { cycled, lineColours } from './palette.ts';
import type { ThemeColours } from './useThemeColours.ts';

/** One example on a canvas: a picture or lines. A point has no tile; it is drawn among others. */
export interface Tile {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly values: Float32Array;
  /** Of the example, without the batch axis. */
  readonly shape: readonly number[];
  /** Values as they are, or a difference, below and above zero. */
  readonly map: 'values' | 'difference';
  /** Lowest and highest value; a difference is drawn at full colour at ± this span. */
  readonly range: readonly [number, number];
  /** Drawn behind a line or point: what it should have been. */
  readonly under?: Float32Array;
}

/** Pictures' pixels are drawn at their own size once and then enlarged without smoothing. */
export function createTilePainter(colours: ThemeColours): { paint(context: CanvasRenderingContext2D, tile: Tile): void } {
  const scratch = document.createElement('canvas');
  const pixels = scratch.getContext('2d');

  const paintImage = (context: CanvasRenderingContext2D, tile: Tile, form: { height: number; width: number; channels: number }): void => {
    if (!pixels) return;
    if (scratch.width !== form.width || scratch.height !== form.height) Object.assign(scratch, { width: form.width, height: form.height });
    const image = pixels.createImageData(form.width, form.height);
    fillPixels(image.data, tile, form.channels, colours.theme);
    pixels.putImageData(image, 0, 0);
    context.imageSmoothingEnabled = false;
    context.drawImage(scratch, tile.x, tile.y, tile.width, tile.height);
  };

  return {
    paint(context, tile) {
      const form = exampleForm(tile.shape);
      context.clearRect(tile.x, tile.y, tile.width, tile.height);
      if (form.form === 'image') return paintImage(context, tile, form);
      context.fillStyle = colours.raised;
      context.fillRect(tile.x, tile.y, tile.width, tile.height);
      if (form.form === 'point') return;
      if (tile.under) paintLines(context, { ...tile, values: tile.under }, form, { colours, isFaint: true });
      paintLines(context, tile, form, { colours, isFaint: false });
    },
  };
}

/** RGBA of a picture's values. */
export function fillPixels(
  into: Uint8ClampedArray,
  { values, map, range }: Pick<Tile, 'values' | 'map' | 'range'>,
  channels: number,
  theme: 'light' | 'dark',
): void {
  const span = range[1] - range[0];
  for (let pixel = 0; pixel * 4 < into.length; pixel++) {
    const at = pixel * channels;
    if (map === 'difference') {
      let sum = 0;
      for (let channel = 0; channel < Math.min(channels, 3); channel++) sum += values[at + channel] ?? 0;
      const [r, g, b] = signed(sum / Math.min(channels, 3), span, theme);
      into.set([r, g, b, 255], pixel * 4);
    } else {
      const r = grey(values[at] ?? 0, range);
      into.set(channels >= 3 ? [r, grey(values[at + 1] ?? 0, range), grey(values[at + 2] ?? 0, range), 255] : [r, r, r, 255], pixel * 4);
    }
  }
}

function paintLines(
  context: CanvasRenderingContext2D,
  tile: Tile,
  { steps, features }: { readonly steps: number; readonly features: number },
  { colours, isFaint }: { readonly colours: ThemeColours; readonly isFaint: boolean },
): void {
  const { x, y, width, height, values, range, map } = tile;
  const [low, high] = map === 'difference' ? [range[0] - range[1], range[1] - range[0]] : range;
  const inset = 3;
  const up = (value: number): number => y + height - inset - Math.max(0, Math.min(1, (value - low) / (high - low || 1))) * (height - 2 * inset);
  context.save();
  context.lineWidth = 1.25;
  if (map === 'difference') {
    context.strokeStyle = colours.strong;
    context.strokeRect(x, up(0), width, 0);
  }
  for (let feature = 0; feature < Math.min(features, 8); feature++) {
    context.strokeStyle = isFaint ? colours.strong : cycled(lineColours[colours.theme], map === 'difference' ? 1 : feature * 2);
    context.setLineDash(isFaint ? [2, 2] : []);
    context.beginPath();
    for (let step = 0; step < steps; step++) {
      const right = x + inset + (steps > 1 ? step / (steps - 1) : 0.5) * (width - 2 * inset);
      context.lineTo(right, up(values[step * features + feature] ?? 0));
    }
    context.stroke();
  }
  context.restore();
}
