import { join } from 'node:path';
import { defineConfig } from '@playwright/test';
import { chromiumArgs, findChromium } from './findChromium.ts';
import { electronBinary } from './hosts/electron.ts';
import { repository } from './hosts/repository.ts';

const executablePath = findChromium();
const hasElectron = 'path' in electronBinary();

/** The journeys, one file each, one at a time (each trains on all cores), in the browser and, where Electron is there, in its window. */
export default defineConfig<{ host: 'web' | 'electron' }>({
  testDir: 'journeys',
  testMatch: '*.journey.ts',
  outputDir: join(repository, 'test-results/journeys'),
  workers: 1,
  fullyParallel: false,
  forbidOnly: true,
  retries: 0,
  timeout: 240_000,
  expect: { timeout: 20_000 },
  reporter: [['list'], [join(repository, 'e2e/totalsReporter.ts')]],
  use: {
    browserName: 'chromium',
    headless: true,
    actionTimeout: 20_000,
    navigationTimeout: 30_000,
    screenshot: 'only-on-failure',
    launchOptions: { ...(executablePath === undefined ? {} : { executablePath }), args: [...chromiumArgs] },
  },
  projects: [{ name: 'web', use: { host: 'web' } }, ...(hasElectron ? [{ name: 'electron', use: { host: 'electron' as const } }] : [])],
});
