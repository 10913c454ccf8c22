import { writeFileSync } from 'node:fs';
import type { Reporter, Suite, TestError } from '@playwright/test/reporter';

/** Writes the counts of the journeys to the file that HOURGLASS_TOTALS names, in the form in which `npm test` reads those of vitest. */
export default class TotalsReporter implements Reporter {
  private suite: Suite | null = null;
  private errors = 0;

  onBegin(_config: unknown, suite: Suite): void {
    this.suite = suite;
  }

  onError(_error: TestError): void {
    this.errors += 1;
  }

  onEnd(): void {
    const file = process.env['HOURGLASS_TOTALS'];
    if (file === undefined) return;
    const totals = { passed: 0, failed: 0, skipped: 0, broken: this.errors };
    for (const journey of this.suite?.allTests() ?? []) {
      const outcome = journey.outcome();
      if (outcome === 'skipped') totals.skipped += 1;
      else if (outcome === 'expected') totals.passed += 1;
      else totals.failed += 1;
    }
    writeFileSync(file, JSON.stringify(totals));
  }

  printsToStdio(): boolean {
    return false;
  }
}
