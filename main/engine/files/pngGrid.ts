import { encode } from 'fast-png';
import { refuse } from '../../../shared/check/issue.ts';
import { writeWhole } from './writeWhole.ts';

/** Pictures of one size as float32 values, row-major, the first axis counting them. */
export interface Pictures {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** Pictures laid out line by line, `columns` to a line. */
export interface PictureRows {
  readonly pictures: Pictures;
  readonly columns: number;
}

export interface GridOptions {
  /** Values shown as black and as white; an infinite bound is replaced by the smallest or largest finite value there is. */
  readonly range: readonly [number, number];
  /** Pixels for each value's side. Default: the largest whole number that keeps a picture within 64 pixels, at least 1 (28 × 28: 2). */
  readonly scale?: number;
}

/** Height, width and channels of a picture. */
export interface PictureSize {
  readonly height: number;
  readonly width: number;
  readonly channels: 1 | 3 | 4;
}

/** Pixels between pictures and around them. */
export const gutterPixels = 2;

/** Light grey, so that black and white pictures both stand out. */
const gutterShade = 200;

const longestSide = 64;

/**
 * How one example of this shape (without the batch axis) is shown: [h, w], [h, w, 1 | 3 | 4], or flat with h² values (grey, as 784 is 28 × 28).
 * Null for what is no picture, such as a point or a sequence.
 */
export function pictureSize(shape: readonly number[]): PictureSize | null {
  const [first = 0, second = 0, channels = 1] = shape;
  if (shape.length === 1) {
    const side = Math.round(Math.sqrt(first));
    return side > 1 && side * side === first ? { height: side, width: side, channels: 1 } : null;
  }
  if (shape.length > 3 || shape.length === 0 || second < 2 || first < 2) return null;
  return channels === 1 || channels === 3 || channels === 4 ? { height: first, width: second, channels } : null;
}

/**
 * Draws pictures as one PNG: the parts below one another, each line by line, with gutters between and around.
 * Throws IssueError `picture-shape` where the values are no pictures, `picture-none` where there is none, `picture-too-large` beyond 100 million pixels.
 */
export function encodePngGrid(parts: readonly PictureRows[], options: GridOptions): Uint8Array {
  // 1. All parts show pictures of one size.
  const size = commonSize(parts);
  const scale = options.scale ?? Math.max(1, Math.floor(longestSide / Math.max(size.height, size.width)));
  // 2. Lay out the sheet.
  const cellWidth = size.width * scale + gutterPixels,
    cellHeight = size.height * scale + gutterPixels;
  const lines = parts.map(({ pictures, columns }) => Math.ceil(countOf(pictures) / columns));
  const columns = Math.max(...parts.map((part) => Math.min(part.columns, countOf(part.pictures))));
  const width = columns * cellWidth + gutterPixels,
    height = lines.reduce((sum, count) => sum + count, 0) * cellHeight + gutterPixels;
  if (width * height > 1e8) refuse('picture-too-large', {}, { width, height });
  const channels = size.channels === 1 ? 1 : size.channels;
  const sheet = { width, channels, pixels: new Uint8Array(width * height * channels).fill(gutterShade) };
  if (channels === 4) for (let at = 3; at < sheet.pixels.length; at += 4) sheet.pixels[at] = 255;
  // 3. Draw each picture into its cell.
  const shade = shadeOf(options.range, parts);
  let line = 0;
  for (const [index, { pictures, columns: perLine }] of parts.entries()) {
    for (let picture = 0; picture < countOf(pictures); picture++) {
      const left = gutterPixels + (picture % perLine) * cellWidth;
      const top = gutterPixels + (line + Math.floor(picture / perLine)) * cellHeight;
      drawPicture(sheet, { left, top, scale, size }, pictureValues(pictures, picture), shade);
    }
    line += lines[index] ?? 0;
  }
  return encode({ width, height, data: sheet.pixels, channels, depth: 8 });
}

/** `encodePngGrid`, written whole to a file. */
export async function writePngGrid(path: string, parts: readonly PictureRows[], options: GridOptions): Promise<void> {
  await writeWhole(path, encodePngGrid(parts, options));
}

/** Writes each picture to a file of its own in `folder`, at its own size: `0000.png`, `0001.png` … Gives the number of files. */
export async function writePngFolder(folder: string, pictures: Pictures, options: GridOptions): Promise<number> {
  const size = commonSize([{ pictures, columns: 1 }]);
  const shade = shadeOf(options.range, [{ pictures, columns: 1 }]);
  const count = countOf(pictures),
    digits = Math.max(4, String(count - 1).length);
  for (let picture = 0; picture < count; picture++) {
    const data = Uint8Array.from(pictureValues(pictures, picture), shade);
    const bytes = encode({ width: size.width, height: size.height, data, channels: size.channels, depth: 8 });
    await writeWhole(`${folder}/${String(picture).padStart(digits, '0')}.png`, bytes);
  }
  return count;
}

const countOf = ({ shape }: Pictures): number => shape[0] ?? 0;

function commonSize(parts: readonly PictureRows[]): PictureSize {
  const [first] = parts;
  if (!first || parts.some(({ pictures }) => countOf(pictures) === 0)) refuse('picture-none');
  const shape = first.pictures.shape.slice(1);
  const size = pictureSize(shape);
  if (!size) refuse('picture-shape', {}, { shape: shape.join('×') });
  for (const { pictures } of parts) {
    const other = pictureSize(pictures.shape.slice(1));
    if (!other || other.height !== size.height || other.width !== size.width || other.channels !== size.channels)
      refuse('picture-shape', {}, { shape: pictures.shape.slice(1).join('×') });
  }
  return size;
}

function pictureValues({ shape, values }: Pictures, picture: number): Float32Array {
  const length = values.length / (shape[0] ?? 1);
  return values.subarray(picture * length, (picture + 1) * length);
}

/** Value → byte. NaN shows as black. */
function shadeOf([low, high]: readonly [number, number], parts: readonly PictureRows[]): (value: number) => number {
  const all = (pick: (a: number, b: number) => number, start: number): number =>
    parts.reduce((best, { pictures }) => pictures.values.reduce((found, value) => (Number.isFinite(value) ? pick(found, value) : found), best), start);
  const black = Number.isFinite(low) ? low : all(Math.min, Infinity);
  const white = Number.isFinite(high) ? high : all(Math.max, -Infinity);
  const factor = white > black ? 255 / (white - black) : 0;
  return (value) => Math.min(255, Math.max(0, Math.round((value - black) * factor))) || 0;
}

interface Sheet {
  readonly width: number;
  readonly channels: number;
  readonly pixels: Uint8Array;
}
interface Cell {
  readonly left: number;
  readonly top: number;
  readonly scale: number;
  readonly size: PictureSize;
}

function drawPicture(sheet: Sheet, { left, top, scale, size }: Cell, values: Float32Array, shade: (value: number) => number): void {
  const { width, channels, pixels } = sheet;
  for (let y = 0; y < size.height * scale; y++) {
    for (let x = 0; x < size.width * scale; x++) {
      const from = (Math.floor(y / scale) * size.width + Math.floor(x / scale)) * size.channels;
      const to = ((top + y) * width + left + x) * channels;
      for (let channel = 0; channel < channels; channel++) pixels[to + channel] = shade(values[from + channel] ?? 0);
    }
  }
}
