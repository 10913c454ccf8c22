// @ts-check
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runVite } from './runVite.mjs';
import { withSetupLock } from './setupLock.mjs';
import { stampOf } from './stampOf.mjs';

/** What the built page is made of. */
const sources = ['renderer', 'shared', 'package-lock.json'];

/** @param {string} line */
const tell = (line) => void process.stderr.write(`hourglass: ${line}\n`);

/**
 * Builds the page where it is not there or was built from other sources; else this costs reading them once. Says so on stderr.
 * @param {string} root the repository's folder
 * @param {string} node the Node binary to build on
 * @param {(line: string) => void} [say] told each line of progress; default: stderr
 * @returns {Promise<boolean>} whether there is a page now
 */
export async function ensurePage(root, node, say = tell) {
  const stamp = stampOf(root, sources);
  if (isBuilt(root, stamp)) return true;
  return withSetupLock(join(root, '.hourglass/page.lock'), say, async () => isBuilt(root, stamp) || build({ root, node, stamp, say }));
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
 * Builds beside the old page and puts the new one in its place whole: a host that is serving the old one never serves half of each.
 * @param {{ root: string, node: string, stamp: string, say: (line: string) => void }} order
 * @returns {Promise<boolean>}
 */
async function build({ root, node, stamp, say }) {
  const startedMs = Date.now();
  const next = join(root, 'dist/renderer.next'),
    place = join(root, 'dist/renderer'),
    last = join(root, 'dist/renderer.last');
  say('building the page (some seconds, when its sources have changed)');
  const output = await runVite(root, node, ['--config', join(root, 'renderer/vite.config.ts'), '--outDir', next]);
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
