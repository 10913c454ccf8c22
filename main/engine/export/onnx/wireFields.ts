import { refuse } from '../../../../shared/check/issue.ts';

/** One field of a protocol buffer message: a whole number (signed 64 bits), four raw bytes, or bytes. */
export interface WireField {
  readonly id: number;
  readonly int?: number;
  readonly float?: number;
  readonly bytes?: Uint8Array;
}

/** Counts what is read of one file, so that a small file of empty messages cannot become a large heap. */
export interface WireBudget {
  fields: number;
}
/** A graph of 10,000 operators has some 300,000. */
export const mostFields = 2_000_000;

const broken = (reason: string): never => refuse('onnx-broken', {}, { reason });

/** A whole number at a place: up to ten groups of seven bits, signed of 64 bits, exact below 2⁵³; and where it ends. */
function varintAt(bytes: Uint8Array, from: number): readonly [value: number, end: number] {
  let low = 0,
    high = 0;
  for (let group = 0; group < 10; group++) {
    const byte = bytes[from + group];
    if (byte === undefined) return broken('a number runs past its end');
    const bits = byte & 0x7f;
    if (group < 4) low |= bits << (7 * group);
    else if (group === 4) {
      low |= (bits & 0x0f) << 28;
      high |= bits >>> 4;
    } else if (group < 9) high |= bits << (7 * group - 32);
    else high |= bits << 31;
    if ((byte & 0x80) === 0) return [(high | 0) * 4_294_967_296 + (low >>> 0), from + group + 1];
  }
  return broken('a number has too many digits');
}

const spend = (budget: WireBudget): void => {
  if (--budget.fields < 0) broken(`more than ${mostFields} fields`);
};

/**
 * The fields of a message in the order in which they stand (protobuf.dev/programming-guides/encoding). Copies nothing.
 * @throws IssueError onnx-broken where they run past the end, are of a kind that ONNX does not use, or are too many
 */
export function wireFields(bytes: Uint8Array, budget: WireBudget): readonly WireField[] {
  const fields: WireField[] = [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  const varint = (): number => {
    const [value, end] = varintAt(bytes, at);
    at = end;
    return value;
  };
  const take = (length: number): number => {
    if (!(length >= 0 && at + length <= bytes.length)) return broken('a field runs past its end');
    at += length;
    return at - length;
  };
  while (at < bytes.length) {
    spend(budget);
    const tag = varint();
    const id = Math.floor(tag / 8);
    if (id < 1) return broken('a field has no number');
    switch (tag & 7) {
      case 0:
        fields.push({ id, int: varint() });
        break;
      case 1:
        take(8);
        fields.push({ id });
        break;
      case 2: {
        const length = varint();
        const start = take(length);
        fields.push({ id, bytes: bytes.subarray(start, start + length) });
        break;
      }
      case 5:
        fields.push({ id, float: view.getFloat32(take(4), true) });
        break;
      default:
        return broken('a field is of no kind that ONNX uses');
    }
  }
  return fields;
}

/** Repeated whole numbers, packed into one field or not. */
export function wireInts(fields: readonly WireField[], id: number, budget: WireBudget): readonly number[] {
  const ints: number[] = [];
  for (const field of fields) {
    if (field.id !== id) continue;
    if (field.int !== undefined) ints.push(field.int);
    else if (!field.bytes) return broken('a list of numbers holds something else');
    else
      for (let at = 0; at < field.bytes.length; ) {
        spend(budget);
        const [value, end] = varintAt(field.bytes, at);
        ints.push(value);
        at = end;
      }
  }
  return ints;
}
