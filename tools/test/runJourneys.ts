import { join } from 'node:path';
import { electronBinary } from '../../e2e/hosts/electron.ts';
import { ensurePage } from '../boot/ensurePage.mjs';
import { ensureChromium } from './ensureChromium.ts';
import { runCounted } from './runVitest.ts';
import type { Totals } from './totalsReporter.ts';

const none: Totals = { passed: 0, failed: 0, skipped: 0, broken: 0 };

/**
 * Runs the journeys through the page (e2e/) in every host that is here, and says which is not. A journey that cannot be run for want of a page
 * or of a browser counts as failed.
 * @param root the repository's folder
 * @param args after `playwright test`: names of files, `--project`, …
 */
export async function runJourneys(root: string, args: readonly string[]): Promise<Totals> {
  if (!(await ensurePage(root, process.execPath))) return { ...none, broken: 1 };
  const chromium = await ensureChromium();
  if ('missing' in chromium) {
    console.log(`FAILED the journeys: ${chromium.missing}`);
    return { ...none, broken: 1 };
  }
  const electron = electronBinary();
  if ('missing' in electron) console.log(`journeys in Electron not run: ${electron.missing}`);
  return runCounted(root, [join(root, 'node_modules/@playwright/test/cli.js'), 'test', '--config', join(root, 'e2e/playwright.config.ts'), ...args], {
    HOURGLASS_CHROMIUM: chromium.path,
  });
}
