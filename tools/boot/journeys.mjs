// @ts-check
import { join } from 'node:path';
import { ensureReady, root } from './ensureReady.mjs';
import { spawnNode } from './spawnNode.mjs';

// `npm run journeys`: set-up where needed, then the real entry on the carried Node.
const node = await ensureReady();
process.exitCode = await spawnNode(node, [join(root, 'tools/test/journeys.ts'), ...process.argv.slice(2)], { cwd: root });
