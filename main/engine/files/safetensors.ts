import { refuse } from '../../../shared/check/issue.ts';

/** Named tensors as plain numbers, row-major. */
export type NamedValues = Readonly<Record<string, { readonly shape: readonly number[]; readonly values: Float32Array }>>;

export interface TensorFile {
  readonly tensors: NamedValues;
  /** Free text beside the tensors. */
  readonly metadata: Readonly<Record<string, string>>;
}

const headerLimitBytes = 100 * 1024 * 1024;

/** Encodes the safetensors format (huggingface/safetensors, format version 0.4): u64 header length, JSON header, then little-endian data. */
export function encodeSafetensors({ tensors, metadata }: TensorFile): Uint8Array {
  const header: Record<string, unknown> = { __metadata__: metadata };
  let offset = 0;
  for (const [name, { shape, values }] of Object.entries(tensors)) {
    header[name] = { dtype: 'F32', shape, data_offsets: [offset, offset + values.byteLength] };
    offset += values.byteLength;
  }
  const json = new TextEncoder().encode(JSON.stringify(header));
  // The format asks for data aligned to 8 bytes, padded with spaces.
  const padded = Math.ceil(json.length / 8) * 8;
  const bytes = new Uint8Array(8 + padded + offset).fill(0x20, 8 + json.length, 8 + padded);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(padded), true);
  bytes.set(json, 8);
  let at = 8 + padded;
  for (const { values } of Object.values(tensors)) {
    bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), at);
    at += values.byteLength;
  }
  return bytes;
}

/** Decodes a safetensors file of float32 tensors. Throws IssueError `checkpoint-broken` naming the file where it is truncated, inconsistent or of another type. */
export function decodeSafetensors(bytes: Uint8Array, file: string): TensorFile {
  const broken = (reason: string): never => refuse('checkpoint-broken', { file }, { reason });
  if (bytes.length < 8) return broken('shorter than its own header');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = Number(view.getBigUint64(0, true));
  if (length > headerLimitBytes || 8 + length > bytes.length) return broken('the header runs past the end of the file');
  const header = parseHeader(bytes.subarray(8, 8 + length)) ?? broken('the header is not JSON');
  const data = bytes.subarray(8 + length);
  let metadata: Record<string, string> = {};
  const places: { readonly name: string; readonly shape: readonly number[]; readonly begin: number; readonly end: number }[] = [];
  for (const [name, entry] of Object.entries(header)) {
    if (name === '__metadata__') {
      metadata = textsOf(entry);
      continue;
    }
    const {
      shape,
      offsets: [begin, end],
    } = parseEntry(entry) ?? broken(`tensor ${name} is described wrongly`);
    const size = shape.reduce((product, extent) => product * extent, 1);
    if (end > data.length || end - begin !== size * 4) return broken(`tensor ${name} does not fit its place`);
    places.push({ name, shape, begin, end });
  }
  // The format allows neither holes nor overlaps: so no file makes more than its own bytes.
  const filled = places.toSorted((a, b) => a.begin - b.begin || a.end - b.end).reduce((at, { begin, end }) => (begin === at ? end : NaN), 0);
  if (filled !== data.length) return broken('its tensors do not fill it one behind the other');
  return {
    // Copied: a stretch need not be aligned to four bytes, and the file's buffer should be free to go. (Not by slice: that of Node's Buffer copies nothing.)
    tensors: Object.fromEntries(
      places.map(({ name, shape, begin, end }) => [name, { shape, values: new Float32Array(new Uint8Array(data.subarray(begin, end)).buffer) }]),
    ),
    metadata,
  };
}

function parseHeader(bytes: Uint8Array): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.fromEntries(Object.entries(value)) : null;
  } catch {
    return null;
  }
}

function textsOf(entry: unknown): Record<string, string> {
  return typeof entry === 'object' && entry !== null
    ? Object.fromEntries(Object.entries(entry).filter((pair): pair is [string, string] => typeof pair[1] === 'string'))
    : {};
}

function parseEntry(entry: unknown): { shape: number[]; offsets: [number, number] } | null {
  if (typeof entry !== 'object' || entry === null || !('dtype' in entry) || !('shape' in entry) || !('data_offsets' in entry)) return null;
  const { dtype, shape, data_offsets: offsets } = entry;
  const natural = (n: unknown): n is number => typeof n === 'number' && Number.isSafeInteger(n) && n >= 0;
  if (dtype !== 'F32' || !Array.isArray(shape) || !shape.every(natural) || !Array.isArray(offsets) || !offsets.every(natural)) return null;
  const [begin, end] = offsets;
  return begin === undefined || end === undefined ? null : { shape, offsets: [begin, end] };
}
