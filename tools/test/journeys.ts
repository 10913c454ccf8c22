import { repository } from '../directions/checkDirections.ts';
import { runJourneys } from './runJourneys.ts';

/** `npm run journeys`: the journeys alone; arguments go to Playwright, such as the name of a file. */
const totals = await runJourneys(repository, process.argv.slice(2));
const failed = totals.failed + totals.broken;
if (totals.skipped > 0) console.log(`${totals.skipped} skipped`);
console.log(`${totals.passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
