import { documentSchema } from './document.ts';
import type { GraphDoc } from './document.ts';
import { isRecord } from './plainJson.ts';
import { canonicalIds } from './walks.ts';
import { z } from '../z.ts';

/**
 * A document as the text of its file: the same text for equal documents, whatever the order of keys in memory. Fields stand in the schema's
 * order, ids and parameters in canonical order, two spaces a level, a newline at the end. `parseDocument` of it gives an equal document.
 */
export function serialiseDocument(document: GraphDoc): string {
  return `${JSON.stringify(ordered(documentSchema, document), null, 2)}\n`;
}

/** A value with its keys in the order its schema states. */
function ordered(schema: z.core.$ZodType, value: unknown): unknown {
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault || schema instanceof z.ZodOptional) return ordered(schema.def.innerType, value);
  if (schema instanceof z.ZodArray && Array.isArray(value)) return value.map((part) => ordered(schema.def.element, part));
  if (!isRecord(value)) return value;
  if (schema instanceof z.ZodObject) {
    const shape: Readonly<Record<string, z.core.$ZodType>> = schema.def.shape;
    return Object.fromEntries(Object.entries(shape).flatMap(([key, inner]) => (Object.hasOwn(value, key) ? [[key, ordered(inner, value[key])]] : [])));
  }
  if (schema instanceof z.ZodRecord) {
    const { valueType } = schema.def;
    return Object.fromEntries(canonicalIds(Object.keys(value)).map((key) => [key, ordered(valueType, value[key])]));
  }
  return value;
}
