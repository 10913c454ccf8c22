import type { Page } from '@playwright/test';
import { expect, test } from '../journey.ts';
import { lookInBothThemes, violations } from '../steps/access.ts';
import { cards } from '../steps/canvas.ts';
import { choose, saveAs, showSide, showView, startFromTemplate } from '../steps/menus.ts';
import { keepBothSizes, keepScreen } from '../steps/screens.ts';
import { expectStatus, runBar, setTraining, train } from '../steps/training.ts';
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

test('axe finds nothing serious in what opens over the page: questions, menus, lists, the running model’s sliders', async ({ page }) => {
  test.setTimeout(420_000);
  const title = page.getByRole('banner').getByRole('textbox', { name: 'Name of the document' });
  const close = async (): Promise<void> => {
    await page.keyboard.press('Escape');
    await expect(page.locator('[role="dialog"], [role="menu"], [role="listbox"]').filter({ visible: true })).toHaveCount(0);
  };
  const looked = async (name: string, within = '[role="dialog"]'): Promise<void> => {
    await lookInBothThemes(page, within, name);
    await close();
  };

  await test.step('menus, with something chosen and with nothing', async () => {
    for (const menu of ['File', 'Edit', 'View', 'Run', 'Help']) {
      await page.getByRole('menubar').getByRole('menuitem', { name: menu, exact: true }).click();
      await looked(`menu-${menu.toLowerCase()}`, '[role="menu"]');
    }
    await cards(page, 'Encode').click({ button: 'right', position: { x: 60, y: 12 } });
    await looked('menu-of-a-node', '[role="menu"]');
    await page.getByRole('combobox', { name: 'Goal of the graph' }).click();
    await looked('list-goal', '[role="listbox"]');
  });

  await test.step('what a menu names is done wherever the focus is', async () => {
    await choose(page, 'Edit', /^Add a node/);
    const picker = page.getByRole('dialog', { name: 'Add a node' });
    await expect(picker.getByRole('combobox')).toBeFocused();
    await looked('add-a-node');
  });

  await test.step('the command palette, with what was used last', async () => {
    await page.keyboard.press('ControlOrMeta+k');
    await page.getByRole('combobox', { name: 'Find a command…' }).fill('zoom to fit');
    await page.keyboard.press('Enter');
    await page.keyboard.press('ControlOrMeta+k');
    const list = page.getByRole('listbox', { name: 'Find a command…' });
    await expect(list.getByRole('group').first()).toHaveAccessibleName('Used last');
    await expect(list.getByRole('option').first()).toContainText('Zoom to fit');
    await looked('palette-used');
  });

  await test.step('the project library, its entries and its questions', async () => {
    await saveAs(page, '变分自编码器 with a rather long name, to see where it is cut off in the list');
    await choose(page, 'File', /^Open a project/);
    const dialog = page.getByRole('dialog', { name: 'Projects' });
    const more = dialog.getByRole('button', { name: /^Actions for/ });
    await more.click();
    await page.getByRole('menuitem', { name: 'Duplicate' }).click();
    await expect(dialog.getByRole('listitem')).toHaveCount(2);
    await more.first().click();
    await lookInBothThemes(page, '[role="menu"]', 'projects-menu');
    await page.getByRole('menuitem', { name: 'Rename' }).click();
    await lookInBothThemes(page, '[role="dialog"]', 'projects-rename');
    await dialog.getByLabel('Name of the project').fill('Renamed');
    await page.keyboard.press('Enter');
    await expect(dialog.getByRole('button', { name: /^Renamed/ })).toBeVisible();
    const coming = page.waitForEvent('download');
    await dialog.getByRole('button', { name: 'Actions for “Renamed”' }).click();
    await page.getByRole('menuitem', { name: 'Download' }).click();
    expect((await coming).suggestedFilename()).toBe('Renamed.hourglass.json');
    await dialog.getByLabel('Search projects').fill('renam');
    await expect(dialog.getByRole('listitem')).toHaveCount(1);
    await dialog.getByRole('button', { name: 'Actions for “Renamed”' }).click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    await lookInBothThemes(page, '[role="dialog"]', 'projects-delete');
    await dialog.getByRole('button', { name: 'Delete', exact: true }).click();
    await expect(dialog).toContainText('Nothing found');
    await dialog.getByLabel('Search projects').fill('');
    await expect(dialog.getByRole('listitem')).toHaveCount(1);
    await close();
  });

  await test.step('versions, unsaved changes, a refused file', async () => {
    // The open project was deleted: its document is still here, as one that was never saved.
    await expect(page.getByRole('img', { name: 'Unsaved changes' })).toBeVisible();
    await saveAs(page, 'Kept');
    await choose(page, 'File', /^Versions/);
    await page.getByLabel('Title of a version to keep now').fill('Kept');
    await page.getByRole('button', { name: 'Keep this version' }).click();
    await expect(page.getByRole('dialog').getByRole('listitem')).toHaveCount(1);
    await looked('versions');
    await title.fill('Changed');
    await title.press('Enter');
    await choose(page, 'File', /^New, empty/);
    await expect(page.getByRole('dialog', { name: 'Save changes to “Changed”?' })).toBeVisible();
    await looked('unsaved');
    const choosing = page.waitForEvent('filechooser');
    await choose(page, 'File', /^Import a file/);
    await (await choosing).setFiles({
      name: 'broken.json',
      mimeType: 'application/json',
      buffer: Buffer.from('{"format":"hourglass","version":1,"nodes":[]}'),
    });
    await expect(page.getByRole('dialog', { name: '“broken.json” cannot be opened' })).toBeVisible();
    await looked('refused-file');
  });

  await test.step('the data browser; a list over a dialog', async () => {
    const panel = await showSide(page, 'Training');
    await panel.getByRole('button', { name: 'Look at the data' }).click();
    await expect(page.getByRole('dialog')).not.toContainText('Reading', { timeout: 30_000 });
    await looked('data-browser');
    await choose(page, 'Edit', /^Settings/);
    await page.getByRole('dialog').getByRole('combobox', { name: 'Theme' }).click();
    await lookInBothThemes(page, '[role="listbox"]', 'list-theme');
    await page.keyboard.press('Escape');
    await close();
  });

  await test.step('the sliders of the running model; the question before a run is deleted', async () => {
    await setTraining(page, { epochs: 200, examples: 1500 });
    await train(page);
    await expectStatus(page, 'Training');
    await runBar(page).getByRole('button', { name: 'Pause' }).click();
    await expectStatus(page, 'Paused');
    await runBar(page).getByRole('button', { name: 'Running model' }).click();
    await looked('running-model');
    await runBar(page).getByRole('button', { name: 'Stop' }).click();
    await expectStatus(page, 'Stopped');
    const runs = await showSide(page, 'Runs');
    await runs
      .getByRole('button', { name: /^More for/ })
      .first()
      .click();
    await lookInBothThemes(page, '[role="menu"]', 'run-menu');
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    await expect(page.getByRole('dialog', { name: /^Delete the run/ })).toBeVisible();
    await looked('delete-run');
  });
});
