// @ts-check
import { join } from 'node:path';
import { ensureReady, root } from './ensureReady.mjs';
import { spawnNode } from './spawnNode.mjs';

// `npm run parity [-- TEMPLATE …]`: our losses against Keras's, step by step; wants the peer Python (`npm run peer`).
const node = await ensureReady();
process.exitCode = await spawnNode(node, [join(root, 'tools/peer/parity.ts'), ...process.argv.slice(2)]);
