// @ts-check
import { join } from 'node:path';
import { electronBinary, ensureWindow } from './electronWindow.mjs';
import { ensurePage } from './ensurePage.mjs';
import { ensureReady, root } from './ensureReady.mjs';
import { spawnNode } from './spawnNode.mjs';
import { userFolder } from './userFolder.mjs';

// `npm start`: set-up and the page where needed, then the window where Electron is installed, else the real entry on the carried Node, in the user's own folder.
const args = process.argv.slice(2);
const node = await ensureReady();
const electron = args.length === 0 ? electronBinary(root) : undefined;
const needsPage = !['--terminal', '--help', '-h'].some((flag) => args.includes(flag));

if (needsPage && !(await ensurePage(root, node))) process.exitCode = 3;
else if (electron === undefined) process.exitCode = await spawnNode(node, [join(root, 'main/hosts/cli/start.ts'), ...args], { cwd: userFolder('start') });
else process.exitCode = (await ensureWindow(root, node)) ? await spawnNode(electron, [root], { cwd: userFolder('start') }) : 3;
