import { zipSync } from 'fflate';

/** A zip archive of files by their path, as a user's system would pack them. */
export function zipFiles(files: Readonly<Record<string, Uint8Array>>): Uint8Array {
  return zipSync({ ...files });
}
