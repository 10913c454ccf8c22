import { repository } from '../directions/checkDirections.ts';
import { runJourneys } from './runJourneys.ts';
import { runVitest } from './runVitest.ts';
import { stagesOf } from './stages.ts';
import type { Totals } from './totalsReporter.ts';

/**
 * `npm test`: everything that must hold, the journeys through the page among it, then one line with the counts over all of it. With arguments
 * (`npm test -- shared/graph`) only vitest, on those files; `npm run journeys -- <name>` runs journeys alone.
 */
const args = process.argv.slice(2);
let stagesFailed = 0;

for (const stage of args.length > 0 ? [] : stagesOf(repository)) {
  const startedMs = Date.now();
  const fault = await stage.run().catch(String);
  if (fault !== undefined) stagesFailed += 1;
  console.log(`${fault === undefined ? 'ok    ' : 'FAILED'} ${stage.title} (${((Date.now() - startedMs) / 1000).toFixed(1)} s)`);
  if (fault !== undefined) console.log(fault.trimEnd());
}

const parts: Totals[] = [await runVitest(repository, args)];
if (args.length === 0) parts.push(await runJourneys(repository, []));
const sum = (part: keyof Totals): number => parts.reduce((total, each) => total + each[part], 0);
const totals: Totals = { passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped'), broken: sum('broken') };
if (stagesFailed > 0) console.log(`${stagesFailed} of the stages before the tests failed and count as failed`);
if (totals.broken > 0) console.log(`${totals.broken} files or errors outside any test count as failed`);
if (totals.skipped > 0) console.log(`${totals.skipped} skipped`);
const failed = totals.failed + totals.broken + stagesFailed;
console.log(`${totals.passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
