/** Examples as they are stored, in memory that threads share: bytes stay bytes. */
export type StoredValues = Uint8Array<SharedArrayBuffer> | Float32Array<SharedArrayBuffer>;

/** Zeros in memory that threads share. */
export const sharedBytes = (length: number): Uint8Array<SharedArrayBuffer> => new Uint8Array(new SharedArrayBuffer(length));
export const sharedFloats = (length: number): Float32Array<SharedArrayBuffer> => new Float32Array(new SharedArrayBuffer(length * 4));

/** The values in memory that threads share: the same memory where they lie in such already, else a copy. */
export function shareValues(values: Uint8Array | Float32Array): StoredValues {
  const { buffer, byteOffset, length } = values;
  if (values instanceof Uint8Array) {
    if (buffer instanceof SharedArrayBuffer) return new Uint8Array(buffer, byteOffset, length);
    const copy = sharedBytes(length);
    copy.set(values);
    return copy;
  }
  if (buffer instanceof SharedArrayBuffer) return new Float32Array(buffer, byteOffset, length);
  const copy = sharedFloats(length);
  copy.set(values);
  return copy;
}

/** As `shareValues`, of whole numbers. */
export function shareInts(values: Int32Array): Int32Array<SharedArrayBuffer> {
  const { buffer, byteOffset, length } = values;
  if (buffer instanceof SharedArrayBuffer) return new Int32Array(buffer, byteOffset, length);
  const copy = new Int32Array(new SharedArrayBuffer(values.byteLength));
  copy.set(values);
  return copy;
}
