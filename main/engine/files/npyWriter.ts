import { writeWhole } from './writeWhole.ts';

/** An array to be written: row-major, as many values as the shape says. */
export interface NpyArray {
  readonly shape: readonly number[];
  readonly values: Float32Array | Int32Array;
}

/** Encodes a NumPy array file, format version 1.0, little-endian float32 or int32, row-major (numpy.lib.format). Throws RangeError where shape and values disagree. */
export function encodeNpy({ shape, values }: NpyArray): Uint8Array {
  const count = shape.reduce((product, extent) => product * extent, 1);
  if (count !== values.length) throw new RangeError(`an array of shape [${shape.join(', ')}] has ${count} values, not ${values.length}`);
  const axes = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const description = `{'descr': '${values instanceof Float32Array ? '<f4' : '<i4'}', 'fortran_order': False, 'shape': (${axes}), }`;
  // The data begins at a multiple of 64 bytes; the header ends in a line feed.
  const start = Math.ceil((10 + description.length + 1) / 64) * 64;
  const bytes = new Uint8Array(start + values.length * 4);
  bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0]);
  const view = new DataView(bytes.buffer);
  view.setUint16(8, start - 10, true);
  bytes.set(new TextEncoder().encode(`${description.padEnd(start - 11)}\n`), 10);
  if (values instanceof Float32Array) for (const [i, value] of values.entries()) view.setFloat32(start + i * 4, value, true);
  else for (const [i, value] of values.entries()) view.setInt32(start + i * 4, value, true);
  return bytes;
}

/** `encodeNpy`, written whole to a file. */
export async function writeNpy(path: string, array: NpyArray): Promise<void> {
  await writeWhole(path, encodeNpy(array));
}
