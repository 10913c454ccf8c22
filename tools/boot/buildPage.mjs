// @ts-check
import { ensurePage } from './ensurePage.mjs';
import { ensureReady, root } from './ensureReady.mjs';

// `npm run build:page`: the page where its sources have changed.
process.exitCode = (await ensurePage(root, await ensureReady())) ? 0 : 3;
