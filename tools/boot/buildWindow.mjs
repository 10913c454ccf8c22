// @ts-check
import { ensureWindow } from './electronWindow.mjs';
import { ensurePage } from './ensurePage.mjs';
import { ensureReady, root } from './ensureReady.mjs';

// `npm run build:window`: the page and the window's two programs, as Electron starts them and electron-builder packs them.
const node = await ensureReady();
process.exitCode = (await ensurePage(root, node)) && (await ensureWindow(root, node)) ? 0 : 3;
