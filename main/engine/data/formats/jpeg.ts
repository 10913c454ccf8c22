import { decode } from 'jpeg-js';
import type { PictureHeader, Pixels } from './pixels.ts';
import { PictureError } from './pixels.ts';

/** Frame headers (SOF0…SOF15) but for the markers of that range that are not: DHT c4, JPG c8, DAC cc. */
const isFrameMarker = (marker: number): boolean => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

/** Every block of 8 × 8 pixels takes at least a bit of the file, so a byte holds no more pixels than this. */
const pixelsPerByte = 512;
/** Largest memory that one JPEG picture may take while it is decoded, in MB. */
const decoderMegabytes = 512;

export function isJpeg(bytes: Uint8Array): boolean {
  return bytes[0] === 0xff && bytes[1] === 0xd8;
}

/** Size and number of colour components of a JPEG picture, from its frame header (ITU-T T.81, B.2.2). Throws PictureError. */
export function readJpegHeader(bytes: Uint8Array): PictureHeader & { readonly components: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let at = 2; at + 4 <= bytes.length; ) {
    if (view.getUint8(at) !== 0xff) throw new PictureError('a marker is out of place');
    const marker = view.getUint8(at + 1);
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (isFrameMarker(marker)) {
      if (at + 10 > bytes.length) break;
      const height = view.getUint16(at + 5),
        width = view.getUint16(at + 7);
      if (width === 0 || height === 0) throw new PictureError(`${width}×${height} pixels`);
      return { width, height, components: view.getUint8(at + 9) };
    }
    if (marker === 0xd9 || marker === 0xda) break;
    at += 2 + view.getUint16(at + 2);
  }
  throw new PictureError('no frame header');
}

/** Decodes a JPEG picture, baseline or progressive, to grey (one component) or RGB. Throws PictureError. */
export function decodeJpeg(bytes: Uint8Array): Pixels {
  const { width, height, components } = readJpegHeader(bytes);
  if (width * height > bytes.length * pixelsPerByte) throw new PictureError('too few pixels');
  const decoded = decodeOrThrow(bytes);
  if (decoded.width !== width || decoded.height !== height) throw new PictureError('two frame headers');
  if (components !== 1) return { width, height, channels: 3, values: decoded.data };
  return { width, height, channels: 1, values: Uint8Array.from({ length: width * height }, (_, pixel) => decoded.data[pixel * 3] ?? 0) };
}

function decodeOrThrow(bytes: Uint8Array): { readonly width: number; readonly height: number; readonly data: Uint8Array } {
  try {
    return decode(bytes, { useTArray: true, formatAsRGBA: false, tolerantDecoding: false, maxMemoryUsageInMB: decoderMegabytes });
  } catch (error) {
    throw new PictureError(error instanceof Error ? error.message : String(error));
  }
}
