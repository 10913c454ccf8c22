import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { repository } from '../hosts/repository.ts';

const folder = join(repository, 'test-results/screenshots');

/** Keeps a picture of the page among the artefacts: `<name>.png`. */
export async function keepScreen(page: Page, name: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  // Notices and panels come to rest; the picture is for people, nothing is asserted on it.
  await page.waitForTimeout(350);
  await page.screenshot({ path: join(folder, `${name}.png`) });
}

/** The same at both sizes that the page is made for. */
export async function keepBothSizes(page: Page, name: string): Promise<void> {
  const before = page.viewportSize();
  for (const [width, height] of [
    [1280, 800],
    [1920, 1080],
  ] as const) {
    await page.setViewportSize({ width, height });
    await keepScreen(page, `${name}-${width}x${height}`);
  }
  if (before) await page.setViewportSize(before);
}
