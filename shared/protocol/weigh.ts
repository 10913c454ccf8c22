/**
 * Whether a message would take more than `limitBytes`: strings at two bytes a character, fields at eight, typed arrays at their length. Counts each
 * object once, so that a cyclic message ends too, and stops at the limit.
 */
export function isHeavier(message: unknown, limitBytes: number): boolean {
  const seen = new Set<object>();
  const waiting: unknown[] = [message];
  let bytes = 8;
  while (waiting.length > 0 && bytes <= limitBytes) {
    const part = waiting.pop();
    if (typeof part === 'string') bytes += 2 * part.length;
    if (typeof part !== 'object' || part === null || seen.has(part)) continue;
    seen.add(part);
    if (ArrayBuffer.isView(part) || part instanceof ArrayBuffer) bytes += part.byteLength;
    else if (part instanceof Map || part instanceof Set) bytes += 16 * part.size;
    else if (Array.isArray(part)) {
      // Before it is walked: a sparse array claims more than it holds.
      bytes += 8 * part.length;
      if (bytes > limitBytes) return true;
      for (const inner of part) if (mayWeigh(inner)) waiting.push(inner);
    } else {
      for (const [key, inner] of Object.entries(part)) {
        bytes += 8 + 2 * key.length;
        if (mayWeigh(inner)) waiting.push(inner);
      }
    }
  }
  return bytes > limitBytes;
}

/** Beyond the eight bytes that its place takes. */
function mayWeigh(part: unknown): boolean {
  return typeof part === 'string' || typeof part === 'object';
}
