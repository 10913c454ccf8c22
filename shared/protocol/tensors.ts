import { sizeOf } from '../nodes/tensorSpec.ts';
import { z } from '../z.ts';

/** Row-major float32 values with their shape; the first axis counts examples. Travels as a typed array. */
export interface Values {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** Most values that one message carries: 64 MiB of float32. */
export const mostValues = 2 ** 24;

const fields = {
  shape: z.array(z.int().min(0).max(mostValues)).min(1).max(8),
  values: z.instanceof(Float32Array).refine(({ length }) => length <= mostValues),
};

/** Figures without a shape of their own. */
export const floatsSchema: z.ZodType<Float32Array> = fields.values;

/** Class labels or indices, int32. */
export const labelsSchema: z.ZodType<Int32Array> = z.instanceof(Int32Array).refine(({ length }) => length <= mostValues);

const isWhole = ({ shape, values }: Values): boolean => sizeOf(shape) === values.length;

/** Values whose number is the product of their shape. */
export const valuesSchema: z.ZodType<Values> = z.strictObject(fields).refine(isWhole);

/** Examples with their class labels, where they have any. */
export const labelledSchema: z.ZodType<Values & { readonly labels: Int32Array | null }> = z
  .strictObject({ ...fields, labels: labelsSchema.nullable() })
  .refine(isWhole);
