// @ts-check
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { withSetupLock } from './setupLock.mjs';

/** What the built page is made of. */
const sources = ['renderer', 'shared', 'package-lock.json'];

/** @param {string} line */
const say = (line) => void process.stderr.write(`hourglass: ${line}\n`);

/**
 * Builds the page where it is not there or was built from other sources; else this costs reading them once. Says so on stderr.
 * @param {string} root the repository's folder
 * @param {string} node the Node binary to build on
 * @returns {Promise<boolean>} whether there is a page now
 */
export async function ensurePage(root, node) {
  const stamp = stampOf(root);
  if (isBuilt(root, stamp)) return true;
  return withSetupLock(join(root, '.hourglass/page.lock'), say, async () => isBuilt(root, stamp) || build(root, node, stamp));
}

/**
 * @param {string} root
 * @param {string} stamp
 */
function isBuilt(root, stamp) {
  try {
    return readFileSync(join(root, 'dist/renderer.stamp'), 'utf8') === stamp && existsSync(join(root, 'dist/renderer/index.html'));
  } catch {
    return false;
  }
}

/**
 * A hash over the names and contents of all that the page is made of; tests, which are no part of it, left out.
 * @param {string} root
 */
function stampOf(root) {
  const hash = createHash('sha256');
  for (const source of sources) {
    const path = join(root, source);
    const inside = source.endsWith('.json') ? [''] : readdirSync(path, { recursive: true, encoding: 'utf8' }).map((name) => name.replaceAll('\\', '/')).toSorted();
    for (const name of inside) {
      if (/\.test\.tsx?$/.test(name) || (name !== '' && !/\.\w+$/.test(name))) continue;
      try {
        const content = readFileSync(join(path, name));
        hash.update(`${source}/${name}\0${content.length}\0`).update(content);
      } catch {
        // A folder whose name looks like a file's.
      }
    }
  }
  return hash.digest('hex');
}

/**
 * Builds beside the old page and puts the new one in its place whole: a host that is serving the old one never serves half of each.
 * @param {string} root
 * @param {string} node
 * @param {string} stamp
 * @returns {Promise<boolean>}
 */
async function build(root, node, stamp) {
  const startedMs = Date.now();
  const next = join(root, 'dist/renderer.next'), place = join(root, 'dist/renderer'), last = join(root, 'dist/renderer.last');
  say('building the page (some seconds, when its sources have changed)');
  const args = [join(root, 'node_modules/vite/bin/vite.js'), 'build', '--config', join(root, 'renderer/vite.config.ts'), '--outDir', next, '--logLevel', 'warn'];
  const output = await new Promise((/** @type {(output: string | null) => void} */ resolve) => {
    const child = spawn(node, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, NODE_ENV: 'production' } });
    let text = '';
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (part) => (text = (text + part).slice(-8000)));
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code) => resolve(code === 0 ? null : text.trim()));
  });
  if (output !== null) {
    say(`the page could not be built:\n${output}`);
    return false;
  }
  rmSync(last, { recursive: true, force: true });
  rmSync(join(root, 'dist/renderer.stamp'), { force: true });
  if (existsSync(place)) renameSync(place, last);
  renameSync(next, place);
  rmSync(last, { recursive: true, force: true });
  writeFileSync(join(root, 'dist/renderer.stamp'), stamp);
  say(`  page built in ${((Date.now() - startedMs) / 1000).toFixed(1)} s`);
  return true;
}
