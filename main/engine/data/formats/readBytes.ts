import { open, stat } from 'node:fs/promises';
import { constants, gunzipSync } from 'node:zlib';
import { refuse } from '../../../../shared/check/issue.ts';

/** The whole of a file of at most `limitBytes`, in memory that `allocate` gives. Throws IssueError data-file-missing, data-file-expected, data-file-unreadable, data-too-large. */
export async function readBytes(
  file: string,
  limitBytes: number,
  allocate: (bytes: number) => Uint8Array = (bytes) => new Uint8Array(bytes),
): Promise<Uint8Array> {
  try {
    const facts = await stat(file);
    if (!facts.isFile()) refuse('data-file-expected', { file });
    if (facts.size > limitBytes) refuse('data-too-large', { file }, { bytes: facts.size, limit: limitBytes });
    const bytes = allocate(facts.size);
    const handle = await open(file, 'r');
    try {
      let filled = 0;
      while (filled < bytes.length) {
        const { bytesRead } = await handle.read(bytes, filled, bytes.length - filled, filled);
        if (bytesRead === 0) break;
        filled += bytesRead;
      }
      return bytes.subarray(0, filled);
    } finally {
      await handle.close();
    }
  } catch (error) {
    refuseFileError(error, file);
  }
}

/** Turns an error of the file system into an IssueError; anything else is thrown on. */
export function refuseFileError(error: unknown, file: string): never {
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  if (code === undefined) throw error;
  if (code === 'ENOENT' || code === 'ENOTDIR') refuse('data-file-missing', { file });
  refuse('data-file-unreadable', { file }, { reason: code });
}

/** The same bytes as a plain array: a Buffer differs in what `slice` and `constructor` say. */
export function withoutBuffer(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/** The first bytes that a gzip file unpacks to (at least 1 KiB where it has them), without unpacking the rest. Throws IssueError data-gzip-damaged. */
export function gunzipHead(bytes: Uint8Array, file: string): Uint8Array {
  try {
    return gunzipSync(bytes.subarray(0, 2048), { finishFlush: constants.Z_SYNC_FLUSH });
  } catch {
    refuse('data-gzip-damaged', { file });
  }
}

/**
 * Unpacks a gzip file that is known to hold `expectedBytes`. Allocates no more than that.
 * Throws IssueError data-truncated, data-trailing-bytes, data-gzip-damaged.
 */
export function gunzipExactly(bytes: Uint8Array, expectedBytes: number, file: string): Uint8Array {
  let unpacked: Uint8Array;
  try {
    unpacked = gunzipSync(bytes, { maxOutputLength: expectedBytes });
  } catch (error) {
    if (error instanceof RangeError) refuse('data-trailing-bytes', { file }, { expected: expectedBytes, found: expectedBytes + 1 });
    if (error instanceof Error && 'code' in error && error.code === 'Z_BUF_ERROR')
      refuse('data-truncated', { file }, { expected: expectedBytes, found: `${bytes.length} (gzip)` });
    refuse('data-gzip-damaged', { file });
  }
  if (unpacked.length < expectedBytes) refuse('data-truncated', { file }, { expected: expectedBytes, found: unpacked.length });
  return withoutBuffer(unpacked);
}
