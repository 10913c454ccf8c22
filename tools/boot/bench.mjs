// @ts-check
import { join } from 'node:path';
import { ensureReady, root } from './ensureReady.mjs';
import { spawnNode } from './spawnNode.mjs';

// `npm run bench`: step times against Keras and PyTorch, where a Python has them (`npm run peer`).
const node = await ensureReady();
process.exitCode = await spawnNode(node, ['--disable-warning=ExperimentalWarning', join(root, 'tools/bench/bench.ts'), ...process.argv.slice(2)]);
