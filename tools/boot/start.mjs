// @ts-check
import { join } from 'node:path';
import { ensurePage } from './ensurePage.mjs';
import { ensureReady, root } from './ensureReady.mjs';
import { spawnNode } from './spawnNode.mjs';
import { userFolder } from './userFolder.mjs';

// `npm start`: set-up and the page where needed, then the real entry on the carried Node, in the user's own folder.
const args = process.argv.slice(2);
const node = await ensureReady();
const needsPage = !['--terminal', '--help', '-h'].some((flag) => args.includes(flag));
process.exitCode = !needsPage || (await ensurePage(root, node)) ? await spawnNode(node, [join(root, 'main/hosts/cli/start.ts'), ...args], { cwd: userFolder('start') }) : 3;
