import { refuse } from '../../../../shared/check/issue.ts';
import type { ArrayHeader, ArrayPurpose, ElementType, NumericArray } from './numericArray.ts';
import { checkArrayHeader, decodeElements, elementTypes } from './numericArray.ts';

const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
const maximumHeaderBytes = 65_536;
const maximumRank = 8;

export function isNpy(bytes: Uint8Array): boolean {
  return magic.every((byte, i) => bytes[i] === byte);
}

/**
 * Decodes a NumPy array file of version 1, 2 or 3, either byte order, row- or column-major (numpy.lib.format).
 * Throws IssueError data-magic, data-header, data-dtype, data-truncated, data-trailing-bytes, data-too-large, data-empty, data-not-finite.
 */
export function decodeNpy(
  bytes: Uint8Array,
  file: string,
  { purpose, limitBytes }: { readonly purpose: ArrayPurpose; readonly limitBytes: number },
): NumericArray {
  const header = decodeNpyHeader(bytes, file);
  checkArrayHeader(header, purpose, { file, limitBytes, availableBytes: bytes.length });
  return decodeElements(bytes, header, purpose, file);
}

function decodeNpyHeader(bytes: Uint8Array, file: string): ArrayHeader {
  if (bytes.length < 12) refuse('data-truncated', { file }, { expected: 12, found: bytes.length });
  if (!isNpy(bytes)) {
    const found = Array.from(bytes.subarray(0, 6), (byte) => byte.toString(16).padStart(2, '0')).join(' ');
    refuse('data-magic', { file }, { format: 'NPY', found, expected: '93 4e 55 4d 50 59' });
  }
  const version = bytes[6] ?? 0;
  if (version < 1 || version > 3) refuse('data-header', { file }, { format: 'NPY', reason: `version ${version}` });
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const start = version === 1 ? 10 : 12;
  const length = version === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  if (length > maximumHeaderBytes) refuse('data-header', { file }, { format: 'NPY', reason: `${length} bytes long` });
  if (bytes.length < start + length) refuse('data-truncated', { file }, { expected: start + length, found: bytes.length });
  const text = new TextDecoder().decode(bytes.subarray(start, start + length));
  return { ...decodeDescription(text, file), offset: start + length };
}

/** The header is a Python dictionary such as `{'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }`. */
function decodeDescription(text: string, file: string): Omit<ArrayHeader, 'offset'> {
  const order = /'fortran_order'\s*:\s*(True|False)/.exec(text)?.[1];
  const axes = /'shape'\s*:\s*\(([\d\s,L]*)\)/.exec(text)?.[1];
  const described = /'descr'\s*:\s*(?:'([^']*)'|\[)/.exec(text);
  if (order === undefined || axes === undefined || described === null) {
    refuse('data-header', { file }, { format: 'NPY', reason: 'descr, fortran_order or shape is missing' });
  }
  const shape = axes
    .split(',')
    .map((axis) => axis.trim().replace(/L$/, ''))
    .filter((axis) => axis !== '')
    .map(Number);
  if (shape.length > maximumRank || !shape.every((size) => Number.isSafeInteger(size))) {
    refuse('data-header', { file }, { format: 'NPY', reason: `shape (${axes})` });
  }
  const dtype = described[1] ?? 'record';
  const [, endian = '|', letters = ''] = /^([<>|=])?(.*)$/.exec(dtype) ?? [];
  const type = elementTypes.find((known): known is ElementType => known === letters);
  if (type === undefined) refuse('data-dtype', { file }, { dtype });
  return { shape, type, littleEndian: endian !== '>', columnMajor: order === 'True' };
}
