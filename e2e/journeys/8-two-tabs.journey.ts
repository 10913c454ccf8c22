import type { Page } from '@playwright/test';
import { expect, test } from '../journey.ts';
import { lookInBothThemes } from '../steps/access.ts';
import { choose, documentOf, openProject, saveAs } from '../steps/menus.ts';
import { keepScreen } from '../steps/screens.ts';

const title = (page: Page) => page.getByRole('banner').getByRole('textbox', { name: 'Name of the document' });

async function rename(page: Page, name: string): Promise<void> {
  await title(page).fill(name);
  await title(page).press('Enter');
  await expect(page.getByRole('img', { name: 'Unsaved changes' })).toBeVisible();
}

async function keepVersion(page: Page, name: string): Promise<void> {
  await choose(page, 'File', /^Versions/);
  const dialog = page.getByRole('dialog', { name: /^Versions of/ });
  await dialog.getByLabel('Title of a version to keep now').fill(name);
  await dialog.getByRole('button', { name: 'Keep this version' }).click();
  await expect(dialog.getByRole('listitem').filter({ hasText: name })).toHaveCount(1);
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
}

const saved = (page: Page) => expect(page.getByRole('img', { name: 'No unsaved changes' })).toBeVisible();

test('versions are kept and restored, and restoring loses nothing', async ({ page }) => {
  await saveAs(page, 'Digits');
  await rename(page, 'First state');
  await keepVersion(page, 'First');
  await rename(page, 'Second state');
  await page.keyboard.press('ControlOrMeta+s');
  await saved(page);
  await rename(page, 'Third, never saved');
  const unsaved = await documentOf(page);

  await test.step('an older version, with one click', async () => {
    await choose(page, 'File', /^Versions/);
    const dialog = page.getByRole('dialog', { name: 'Versions of “Digits”' });
    await dialog.getByRole('button', { name: 'Restore: First' }).click();
    await expect(dialog).toHaveCount(0);
    await expect(title(page)).toHaveValue('First state');
    await saved(page);
  });

  await test.step('taken back at once: the unsaved changes are there again', async () => {
    await page.getByRole('button', { name: 'Undo', exact: true }).last().click();
    await expect(title(page)).toHaveValue('Third, never saved');
    expect(await documentOf(page)).toEqual(unsaved);
  });

  await test.step('every state is among the versions', async () => {
    await choose(page, 'File', /^Versions/);
    const dialog = page.getByRole('dialog', { name: /^Versions of/ });
    await expect(dialog.getByRole('listitem')).toHaveCount(4);
    await keepScreen(page, 'versions-1-all');
    // What was saved before the first restoring is the oldest of those kept by themselves.
    await dialog.getByRole('button', { name: 'Restore: Before another version was restored' }).last().click();
    await expect(title(page)).toHaveValue('Second state');
  });
});

test('two tabs on one project lose nothing of each other', async ({ page, app }) => {
  test.skip(app.name !== 'web', 'a window has one page');
  await saveAs(page, 'Shared');
  const other = await page.context().newPage();
  await other.goto(app.url);
  await openProject(other, 'Shared');
  await expect(title(other)).toHaveValue(await title(page).inputValue());

  await test.step('what one saves, the other is told of', async () => {
    await rename(page, 'Of this tab');
    await rename(other, 'Of the other tab');
    await other.keyboard.press('ControlOrMeta+s');
    await saved(other);
    await expect(page.getByText('“Shared” was saved in another tab')).toBeVisible();
    await expect(title(page)).toHaveValue('Of this tab');
  });

  await test.step('a reload in between does not forget what the changes were made to', async () => {
    await page.waitForTimeout(2500);
    await page.reload();
    await expect(title(page)).toHaveValue('Of this tab');
  });

  await test.step('saving asks; mine in its place, the other as a version', async () => {
    await page.keyboard.press('ControlOrMeta+s');
    const conflict = page.getByRole('dialog', { name: '“Shared” was saved elsewhere' });
    await expect(conflict.getByRole('figure')).toHaveCount(2);
    await lookInBothThemes(page, '[role="dialog"]', 'conflict');
    await conflict.getByRole('button', { name: /^Save mine here/ }).click();
    await expect(conflict).toHaveCount(0);
    await saved(page);
    await choose(page, 'File', /^Versions/);
    await page.getByRole('button', { name: 'Restore: Saved elsewhere' }).click();
    await expect(title(page)).toHaveValue('Of the other tab');
    await page.getByRole('button', { name: 'Undo', exact: true }).last().click();
    await expect(title(page)).toHaveValue('Of this tab');
  });

  await test.step('the other way about: theirs is opened, mine a version; and as a project of its own', async () => {
    await rename(other, 'Once more');
    await other.keyboard.press('ControlOrMeta+s');
    const conflict = other.getByRole('dialog', { name: '“Shared” was saved elsewhere' });
    await conflict.getByRole('button', { name: /^Open the other/ }).click();
    await expect(title(other)).toHaveValue('Of this tab');
    await choose(other, 'File', /^Versions/);
    await expect(other.getByRole('button', { name: /^Restore: Not saved over/ })).toHaveCount(1);
    await other.keyboard.press('Escape');

    await rename(page, 'Here');
    await rename(other, 'There');
    await page.keyboard.press('ControlOrMeta+s');
    await saved(page);
    await other.keyboard.press('ControlOrMeta+s');
    await other.getByRole('button', { name: /^Save mine as a project/ }).click();
    const dialog = other.getByRole('dialog', { name: 'Save as a project' });
    await expect(dialog.getByLabel('Name of the project')).toHaveValue('Shared (2)');
    await dialog.getByRole('button', { name: 'Save', exact: true }).click();
    await saved(other);
    await other.close();
  });

  await test.step('a duplicated tab keeps its changes apart from the first one’s', async () => {
    await rename(page, 'First of twins');
    await page.waitForTimeout(2500);
    const coming = page.context().waitForEvent('page');
    // Browsers hand a duplicated tab what the first one keeps for itself, as they do a page opened by it.
    await page.evaluate(() => void window.open(location.href));
    const twin = await coming;
    await expect(title(twin)).toHaveValue('First of twins');
    await rename(twin, 'Second of twins');
    await rename(page, 'First of twins, later');
    await page.waitForTimeout(3000);
    await Promise.all([page.reload(), twin.reload()]);
    await expect(title(page)).toHaveValue('First of twins, later');
    await expect(title(twin)).toHaveValue('Second of twins');
    await twin.close();
  });
});

test('a host that was started anew finds its open page again', async ({ page, app }) => {
  test.skip(app.restart === undefined, 'a window is its own host');
  test.info().annotations.push({ type: 'expected complaint', description: 'WebSocket connection to .* failed|ERR_CONNECTION_(REFUSED|RESET)' });
  const engine = page.getByTestId('app-engine');
  await expect(engine).toHaveAttribute('data-status', 'ready');
  await rename(page, 'Before the host went');
  await Promise.all([app.restart?.(), expect(engine).toHaveAttribute('data-status', 'lost'), rename(page, 'While it was away')]);
  await expect(engine).toHaveAttribute('data-status', 'ready', { timeout: 30_000 });
  await expect(title(page)).toHaveValue('While it was away');
  await saveAs(page, 'Outlived');
  await page.reload();
  await expect(title(page)).toHaveValue('While it was away');
});
