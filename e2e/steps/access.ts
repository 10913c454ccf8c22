import AxeBuilder from '@axe-core/playwright';
import { expect } from '@playwright/test';
import type { Page } from '@playwright/test';
import { keepScreen } from './screens.ts';

/** What axe finds that is serious or critical, as lines to read. @param within the part of the page that is looked at; all of it where left out */
export async function violations(page: Page, within?: string): Promise<readonly string[]> {
  const builder = new AxeBuilder({ page });
  const { violations: found } = await (within === undefined ? builder : builder.include(within)).analyze();
  return found
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(
      ({ id, nodes }) =>
        `${id} at ${nodes
          .slice(0, 4)
          .map(({ target, failureSummary }) => `${target.join(' ')} (${(failureSummary ?? '').split('\n').slice(1, 2).join(' ').trim()})`)
          .join('; ')}`,
    );
}

/** Looks at what lies open over the page in both themes, keeps its pictures, and leaves the theme as it was. @param name of the pictures: `look-<theme>-<name>` */
export async function lookInBothThemes(page: Page, within: string, name: string): Promise<void> {
  const html = page.locator('html');
  const before = await html.getAttribute('data-theme');
  await expect(page.locator(within).filter({ visible: true }).first()).toBeVisible();
  for (const theme of ['light', 'dark']) {
    // The page sets the theme at this very attribute; what is open stays open.
    await html.evaluate((element, value) => element.setAttribute('data-theme', value), theme);
    await page.waitForTimeout(250);
    expect.soft(await violations(page, within), `${theme}, ${name}`).toEqual([]);
    await keepScreen(page, `look-${theme}-${name}`);
  }
  await html.evaluate((element, value) => element.setAttribute('data-theme', value ?? 'light'), before);
}
