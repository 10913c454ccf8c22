import type { GraphAttr } from './encodeGraph.ts';
import { nativeBackend } from './nativeBackend.ts';
import type { NativeAttr } from './nativeBackend.ts';

/** An attribute of an executed op as a graph's. Throws for the kinds that no op of a training step carries (functions, lists of types). */
export function nativeAttr({ name, type, value }: NativeAttr): GraphAttr {
  const { binding } = nativeBackend();
  switch (type) {
    case binding.TF_ATTR_TYPE:
      return { type: Number(value) };
    case binding.TF_ATTR_INT:
      return Array.isArray(value) ? { ints: value.map(Number) } : { int: Number(value) };
    case binding.TF_ATTR_BOOL:
      return { bool: value === true };
    case binding.TF_ATTR_FLOAT:
      return { float: Number(value) };
    case binding.TF_ATTR_STRING:
      return { text: String(value) };
    case binding.TF_ATTR_SHAPE:
      if (Array.isArray(value)) return { shape: value.map(Number) };
  }
  throw new Error(`the attribute ${name} of type ${type} has no place in a graph`);
}
