// @ts-check
import { join } from 'node:path';
import { ensureWindow } from './electronWindow.mjs';
import { ensurePage } from './ensurePage.mjs';
import { ensureReady, root } from './ensureReady.mjs';
import { spawnNode } from './spawnNode.mjs';

// `npm run build:window`: the page, the window's two programs and the notices, as Electron starts them and electron-builder packs them.
const node = await ensureReady();
const built = (await ensurePage(root, node)) && (await ensureWindow(root, node));
process.exitCode = built ? await spawnNode(node, [join(root, 'tools/packaging/writeNotices.ts')], { cwd: root }) : 3;
