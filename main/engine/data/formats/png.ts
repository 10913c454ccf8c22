import { constants, inflateSync } from 'node:zlib';
import { decode } from 'fast-png';
import type { PictureHeader, Pixels } from './pixels.ts';
import { PictureError } from './pixels.ts';

const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const headerBytes = 33;
/** No deflate stream grows by more than this factor. */
const deflateMaximumRatio = 1032;
/** What pixels mean, by colour type: samples a pixel. 0 grey, 2 RGB, 3 palette, 4 grey with alpha, 6 RGB with alpha (PNG 3rd edition, 11.2.1). */
const samplesOfColourType: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };
/** Chunks that pixels depend on. All others are dropped unread: profiles and texts may be bombs of their own. */
const neededChunks = new Set(['IHDR', 'PLTE', 'tRNS', 'IDAT', 'IEND']);

export function isPng(bytes: Uint8Array): boolean {
  return signature.every((byte, i) => bytes[i] === byte);
}

/** Size of a PNG picture from its first 33 bytes. Throws PictureError. */
export function readPngHeader(bytes: Uint8Array): PictureHeader {
  if (!isPng(bytes) || bytes.length < headerBytes) throw new PictureError('no PNG header');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const width = view.getUint32(16),
    height = view.getUint32(20);
  if (width === 0 || height === 0) throw new PictureError(`${width}×${height} pixels`);
  return { width, height };
}

/**
 * Decodes a PNG picture of any colour type to grey (colour types 0 and 4) or RGB, 16-bit samples by their upper byte, transparent pixels over black.
 * A palette of greys alone gives grey. Unpacks no more than the header's size accounts for. Throws PictureError.
 */
export function decodePng(bytes: Uint8Array): Pixels {
  const { width, height } = readPngHeader(bytes);
  const colourType = bytes[25] ?? 0,
    depth = bytes[24] ?? 0;
  const samples = samplesOfColourType[colourType];
  if (samples === undefined) throw new PictureError(`colour type ${colourType}`);
  if (bytes[28] !== 0 && depth < 8) throw new PictureError('interlaced with less than 8 bits a sample');
  const { reduced, packed } = keepNeededChunks(bytes, colourType);
  // An interlaced picture has a filter byte for each row of each of its seven passes, so at most twice the bytes of a plain one.
  const plainBytes = Math.ceil((width * samples * depth) / 8) * height;
  if (plainBytes > packed.length * deflateMaximumRatio) throw new PictureError('too few pixels');
  checkUnpackedSize(packed, (plainBytes + height) * 2 + 64);
  const decoded = decodeOrThrow(reduced);
  if (decoded.width !== width || decoded.height !== height || decoded.channels !== samples) throw new PictureError('header repeated');
  const unpacked = depth < 8 ? unpackBits(decoded.data, { width, height, depth }) : decoded.data;
  if (unpacked.length < width * height * samples) throw new PictureError('too few pixels');
  const shift = depth === 16 ? 8 : 0;
  const sample = (at: number): number => (unpacked[at] ?? 0) >> shift;
  if (colourType === 3) return fromPalette(unpacked, decoded.palette ?? [], { width, height });
  const channels = samples >= 3 ? 3 : 1;
  const values = new Uint8Array(width * height * channels);
  const scale = depth < 8 ? 255 / (2 ** depth - 1) : 1;
  const hasAlpha = samples === 2 || samples === 4;
  for (let pixel = 0; pixel < width * height; pixel++) {
    const alpha = hasAlpha ? sample(pixel * samples + samples - 1) / 255 : 1;
    for (let channel = 0; channel < channels; channel++) values[pixel * channels + channel] = Math.round(sample(pixel * samples + channel) * scale * alpha);
  }
  return { width, height, channels, values };
}

function decodeOrThrow(bytes: Uint8Array): ReturnType<typeof decode> {
  try {
    return decode(bytes, { checkCrc: true });
  } catch (error) {
    throw new PictureError(error instanceof Error ? error.message : String(error));
  }
}

/** The picture without chunks that its pixels do not need, and its packed pixels alone. */
function keepNeededChunks(bytes: Uint8Array, colourType: number): { reduced: Uint8Array; packed: Uint8Array } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const kept: Uint8Array[] = [bytes.subarray(0, 8)];
  const pixels: Uint8Array[] = [];
  for (let at = 8; at < bytes.length; ) {
    if (at + 12 > bytes.length) throw new PictureError('cut short');
    const length = view.getUint32(at);
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    const next = at + 12 + length;
    if (next > bytes.length) throw new PictureError('cut short');
    if (neededChunks.has(type) && (type !== 'tRNS' || colourType === 3)) kept.push(bytes.subarray(at, next));
    if (type === 'IDAT') pixels.push(bytes.subarray(at + 8, at + 8 + length));
    at = next;
    if (type === 'IEND') return { reduced: Buffer.concat(kept), packed: Buffer.concat(pixels) };
  }
  throw new PictureError('cut short');
}

/** Refuses pixel data that would unpack to more than `limit` bytes; small pictures cannot and are not unpacked for it. */
function checkUnpackedSize(packed: Uint8Array, limit: number): void {
  if (packed.length * deflateMaximumRatio <= Math.max(limit, 16 * 2 ** 20)) return;
  try {
    inflateSync(packed, { maxOutputLength: limit, finishFlush: constants.Z_SYNC_FLUSH });
  } catch {
    throw new PictureError('pixel data damaged or longer than its size allows');
  }
}

/** Samples of 1, 2 or 4 bits, one a byte; each row begins at a byte. */
function unpackBits(
  packed: ArrayLike<number>,
  { width, height, depth }: { readonly width: number; readonly height: number; readonly depth: number },
): Uint8Array {
  const rowBytes = Math.ceil((width * depth) / 8);
  if (packed.length < rowBytes * height) throw new PictureError('too few pixels');
  const out = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const bit = x * depth;
      out[y * width + x] = ((packed[y * rowBytes + (bit >> 3)] ?? 0) >> (8 - depth - (bit & 7))) & (2 ** depth - 1);
    }
  }
  return out;
}

function fromPalette(indices: ArrayLike<number>, palette: readonly (readonly number[])[], { width, height }: PictureHeader): Pixels {
  const grey = palette.every(([red, green, blue]) => red === green && green === blue);
  const channels = grey ? 1 : 3;
  const values = new Uint8Array(width * height * channels);
  for (let pixel = 0; pixel < width * height; pixel++) {
    const colour = palette[indices[pixel] ?? -1];
    if (colour === undefined) throw new PictureError('a pixel outside the palette');
    for (let channel = 0; channel < channels; channel++) values[pixel * channels + channel] = Math.round(((colour[channel] ?? 0) * (colour[3] ?? 255)) / 255);
  }
  return { width, height, channels, values };
}
