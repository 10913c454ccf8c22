import { refuse } from '../../../../shared/check/issue.ts';
import { sharedFloats } from '../sharedMemory.ts';

/** Element types that IDX and NPY files name, in NumPy's letters: kind and bytes an element. b1 is a truth value stored as 0 or 1. */
export const elementTypes = ['b1', 'u1', 'i1', 'u2', 'i2', 'u4', 'i4', 'u8', 'i8', 'f2', 'f4', 'f8'] as const;
export type ElementType = (typeof elementTypes)[number];

/** What a file says of its array before an element is read. */
export interface ArrayHeader {
  readonly shape: readonly number[];
  readonly type: ElementType;
  readonly littleEndian: boolean;
  /** First byte of the elements. */
  readonly offset: number;
  /** Whether the first axis runs fastest (Fortran) instead of the last. */
  readonly columnMajor: boolean;
}

/** An array as it lies in memory, row-major. Truth values and unsigned bytes stay bytes. */
export interface NumericArray {
  readonly shape: readonly number[];
  readonly type: ElementType;
  readonly values: Uint8Array | Float32Array | Float64Array;
}

export const elementBytes = (type: ElementType): number => Number(type.slice(1));

export function elementCount(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

/** Bytes that the file of an array must have: header and elements. */
export function fileBytes(header: ArrayHeader): number {
  return header.offset + elementCount(header.shape) * elementBytes(header.type);
}

/** Bytes that the array takes in memory when decoded for `purpose`. */
function memoryBytes(header: ArrayHeader, purpose: ArrayPurpose): number {
  const wide = purpose === 'labels' ? 8 : 4;
  return elementCount(header.shape) * (elementBytes(header.type) === 1 && header.type !== 'i1' ? 1 : wide);
}

/** examples are held as bytes or 32-bit floats; labels as bytes or 64-bit floats, which hold every class number exactly. */
export type ArrayPurpose = 'examples' | 'labels';

/**
 * Refuses, before anything is allocated, an array that is empty, larger than `limitBytes` or not of the length that its header promises.
 * `availableBytes` is the length of the unpacked file, or undefined where only its head is known.
 */
export function checkArrayHeader(
  header: ArrayHeader,
  purpose: ArrayPurpose,
  place: { readonly file: string; readonly limitBytes: number; readonly availableBytes: number | undefined },
): void {
  const { file, limitBytes, availableBytes } = place;
  const promised = fileBytes(header);
  if (availableBytes !== undefined && promised > availableBytes) refuse('data-truncated', { file }, { expected: promised, found: availableBytes });
  const needed = Math.max(memoryBytes(header, purpose), promised);
  if (!(needed <= limitBytes)) refuse('data-too-large', { file }, { bytes: needed, limit: limitBytes });
  if (availableBytes !== undefined && promised < availableBytes) refuse('data-trailing-bytes', { file }, { expected: promised, found: availableBytes });
  if (header.shape.length > 0 && elementCount(header.shape) === 0) refuse('data-empty', { file });
}

/** Reads the elements behind a checked header. Throws IssueError data-not-finite for a NaN or an infinity. */
export function decodeElements(bytes: Uint8Array, header: ArrayHeader, purpose: ArrayPurpose, file: string): NumericArray {
  const { shape, type } = header;
  const count = elementCount(shape);
  const rowMajor = header.columnMajor && shape.length > 1 ? rowMajorSource(shape) : undefined;
  if (type === 'u1' || type === 'b1') {
    const stored = bytes.subarray(header.offset, header.offset + count);
    return { shape, type, values: rowMajor ? Uint8Array.from({ length: count }, (_, i) => stored[rowMajor(i)] ?? 0) : stored };
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset + header.offset, count * elementBytes(type));
  const read = elementReader(view, type, header.littleEndian);
  const values = purpose === 'labels' ? new Float64Array(count) : sharedFloats(count);
  const stride = elementBytes(type);
  for (let i = 0; i < count; i++) values[i] = read((rowMajor ? rowMajor(i) : i) * stride);
  if (type.startsWith('f') && purpose === 'examples') checkFinite(values, shape, file);
  return { shape, type, values };
}

function checkFinite(values: Float32Array | Float64Array, shape: readonly number[], file: string): void {
  const bad = values.findIndex((value) => !Number.isFinite(value));
  if (bad < 0) return;
  const length = elementCount(shape.slice(1));
  const example = Math.floor(bad / length);
  refuse('data-not-finite', { file, path: `example ${example}` }, { example, value: String(values[bad]) });
}

/** Position in a column-major array of the element that stands at position `i` in row-major order. */
function rowMajorSource(shape: readonly number[]): (i: number) => number {
  const strides: number[] = [];
  let stride = 1;
  for (const size of shape) {
    strides.push(stride);
    stride *= size;
  }
  return (i) => {
    let rest = i,
      at = 0;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const size = shape[axis] ?? 1;
      at += (rest % size) * (strides[axis] ?? 0);
      rest = Math.floor(rest / size);
    }
    return at;
  };
}

function elementReader(view: DataView, type: Exclude<ElementType, 'b1' | 'u1'>, littleEndian: boolean): (at: number) => number {
  const high = littleEndian ? 4 : 0,
    low = littleEndian ? 0 : 4;
  switch (type) {
    case 'i1':
      return (at) => view.getInt8(at);
    case 'u2':
      return (at) => view.getUint16(at, littleEndian);
    case 'i2':
      return (at) => view.getInt16(at, littleEndian);
    case 'u4':
      return (at) => view.getUint32(at, littleEndian);
    case 'i4':
      return (at) => view.getInt32(at, littleEndian);
    case 'u8':
      return (at) => view.getUint32(at + high, littleEndian) * 4294967296 + view.getUint32(at + low, littleEndian);
    case 'i8':
      return (at) => view.getInt32(at + high, littleEndian) * 4294967296 + view.getUint32(at + low, littleEndian);
    case 'f2':
      return (at) => halfToNumber(view.getUint16(at, littleEndian));
    case 'f4':
      return (at) => view.getFloat32(at, littleEndian);
    case 'f8':
      return (at) => view.getFloat64(at, littleEndian);
  }
}

/** IEEE 754 binary16. */
function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f,
    fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
