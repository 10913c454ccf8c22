// @ts-check
import { join } from 'node:path';
import { ensureReady, root } from './ensureReady.mjs';
import { spawnNode } from './spawnNode.mjs';
import { userFolder } from './userFolder.mjs';

// `npm run -s hourglass -- <command>`: set-up where needed, then the real entry on the carried Node, in the user's own folder.
const node = await ensureReady();
process.exitCode = await spawnNode(node, [join(root, 'main/hosts/cli/cli.ts'), ...process.argv.slice(2)], { cwd: userFolder('hourglass') });
