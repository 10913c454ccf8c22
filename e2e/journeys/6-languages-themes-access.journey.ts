import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from '../journey.ts';
import { cards } from '../steps/canvas.ts';
import { choose, showSide, showView, startFromTemplate } from '../steps/menus.ts';
import { keepBothSizes, keepScreen } from '../steps/screens.ts';
import { expectStatus, setTraining, train } from '../steps/training.ts';
import { viewPicture } from '../steps/views.ts';

const sides = ['Inspector', 'Training', 'Problems', 'Outline', 'Runs'] as const;
const views = ['Curves', 'Reconstructions', 'Latent space', 'Samples', 'KL by dimension', 'Confusion matrix', 'Gradients', 'Your image'] as const;
/** Dialogs by the menu and the entry that open them. */
const dialogs = [
  ['File', /^New from a template/],
  ['File', /^Open a project/],
  ['File', /^Save as/],
  ['Edit', /^Settings/],
  ['Help', /^Find a command/],
  ['Help', /^Keyboard shortcuts/],
  ['Help', /^About/],
] as const;

/** What axe finds that is serious or critical, as lines to read. @param within the part of the page that is looked at; all of it where left out */
async function violations(page: Page, within?: string): Promise<readonly string[]> {
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

async function settle(page: Page, theme: 'Light' | 'Dark'): Promise<void> {
  await choose(page, 'Edit', /^Settings/);
  const dialog = page.getByRole('dialog', { name: 'Settings' });
  await dialog.getByRole('combobox', { name: 'Theme' }).click();
  await page.getByRole('option', { name: theme }).click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', theme.toLowerCase());
  await dialog.getByRole('button', { name: 'Done' }).click();
  await expect(dialog).toHaveCount(0);
}

test('languages and themes switch live; axe finds nothing serious in any view or dialog, in both themes', async ({ page }) => {
  test.setTimeout(420_000);
  await test.step('something to look at: a trained model', async () => {
    await setTraining(page, { epochs: 3, examples: 1500 });
    await train(page);
    await expectStatus(page, 'Done');
    await viewPicture(page, 'Curves');
  });

  for (const theme of ['Light', 'Dark'] as const) {
    await settle(page, theme);
    await test.step(`every panel, view and dialog, ${theme.toLowerCase()}`, async () => {
      await cards(page, 'Encode').click({ position: { x: 60, y: 12 } });
      for (const side of sides) {
        await showSide(page, side);
        expect.soft(await violations(page, '[data-room="side"]'), `${theme}, ${side}`).toEqual([]);
        await keepScreen(page, `look-${theme.toLowerCase()}-side-${side.toLowerCase()}`);
      }
      await showSide(page, 'Inspector');
      for (const view of views) {
        const panel = await showView(page, view);
        await expect(panel).not.toContainText(/Reading|Loading/, { timeout: 30_000 });
        expect.soft(await violations(page, '[data-room="views"]'), `${theme}, ${view}`).toEqual([]);
        await keepScreen(page, `look-${theme.toLowerCase()}-view-${view.toLowerCase().replaceAll(' ', '-')}`);
      }
      await showView(page, 'Latent space');
      for (const [menu, entry] of dialogs) {
        await choose(page, menu, entry);
        const dialog = page.getByRole('dialog').first();
        await expect(dialog).toBeVisible();
        const name = entry.source.replaceAll(/\W+/g, ' ').trim().toLowerCase().replaceAll(' ', '-');
        expect.soft(await violations(page, '[role="dialog"]'), `${theme}, dialog ${name}`).toEqual([]);
        await keepScreen(page, `look-${theme.toLowerCase()}-dialog-${name}`);
        await page.keyboard.press('Escape');
        await expect(page.getByRole('dialog')).toHaveCount(0);
      }
      expect.soft(await violations(page), `${theme}, the whole page`).toEqual([]);
      await keepBothSizes(page, `look-${theme.toLowerCase()}-en`);
    });
  }

  await test.step('a faulty graph, dark', async () => {
    await startFromTemplate(page, '4-vae-published');
    await showSide(page, 'Problems');
    expect.soft(await violations(page), 'Dark, the page with a faulty graph').toEqual([]);
    await keepScreen(page, 'look-dark-faults');
  });

  await test.step('Chinese, live', async () => {
    await choose(page, 'Edit', /^Settings/);
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('combobox', { name: 'Language' }).click();
    await page.getByRole('option', { name: '简体中文' }).click();
    await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
    await dialog.getByRole('button', { name: '完成' }).click();
    await expect(page.getByRole('menubar').getByRole('menuitem', { name: '文件' })).toBeVisible();
    await keepBothSizes(page, 'look-dark-zh-faults');
    await page.getByRole('menubar').getByRole('menuitem', { name: '编辑' }).click();
    await page.getByRole('menu').getByRole('menuitem', { name: /^设置/ }).click();
    await page.getByRole('dialog').getByRole('combobox', { name: '主题' }).click();
    await page.getByRole('option', { name: '浅色' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '完成' }).click();
    for (const side of ['检查器', '训练设置', '问题', '大纲', '训练记录']) {
      await page.getByRole('tab', { name: side }).click();
      await keepScreen(page, `look-light-zh-side-${side}`);
    }
    expect.soft(await violations(page), 'Light, the page in Chinese').toEqual([]);
    await keepBothSizes(page, 'look-light-zh');
    // No key of a text is shown in place of its words.
    expect(await page.locator('body').innerText()).not.toMatch(/\b(app|canvas|training|view|inspector|palette|problems|outline)\.[a-z]\w+/i);
  });
});
