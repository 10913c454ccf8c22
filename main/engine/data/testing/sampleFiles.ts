import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';

/** Encoders of small files for the tests of this room, written from the formats' descriptions and not from the readers. */

export function encodeIdx(code: number, shape: readonly number[], elements: Uint8Array): Uint8Array {
  const out = Buffer.alloc(4 + 4 * shape.length + elements.length);
  out.set([0, 0, code, shape.length]);
  shape.forEach((size, axis) => out.writeUInt32BE(size, 4 + 4 * axis));
  out.set(elements, 4 + 4 * shape.length);
  return out;
}

export function encodeNpy(descr: string, shape: readonly number[], elements: Uint8Array, { version = 1, fortran = false } = {}): Uint8Array {
  const text = `{'descr': '${descr}', 'fortran_order': ${fortran ? 'True' : 'False'}, 'shape': (${shape.join(', ')}${shape.length === 1 ? ',' : ''}), }`;
  const before = version === 1 ? 10 : 12;
  const header = Buffer.from(`${text.padEnd(Math.ceil((before + text.length + 1) / 64) * 64 - before - 1)}\n`, 'latin1');
  const length = Buffer.alloc(version === 1 ? 2 : 4);
  if (version === 1) length.writeUInt16LE(header.length);
  else length.writeUInt32LE(header.length);
  return Buffer.concat([Buffer.from([0x93]), Buffer.from('NUMPY'), Buffer.from([version, 0]), length, header, elements]);
}

export function bytesOf(values: ArrayBufferView): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

function pngChunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length);
  out.set(body, 4);
  out.writeUInt32BE(crc32(body), body.length + 4);
  return out;
}

export interface PngParts {
  readonly width: number;
  readonly height: number;
  readonly depth?: number;
  readonly colourType?: number;
  /** Packed rows, without the filter byte. */
  readonly rows: readonly (readonly number[])[];
  /** Surplus bytes of zero behind the rows. */
  readonly surplus?: number;
  readonly palette?: readonly number[];
  readonly transparency?: readonly number[];
  /** Chunks that go between header and pixels. */
  readonly extra?: readonly { readonly type: string; readonly data: Uint8Array }[];
  readonly interlaced?: boolean;
}

export function encodePng({
  width,
  height,
  depth = 8,
  colourType = 0,
  rows,
  surplus = 0,
  palette,
  transparency,
  extra = [],
  interlaced = false,
}: PngParts): Uint8Array {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width);
  header.writeUInt32BE(height, 4);
  header.set([depth, colourType, 0, 0, interlaced ? 1 : 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    pngChunk('IHDR', header),
    ...extra.map(({ type, data }) => pngChunk(type, data)),
    ...(palette ? [pngChunk('PLTE', Uint8Array.from(palette))] : []),
    ...(transparency ? [pngChunk('tRNS', Uint8Array.from(transparency))] : []),
    pngChunk('IDAT', deflateSync(Buffer.concat([Buffer.from(rows.flatMap((row) => [0, ...row])), Buffer.alloc(surplus)]))),
    pngChunk('IEND', new Uint8Array(0)),
  ]);
}

/** A grey picture whose pixels are given by a function of x and y. */
export function greyPng(width: number, height: number, pixel: (x: number, y: number) => number): Uint8Array {
  return encodePng({ width, height, rows: Array.from({ length: height }, (_, y) => Array.from({ length: width }, (__, x) => pixel(x, y))) });
}

/** Pictures by Pillow 12, 8 × 6 pixels of one colour: grey 102, and progressive red 200, green 40, blue 90. */
export const pillowJpegs = {
  grey: Buffer.from(
    '/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAIBAQEBAQIBAQECAgICAgQDAgICAgUEBAMEBgUGBgYFBgYGBwkIBgcJBwYGCAsICQoKCgoKBggLDAsKDAkKCgr/wAALCAAGAAgBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAAB//EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AF3//2Q==',
    'base64',
  ),
  progressive: Buffer.from(
    '/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAIBAQEBAQIBAQECAgICAgQDAgICAgUEBAMEBgUGBgYFBgYGBwkIBgcJBwYGCAsICQoKCgoKBggLDAsKDAkKCgr/2wBDAQICAgICAgUDAwUKBwYHCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgr/wgARCAAGAAgDAREAAhEBAxEB/8QAFAABAAAAAAAAAAAAAAAAAAAAB//EABUBAQEAAAAAAAAAAAAAAAAAAAMI/9oADAMBAAIQAxAAAAE7OmP/xAAUEAEAAAAAAAAAAAAAAAAAAAAA/9oACAEBAAEFAn//xAAUEQEAAAAAAAAAAAAAAAAAAAAA/9oACAEDAQE/AX//xAAUEQEAAAAAAAAAAAAAAAAAAAAA/9oACAECAQE/AX//xAAUEAEAAAAAAAAAAAAAAAAAAAAA/9oACAEBAAY/An//xAAUEAEAAAAAAAAAAAAAAAAAAAAA/9oACAEBAAE/IX//2gAMAwEAAgADAAAAEB//xAAUEQEAAAAAAAAAAAAAAAAAAAAA/9oACAEDAQE/EH//xAAUEQEAAAAAAAAAAAAAAAAAAAAA/9oACAECAQE/EH//xAAUEAEAAAAAAAAAAAAAAAAAAAAA/9oACAEBAAE/EH//2Q==',
    'base64',
  ),
} as const;

/** A folder of its own under the system's temporary one. `write` makes the folders between. */
export async function createTempFolder(): Promise<{
  readonly path: string;
  write(name: string, bytes: Uint8Array | string): Promise<string>;
  remove(): Promise<void>;
}> {
  const path = await mkdtemp(join(tmpdir(), 'hourglass-data-'));
  return {
    path,
    async write(name, bytes) {
      const file = join(path, name);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, bytes);
      return file;
    },
    remove: () => rm(path, { recursive: true, force: true }),
  };
}
