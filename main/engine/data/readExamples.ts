import type { NormalForm } from './normalForm.ts';
import type { StoredValues } from './sharedMemory.ts';

/** Copies example `index` into `into` from `offset` on; allocates nothing. */
export type ReadExample = (index: number, into: Float32Array, offset: number) => void;

// One reader for each kind of array, so that each loop meets one kind only and stays fast.

/** Reads stored values as they are; `length` is the number of values of one example. */
export function readerOf(stored: StoredValues, length: number): ReadExample {
  return stored instanceof Uint8Array
    ? bytesThrough(
        byteTable((byte) => byte),
        stored,
        length,
      )
    : floatsAsTheyAre(stored, length);
}

/** Reads and normalises in one pass, to the same numbers as reading first; null where that takes the example's features one by one. */
export function normalisingReaderOf(stored: StoredValues, length: number, form: NormalForm): ReadExample | null {
  if (form.kind === 'standard') return null;
  if (form.kind === 'none') return readerOf(stored, length);
  const { scale, shift } = form;
  return stored instanceof Uint8Array
    ? bytesThrough(
        byteTable((byte) => byte * scale + shift),
        stored,
        length,
      )
    : affineFloats(stored, length, form);
}

const byteTable = (of: (byte: number) => number): Float32Array => Float32Array.from({ length: 256 }, (_, byte) => of(byte));

function bytesThrough(table: Float32Array, stored: Uint8Array, length: number): ReadExample {
  return (index, into, offset) => {
    const start = index * length;
    for (let i = 0; i < length; i++) into[offset + i] = table[stored[start + i] ?? 0] ?? 0;
  };
}

function floatsAsTheyAre(stored: Float32Array, length: number): ReadExample {
  return (index, into, offset) => {
    const start = index * length;
    for (let i = 0; i < length; i++) into[offset + i] = stored[start + i] ?? 0;
  };
}

function affineFloats(stored: Float32Array, length: number, { scale, shift }: { readonly scale: number; readonly shift: number }): ReadExample {
  return (index, into, offset) => {
    const start = index * length;
    for (let i = 0; i < length; i++) into[offset + i] = (stored[start + i] ?? 0) * scale + shift;
  };
}
