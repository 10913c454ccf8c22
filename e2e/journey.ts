import { test as base } from '@playwright/test';
import type { Page } from '@playwright/test';
import { usualLook } from './hosts/appHost.ts';
import type { AppHost, HostName, Look } from './hosts/appHost.ts';
import { launchElectron } from './hosts/electron.ts';
import { launchWeb } from './hosts/web.ts';

export { expect } from '@playwright/test';

const launchers = { web: launchWeb, electron: launchElectron } as const;

interface Fixtures {
  /** Which host shows the page; each Playwright project names one. */
  readonly host: HostName;
  readonly look: Look;
  /** A host over an empty library, its page not yet opened. What the page complains of fails the journey. */
  readonly app: AppHost;
  /** The page, opened. */
  readonly page: Page;
}

/** What the browser itself, not the page, says on a machine without a graphics card. */
const ownWordsOfBrowser = [/GPU stall due to ReadPixels/, /Automatic fallback to software WebGL/];

/** Journeys start from here: a fresh host each, and no console error or warning, page error or unhandled rejection left out. */
export const test = base.extend<Fixtures>({
  host: ['web', { option: true }],
  look: [usualLook, { option: true }],
  app: async ({ browser, host, look }, use, testInfo) => {
    const app = await launchers[host](browser, look);
    const complaints = listenForComplaints(app.page);
    const expected = testInfo.annotations;
    try {
      await use(app);
    } finally {
      await app.close();
    }
    const patterns = expected.filter(({ type }) => type === 'expected complaint').map(({ description }) => new RegExp(description ?? '^$'));
    const left = complaints.filter((complaint) => !patterns.some((pattern) => pattern.test(complaint)));
    if (left.length > 0) throw new Error(`the page complained:\n${left.join('\n')}`);
  },
  page: async ({ app }, use) => {
    if (app.name === 'web') await app.page.goto(app.url);
    await use(app.page);
  },
});

function listenForComplaints(page: Page): readonly string[] {
  const complaints: string[] = [];
  page.on('console', (message) => {
    const text = message.text();
    if ((message.type() === 'error' || message.type() === 'warning') && !ownWordsOfBrowser.some((pattern) => pattern.test(text))) {
      complaints.push(`console.${message.type()}: ${text} (${message.location().url})`);
    }
  });
  page.on('pageerror', (error) => complaints.push(`page error: ${error.stack ?? error.message}`));
  page.on('crash', () => complaints.push('the page crashed'));
  return complaints;
}
