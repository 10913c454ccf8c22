// @ts-check
import { join } from 'node:path';
import { ensurePage } from './ensurePage.mjs';
import { ensureReady, root } from './ensureReady.mjs';
import { spawnNode } from './spawnNode.mjs';

// `npm run bench:ui`: set-up and the page where needed, then the measurements on the carried Node.
const node = await ensureReady();
process.exitCode = (await ensurePage(root, node)) ? await spawnNode(node, [join(root, 'tools/bench/benchUi.ts'), ...process.argv.slice(2)], { cwd: root }) : 3;
