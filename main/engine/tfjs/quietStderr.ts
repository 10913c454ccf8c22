import { closeSync, constants, openSync } from 'node:fs';

/**
 * Runs `work` (synchronous) with the process's standard error on /dev/null. TensorFlow announces oneDNN while its library loads, before it has read
 * any setting that could silence it; a JavaScript error still comes through as such. Where the descriptor cannot be turned (not Linux, a socket),
 * `work` runs as it is and the notice is seen.
 */
export function withQuietStderr<T>(work: () => T): T {
  const saved = duplicateStderr();
  if (saved === null) return work();
  try {
    redirectStderr('/dev/null');
    return work();
  } finally {
    redirectStderr(`/proc/self/fd/${saved}`);
    closeSync(saved);
  }
}

const appending = constants.O_WRONLY | constants.O_APPEND;

function duplicateStderr(): number | null {
  if (process.platform !== 'linux') return null;
  try {
    return openSync('/proc/self/fd/2', appending);
  } catch {
    return null;
  }
}

/** POSIX gives the lowest free descriptor: after closing 2, that is 2. */
function redirectStderr(path: string): void {
  closeSync(2);
  openSync(path, appending);
}
