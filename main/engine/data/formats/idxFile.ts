import { refuse } from '../../../../shared/check/issue.ts';
import type { ArrayHeader, ArrayPurpose, ElementType, NumericArray } from './numericArray.ts';
import { checkArrayHeader, decodeElements, fileBytes } from './numericArray.ts';
import { gunzipExactly, gunzipHead, isGzip, readBytes } from './readBytes.ts';
import { sharedBytes } from '../sharedMemory.ts';

/** Type codes of the IDX format: the third byte of its magic number (http://yann.lecun.com/exdb/mnist/, "The IDX file format"). */
const typeOfCode: Readonly<Record<number, ElementType>> = { 0x08: 'u1', 0x09: 'i1', 0x0b: 'i2', 0x0c: 'i4', 0x0d: 'f4', 0x0e: 'f8' };
const maximumRank = 8;

/**
 * Reads an IDX file, gzipped or not, allocating only what its header and its length both account for.
 * Throws IssueError data-magic, data-dtype, data-header, data-truncated, data-trailing-bytes, data-too-large, data-empty, data-gzip-damaged and those of `readBytes`.
 */
export async function readIdxFile(file: string, purpose: ArrayPurpose, limitBytes: number): Promise<NumericArray> {
  return decodeIdx(await readBytes(file, limitBytes, sharedBytes), file, { purpose, limitBytes });
}

/** Decodes the bytes of an IDX file, gzipped or not; `file` names it in messages. Errors as `readIdxFile`. */
export function decodeIdx(
  bytes: Uint8Array,
  file: string,
  { purpose, limitBytes }: { readonly purpose: ArrayPurpose; readonly limitBytes: number },
): NumericArray {
  const gzipped = isGzip(bytes);
  const header = decodeIdxHeader(gzipped ? gunzipHead(bytes, file) : bytes, file);
  checkArrayHeader(header, purpose, { file, limitBytes, availableBytes: gzipped ? undefined : bytes.length });
  const plain = gzipped ? gunzipExactly(bytes, fileBytes(header), file) : bytes;
  return decodeElements(plain, header, purpose, file);
}

function decodeIdxHeader(bytes: Uint8Array, file: string): ArrayHeader {
  if (bytes.length < 4) refuse('data-truncated', { file }, { expected: 4, found: bytes.length });
  const [first = 0, second = 0, code = 0, rank = 0] = bytes;
  if (first !== 0 || second !== 0) {
    const found = Array.from(bytes.subarray(0, 4), (byte) => byte.toString(16).padStart(2, '0')).join(' ');
    refuse('data-magic', { file }, { format: 'IDX', found, expected: '00 00' });
  }
  const type = typeOfCode[code];
  if (type === undefined) refuse('data-dtype', { file }, { dtype: `0x${code.toString(16).padStart(2, '0')}` });
  if (rank < 1 || rank > maximumRank) refuse('data-header', { file }, { format: 'IDX', reason: `${rank} axes` });
  const offset = 4 + 4 * rank;
  if (bytes.length < offset) refuse('data-truncated', { file }, { expected: offset, found: bytes.length });
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const shape = Array.from({ length: rank }, (_, axis) => view.getUint32(4 + 4 * axis));
  return { shape, type, littleEndian: false, offset, columnMajor: false };
}
