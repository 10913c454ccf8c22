import { createHash } from 'node:crypto';
import { refuse } from '../../../shared/check/issue.ts';
import type { Dataset, DatasetFacts } from './dataset.ts';
import { elementCount } from './formats/numericArray.ts';
import type { NumericArray } from './formats/numericArray.ts';
import { shareValues } from './sharedMemory.ts';

/** What a data set is packed from. */
export interface PackedExamples {
  readonly name: string;
  /** Shape of one example. */
  readonly shape: readonly number[];
  /** All examples, row-major, one after another. Kept where they lie in memory that threads share, else copied there. */
  readonly values: Uint8Array | Float32Array;
  /** Range of stored values where it is not that of the storage: [0, 255] for bytes, smallest and largest for floats. */
  readonly storedRange?: readonly [number, number];
  readonly labels?: Int32Array | null;
  readonly classes?: readonly string[] | null;
  readonly factors?: { readonly of: NonNullable<DatasetFacts['factors']>; readonly values: Int32Array };
  readonly officialTestStart?: number;
}

/** A data set over examples that lie in memory, with their hash. */
export function packDataset(packed: PackedExamples): Dataset {
  const { name, shape, labels = null, classes = null, factors, officialTestStart } = packed;
  const values = shareValues(packed.values);
  const length = elementCount(shape);
  const count = values.length / length;
  const facts: DatasetFacts = {
    name,
    count,
    shape,
    storedRange: packed.storedRange ?? (values instanceof Uint8Array ? [0, 255] : rangeOf(values)),
    classes,
    factors: factors?.of ?? null,
    hash: hashOf(shape, values, labels),
  };
  return {
    facts,
    labels,
    factors: factors?.values ?? null,
    ...(officialTestStart === undefined ? {} : { officialTestStart }),
    stored: values,
  };
}

function rangeOf(values: Float32Array): [number, number] {
  let low = Number.POSITIVE_INFINITY,
    high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return [low, high];
}

function hashOf(shape: readonly number[], values: Uint8Array | Float32Array, labels: Int32Array | null): string {
  const hash = createHash('sha256').update(JSON.stringify(shape));
  for (const part of labels ? [values, labels] : [values]) hash.update(new Uint8Array(part.buffer, part.byteOffset, part.byteLength));
  return hash.digest('hex');
}

/**
 * Examples of an array file: the first axis counts them. Pictures of bytes without a channel axis, [count, height, width], get one channel.
 * Throws IssueError data-shape.
 */
export function examplesOfArray(array: NumericArray, file: string): Pick<PackedExamples, 'shape' | 'values' | 'storedRange'> {
  const {
    shape: [, ...shape],
    values,
    type,
  } = array;
  if (shape.length === 0) refuse('data-shape', { file }, { shape: array.shape.join(', ') });
  if (values instanceof Float64Array) throw new TypeError('examples are decoded as bytes or 32-bit floats');
  if (type === 'b1') return { shape: shape.length === 2 ? [...shape, 1] : shape, values, storedRange: [0, 1] };
  return { shape: type === 'u1' && shape.length === 2 ? [...shape, 1] : shape, values };
}
