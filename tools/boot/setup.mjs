// @ts-check
import { ensureReady } from './ensureReady.mjs';

// `npm run setup`: all set-up and nothing else; asks anew for a native TensorFlow where the last set-up found none.
await ensureReady({ again: true });
