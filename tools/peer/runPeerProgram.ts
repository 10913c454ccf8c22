import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { findPeerPython } from './findPeerPython.mjs';

/** How a peer program ended: exit code (null where a signal ended it) and its two streams. */
export interface PeerEnd {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs one of this folder's Python programs (`replay.py`, …) on the peer Python and waits for its end.
 * @throws where there is no peer Python; ask `findPeerPython()` first.
 */
export function runPeerProgram(program: string, args: readonly string[]): Promise<PeerEnd> {
  const python = findPeerPython();
  if (!python.ok) return Promise.reject(new Error(python.reason));
  const path = fileURLToPath(new URL(program, import.meta.url));
  return new Promise((resolve, reject) => {
    const child = spawn(python.path, [path, ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: '2', PYTHONDONTWRITEBYTECODE: '1' },
    });
    let stdout = '',
      stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, stdout, stderr }));
  });
}
