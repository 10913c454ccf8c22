import { Console } from 'node:console';
import { resolve } from 'node:path';
import type { CliWorld } from './runCli.ts';

/** This process as the world of a command line. Libraries that print do so on stderr from here on: stdout belongs to results. */
export function processWorld(): CliWorld {
  globalThis.console = new Console(process.stderr, process.stderr);
  // A reader that has had enough (`| head`) ends this process as it would any other.
  process.stdout.on('error', () => process.exit(0));
  return {
    stdout: process.stdout,
    stderr: process.stderr,
    bar: process.stderr.isTTY ? process.stderr : null,
    environment: process.env,
    root: resolve(import.meta.dirname, '../../..'),
    cwd: process.cwd(),
  };
}
