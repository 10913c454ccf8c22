// @ts-check
import { spawn } from 'node:child_process';
import { join } from 'node:path';

/**
 * Builds with vite.
 * @param {string} root the repository's folder
 * @param {string} node the Node binary to build on
 * @param {readonly string[]} args after `vite build`
 * @param {Record<string, string>} [environment]
 * @returns {Promise<string | null>} null, or why it could not be built
 */
export function runVite(root, node, args, environment = {}) {
  return new Promise((resolve) => {
    const child = spawn(node, [join(root, 'node_modules/vite/bin/vite.js'), 'build', ...args, '--logLevel', 'warn'], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NODE_ENV: 'production', ...environment },
    });
    let text = '';
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (part) => (text = (text + part).slice(-8000)));
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code) => resolve(code === 0 ? null : text.trim()));
  });
}
