import { expect } from '@playwright/test';
import type { Page } from '@playwright/test';
import { showView } from './menus.ts';

/** Shows a view, waits until it has drawn something, and gives its picture. */
export async function viewPicture(page: Page, view: string): Promise<Buffer> {
  const panel = await showView(page, view);
  const canvas = panel.locator('canvas').first();
  await expect(canvas).toBeVisible({ timeout: 60_000 });
  return canvas.screenshot();
}
