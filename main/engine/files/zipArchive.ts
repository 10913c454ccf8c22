import { crc32, inflateRawSync } from 'node:zlib';
import { refuse } from '../../../shared/check/issue.ts';

/** One file of a zip archive, as its central directory describes it. */
export interface ZipEntry {
  readonly name: string;
  readonly method: number;
  readonly crc: number;
  readonly packedBytes: number;
  readonly unpackedBytes: number;
  /** Where its local header begins. */
  readonly offset: number;
}

const endSignature = 0x06054b50,
  entrySignature = 0x02014b50,
  localSignature = 0x04034b50,
  zip64LocatorSignature = 0x07064b50,
  zip64EndSignature = 0x06064b50;
const unset32 = 0xffffffff;

/** The central directory of a zip archive held in memory (PKWARE APPNOTE 4.3.12–4.3.16, zip64 included). Throws IssueError data-npz-damaged. */
export function listZip(bytes: Uint8Array, file: string): readonly ZipEntry[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const damaged = (reason: string): never => refuse('data-npz-damaged', { file }, { reason });
  let end = bytes.length - 22;
  const earliest = Math.max(0, end - 65_535);
  while (end >= earliest && view.getUint32(end, true) !== endSignature) end--;
  if (end < earliest) return damaged('no directory at its end');
  let at = view.getUint32(end + 16, true);
  let count = view.getUint16(end + 10, true);
  if (end >= 20 && view.getUint32(end - 20, true) === zip64LocatorSignature) {
    const end64 = Number(view.getBigUint64(end - 12, true));
    if (end64 > bytes.length - 56 || view.getUint32(end64, true) !== zip64EndSignature) return damaged('zip64 directory out of place');
    count = Number(view.getBigUint64(end64 + 32, true));
    at = Number(view.getBigUint64(end64 + 48, true));
  }
  // Every entry takes 46 bytes, so a false count ends at the end of the file.
  const entries: ZipEntry[] = [];
  for (let i = 0; i < count; i++) {
    if (at > bytes.length - 46 || view.getUint32(at, true) !== entrySignature) return damaged(`directory entry ${i}`);
    const nameBytes = view.getUint16(at + 28, true),
      extraBytes = view.getUint16(at + 30, true),
      commentBytes = view.getUint16(at + 32, true);
    const next = at + 46 + nameBytes + extraBytes + commentBytes;
    if (next > bytes.length) return damaged(`directory entry ${i}`);
    const sizes = { unpackedBytes: view.getUint32(at + 24, true), packedBytes: view.getUint32(at + 20, true), offset: view.getUint32(at + 42, true) };
    entries.push({
      name: new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameBytes)),
      method: view.getUint16(at + 10, true),
      crc: view.getUint32(at + 16, true),
      ...widen(sizes, view, { from: at + 46 + nameBytes, to: at + 46 + nameBytes + extraBytes }),
    });
    at = next;
  }
  return entries;
}

type Sizes = Pick<ZipEntry, 'unpackedBytes' | 'packedBytes' | 'offset'>;

/** Replaces sizes that did not fit 32 bits by those of the zip64 extra field, which stand there in this order. */
function widen(sizes: Sizes, view: DataView, extra: { readonly from: number; readonly to: number }): Sizes {
  for (let at = extra.from; at + 4 <= extra.to; ) {
    const id = view.getUint16(at, true),
      length = view.getUint16(at + 2, true);
    if (id === 1) {
      let field = at + 4;
      const fieldEnd = Math.min(field + length, extra.to);
      const wide = (narrow: number): number => {
        if (narrow !== unset32 || field + 8 > fieldEnd) return narrow;
        field += 8;
        return Number(view.getBigUint64(field - 8, true));
      };
      const unpackedBytes = wide(sizes.unpackedBytes);
      const packedBytes = wide(sizes.packedBytes);
      return { unpackedBytes, packedBytes, offset: wide(sizes.offset) };
    }
    at += 4 + length;
  }
  return sizes;
}

/** Unpacks one entry, allocating no more than it declares, and checks its CRC-32. Throws IssueError data-npz-damaged, data-too-large. */
export function unzipEntry(bytes: Uint8Array, entry: ZipEntry, { file, limitBytes }: { readonly file: string; readonly limitBytes: number }): Uint8Array {
  const damaged = (reason: string): never => refuse('data-npz-damaged', { file }, { reason: `${entry.name}: ${reason}` });
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const { offset, packedBytes, unpackedBytes } = entry;
  if (offset > bytes.length - 30 || view.getUint32(offset, true) !== localSignature) return damaged('local header');
  const start = offset + 30 + view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true);
  if (start + packedBytes > bytes.length) return damaged('cut short');
  if (unpackedBytes > limitBytes) refuse('data-too-large', { file }, { bytes: unpackedBytes, limit: limitBytes });
  const packed = bytes.subarray(start, start + packedBytes);
  const unpacked = entry.method === 0 ? packed : entry.method === 8 ? inflate(packed, unpackedBytes) : undefined;
  if (unpacked === undefined) return damaged(entry.method === 8 ? 'deflate' : `compression method ${entry.method}`);
  if (unpacked.length !== unpackedBytes) return damaged(`${unpacked.length} bytes instead of ${unpackedBytes}`);
  if (crc32(unpacked) !== entry.crc) return damaged('CRC-32');
  return unpacked;
}

function inflate(packed: Uint8Array, unpackedBytes: number): Uint8Array | undefined {
  try {
    const { buffer, byteOffset, byteLength } = inflateRawSync(packed, { maxOutputLength: Math.max(1, unpackedBytes) });
    return new Uint8Array(buffer, byteOffset, byteLength);
  } catch {
    return undefined;
  }
}
