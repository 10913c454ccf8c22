/** Row-major float32 values with their shape. */
export interface StoredArray {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}
