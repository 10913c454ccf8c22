// @ts-check
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Whether node_modules is what the lockfile asks for: every package there has the locked version, and none is missing but optional ones.
 * Reads npm's own record of what it installed, so that a folder filled by `npm install` is taken as it is.
 * @param {string} root the repository's folder
 */
export function packagesMatchLockfile(root) {
  /** @typedef {Record<string, { version?: string, optional?: boolean, devOptional?: boolean, peer?: boolean }>} Packages */
  try {
    const wanted = /** @type {Packages} */ (JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages);
    const found = /** @type {Packages} */ (JSON.parse(readFileSync(join(root, 'node_modules/.package-lock.json'), 'utf8')).packages);
    return Object.entries(wanted).every(([path, entry]) => {
      if (path === '') return true;
      const installed = found[path];
      return installed === undefined ? entry.optional === true || entry.devOptional === true : installed.version === entry.version;
    });
  } catch {
    return false;
  }
}

/**
 * Runs `npm ci`, quietly: nothing on stdout, its last lines on stderr where it fails.
 * @param {string} root the repository's folder
 * @param {(line: string) => void} say prints one line of progress
 * @returns {Promise<boolean>} whether it succeeded
 */
export function installPackages(root, say) {
  // npm's install scripts stay off on every npm: the one that matters, tfjs-node's, is the business of tools/setup.
  const args = ['ci', '--ignore-scripts', '--include=dev', '--include=optional', '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error'];
  const npm = process.env['npm_execpath'];
  const startedMs = Date.now();
  say('installing the npm packages (a minute or so the first time)');
  return new Promise((resolve) => {
    const child =
      npm !== undefined && /npm-cli\.c?js$/.test(npm)
        ? spawn(process.execPath, [npm, ...args], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
        : spawn('npm', args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], shell: process.platform === 'win32' });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (output = (output + text).slice(-8000)));
    const heartbeat = setInterval(() => say(`  still installing, ${Math.round((Date.now() - startedMs) / 1000)} s`), 10_000);
    /** @param {boolean} ok */
    const finish = (ok) => {
      clearInterval(heartbeat);
      if (ok) say(`  npm packages installed in ${((Date.now() - startedMs) / 1000).toFixed(1)} s`);
      else say(`npm ci failed:\n${output.trim()}`);
      resolve(ok);
    };
    child.once('error', (error) => {
      output += `\n${error.message}`;
      finish(false);
    });
    child.once('close', (code) => finish(code === 0));
  });
}
