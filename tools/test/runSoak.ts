import { repository } from '../directions/checkDirections.ts';
import { runVitest } from './runVitest.ts';

/** `npm run soak`: the long property and soak runs, *.soak.ts. */
const totals = await runVitest(repository, ['--config', 'vitest.soak.config.ts', ...process.argv.slice(2)]);
const failed = totals.failed + totals.broken;
console.log(`${totals.passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
