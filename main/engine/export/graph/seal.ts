import { createHash } from 'node:crypto';

/**
 * SHA-256 (hex) of everything that a graph is read from. TensorFlow ends the whole process on some graphs that are damaged inside:
 * so a file of ours is given to it only where it is what was written.
 */
export function sealOf(...parts: readonly Uint8Array[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(String(part.byteLength)).update(':').update(part);
  return hash.digest('hex');
}
