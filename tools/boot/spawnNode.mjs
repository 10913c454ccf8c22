// @ts-check
import { spawn } from 'node:child_process';
import { constants } from 'node:os';

/** Signals that reach this process alone (from `kill`, a service manager, npm) and are handed on. */
const passedOn = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);

/**
 * Runs a TypeScript entry on the given Node with this process's streams, and waits for its end.
 * @param {string} node path of the Node binary
 * @param {readonly string[]} args entry and its arguments
 * @param {{ cwd?: string, stdoutToStderr?: boolean }} [options] stdoutToStderr: keep our own stdout clean
 * @returns {Promise<number>} its exit code; 128 + n where signal n ended it, 127 where it could not be started
 */
export function spawnNode(node, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(node, ['--disable-warning=ExperimentalWarning', ...args], {
      cwd: options.cwd,
      stdio: ['inherit', options.stdoutToStderr === true ? 2 : 'inherit', 'inherit'],
      env: { TF_CPP_MIN_LOG_LEVEL: '2', ...process.env },
    });
    // At a terminal Ctrl-C reaches the whole process group: handing it on would look like a second Ctrl-C.
    const atTerminal = process.stdin.isTTY === true;
    const handlers = passedOn.map((signal) => {
      const handler = () => {
        if (!(signal === 'SIGINT' && atTerminal)) child.kill(signal);
      };
      process.on(signal, handler);
      return { signal, handler };
    });
    /** @param {number} code */
    const finish = (code) => {
      for (const { signal, handler } of handlers) process.off(signal, handler);
      resolve(code);
    };
    child.once('error', (error) => {
      process.stderr.write(`hourglass: ${node} could not be started: ${error.message}\n`);
      finish(127);
    });
    child.once('exit', (code, signal) => finish(code ?? 128 + (signal === null ? 0 : constants.signals[signal])));
  });
}
