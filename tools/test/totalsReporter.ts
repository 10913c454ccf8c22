import { writeFileSync } from 'node:fs';
import type { SerializedError } from 'vitest';
import type { Reporter, TestModule } from 'vitest/node';

/** Counts of one vitest run, as `npm test` reads them. `broken` are files that did not load and errors outside any test. */
export interface Totals {
  passed: number;
  failed: number;
  skipped: number;
  broken: number;
}

/** Writes the run's totals to the file that HOURGLASS_TOTALS names, so that `npm test` can end with one line over all its stages. */
export default class TotalsReporter implements Reporter {
  onTestRunEnd(testModules: readonly TestModule[], unhandledErrors: readonly SerializedError[]): void {
    const file = process.env['HOURGLASS_TOTALS'];
    if (file === undefined) return;
    const totals: Totals = { passed: 0, failed: 0, skipped: 0, broken: unhandledErrors.length };
    for (const module of testModules) {
      totals.broken += module.errors().length;
      // A worker that died takes its file's name with it otherwise.
      if (module.state() === 'pending' || module.state() === 'queued') process.stdout.write(`did not end: ${module.relativeModuleId}\n`);
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state === 'passed') totals.passed += 1;
        else if (state === 'failed') totals.failed += 1;
        else totals.skipped += 1;
      }
      for (const suite of module.children.allSuites()) totals.broken += suite.errors().length;
    }
    writeFileSync(file, JSON.stringify(totals));
  }
}
