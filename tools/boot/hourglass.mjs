// @ts-check
import { join } from 'node:path';
import { ensurePage } from './ensurePage.mjs';
import { ensureReady, root } from './ensureReady.mjs';
import { spawnNode } from './spawnNode.mjs';
import { userFolder } from './userFolder.mjs';

// `npm run -s hourglass -- <command>`: set-up where needed, then the real entry on the carried Node, in the user's own folder.
const args = process.argv.slice(2);
const node = await ensureReady();
const hasPage = args[0] !== 'serve' || (await ensurePage(root, node));
process.exitCode = hasPage ? await spawnNode(node, [join(root, 'main/hosts/cli/cli.ts'), ...args], { cwd: userFolder('hourglass') }) : 3;
