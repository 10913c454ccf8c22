import { describe, expect, it } from 'vitest';
import { IssueError } from '../../../shared/check/issue.ts';
import { randomNormal } from '../../../shared/random/philox.ts';
import { decodeSafetensors, encodeSafetensors } from './safetensors.ts';
import { tearSafetensors } from './testing/tearSafetensors.ts';

const file = {
  tensors: {
    'dense/kernel': { shape: [3, 5], values: randomNormal([1, 2], 15) },
    'dense/bias': { shape: [5], values: Float32Array.of(0, -0, Infinity, NaN, 1e-42) },
    scalar: { shape: [], values: Float32Array.of(7) },
    empty: { shape: [0, 4], values: new Float32Array(0) },
    'ключ:名': { shape: [1], values: Float32Array.of(1) },
  },
  metadata: { format: 'test', note: 'two\nlines, “quoted”' },
};

/** A file of a given header and data, as another program might write it. */
function written(header: unknown, dataBytes: number): Uint8Array {
  const json = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
  const bytes = new Uint8Array(8 + json.length + dataBytes);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(json.length), true);
  bytes.set(json, 8);
  return bytes;
}

function codeOf(bytes: Uint8Array): string {
  try {
    decodeSafetensors(bytes, 'x.safetensors');
    return 'read';
  } catch (error) {
    if (!(error instanceof IssueError)) throw error;
    expect(error.issues[0]?.at.file).toBe('x.safetensors');
    return error.issues.map(({ code }) => code).join();
  }
}

describe('safetensors', () => {
  it('reads back what it wrote, to the last bit', () => {
    const read = decodeSafetensors(encodeSafetensors(file), 'x');
    expect(read.metadata).toEqual(file.metadata);
    expect(Object.keys(read.tensors)).toEqual(Object.keys(file.tensors));
    for (const [name, { shape, values }] of Object.entries(file.tensors)) {
      expect(read.tensors[name]?.shape).toEqual(shape);
      expect([...new Uint8Array(read.tensors[name]?.values.buffer ?? new ArrayBuffer(1))]).toEqual([
        ...new Uint8Array(values.buffer, values.byteOffset, values.byteLength),
      ]);
    }
  });

  it('follows the format: length, JSON, data at a multiple of eight', () => {
    const bytes = encodeSafetensors({ tensors: { a: { shape: [2], values: Float32Array.of(1, -2) } }, metadata: { k: 'v' } });
    const length = Number(new DataView(bytes.buffer).getBigUint64(0, true));
    expect((8 + length) % 8).toBe(0);
    expect(JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length)))).toEqual({
      __metadata__: { k: 'v' },
      a: { dtype: 'F32', shape: [2], data_offsets: [0, 8] },
    });
    expect([...bytes.subarray(8 + length)]).toEqual([0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0]);
  });

  it('reads from the middle of another buffer', () => {
    const bytes = encodeSafetensors(file),
      around = new Uint8Array(bytes.length + 7);
    around.set(bytes, 3);
    expect(Object.keys(decodeSafetensors(around.subarray(3, 3 + bytes.length), 'x').tensors)).toEqual(Object.keys(file.tensors));
  });

  const entry = (begin: number, end: number, shape: unknown = [(end - begin) / 4], dtype = 'F32') => ({ dtype, shape, data_offsets: [begin, end] });
  it.each<[string, Uint8Array]>([
    ['nothing', new Uint8Array(0)],
    ['seven bytes', new Uint8Array(7)],
    ['a header longer than the file', Uint8Array.of(255, 255, 255, 255, 255, 255, 255, 255, 1, 2)],
    ['no JSON', written('{"a":', 0)],
    ['a list', written([], 0)],
    ['another type of number', written({ a: entry(0, 8, [4], 'F16') }, 8)],
    ['a negative extent', written({ a: entry(0, 8, [-2]) }, 8)],
    ['a broken extent', written({ a: entry(0, 8, [1.5]) }, 8)],
    ['an extent beyond every number', written({ a: entry(0, 8, [2 ** 53 - 1, 2 ** 53 - 1]) }, 8)],
    ['an end before its beginning', written({ a: entry(8, 0, [2]) }, 8)],
    ['a place behind the end', written({ a: entry(0, 16) }, 8)],
    ['a hole', written({ a: entry(0, 4), b: entry(8, 12) }, 12)],
    ['data behind the last tensor', written({ a: entry(0, 4) }, 8)],
    ['two tensors on one place', written({ a: entry(0, 8), b: entry(0, 8) }, 8)],
    ['a thousand tensors on one place', written(Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`t${i}`, entry(0, 4096)])), 4096)],
  ])('refuses %s', (_, bytes) => expect(codeOf(bytes)).toBe('checkpoint-broken'));

  it('takes no name for a prototype', () => {
    const read = decodeSafetensors(written('{"__proto__":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}', 4), 'x');
    expect(Object.keys(read.tensors)).toEqual(['__proto__']);
    expect(Object.getPrototypeOf(read.tensors)).toBe(Object.prototype);
  });

  it('of 300 torn files reads each or refuses it, and takes no more memory than they have', () => {
    tearSafetensors(encodeSafetensors(file), { seed: 20261120, count: 300, decode: codeOf });
  });
});
