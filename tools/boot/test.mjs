// @ts-check
import { join } from 'node:path';
import { ensureReady, root } from './ensureReady.mjs';
import { spawnNode } from './spawnNode.mjs';

// `npm test`: set-up where needed, then the real entry on the carried Node. A set-up that fails is counted like a test.
const counted = () => console.log('0 passed, 1 failed');
process.once('exit', counted);
const node = await ensureReady();
process.off('exit', counted);
process.exitCode = await spawnNode(node, [join(root, 'tools/test/runTests.ts'), ...process.argv.slice(2)], { cwd: root });
