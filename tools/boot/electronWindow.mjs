// @ts-check
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runVite } from './runVite.mjs';
import { stampOf } from './stampOf.mjs';

/** What the window's two programs are built from. */
const sources = ['main/hosts', 'main/engine/files', 'shared', 'package-lock.json'];

/** @param {string} line */
const say = (line) => void process.stderr.write(`hourglass: ${line}\n`);

/**
 * Electron's binary, where it has been installed (`npx install-electron`). Its package is not asked: that would go and fetch it.
 * @param {string} root the repository's folder
 * @returns {string | undefined}
 */
export function electronBinary(root) {
  try {
    const folder = join(root, 'node_modules/electron');
    const binary = join(folder, 'dist', readFileSync(join(folder, 'path.txt'), 'utf8').trim());
    return existsSync(binary) ? binary : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Builds the window's main process and preload into `out/` where their sources have changed.
 * @param {string} root the repository's folder
 * @param {string} node the Node binary to build on
 * @returns {Promise<boolean>} whether they are there now
 */
export async function ensureWindow(root, node) {
  const stamp = stampOf(root, sources),
    stampFile = join(root, 'out/stamp');
  const built = ['main.js', 'preload.cjs'].every((name) => existsSync(join(root, 'out', name)));
  if (built && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return true;
  for (const part of ['main', 'preload']) {
    const fault = await runVite(root, node, ['--config', join(root, 'main/hosts/electron/vite.config.ts')], { HOURGLASS_PART: part });
    if (fault !== null) {
      say(`the window's program could not be built:\n${fault}`);
      return false;
    }
  }
  writeFileSync(stampFile, stamp);
  return true;
}
