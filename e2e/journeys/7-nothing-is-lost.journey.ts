import { expect, test } from '../journey.ts';
import { cards, clearCanvas, wires } from '../steps/canvas.ts';
import { documentOf, showSide } from '../steps/menus.ts';
import { lookInBothThemes } from '../steps/access.ts';

test('unsaved changes outlive a reload, at once and later, and a closed page', async ({ page, app }) => {
  const rename = async (name: string): Promise<void> => {
    const title = page.getByRole('banner').getByRole('textbox', { name: 'Name of the document' });
    await title.fill(name);
    await title.press('Enter');
    await expect(page.getByRole('img', { name: 'Unsaved changes' })).toBeVisible();
  };

  await test.step('a reload right after an edit', async () => {
    await rename('At once');
    await page.reload();
    await expect(page.getByRole('banner').getByRole('textbox', { name: 'Name of the document' })).toHaveValue('At once');
    await expect(page.getByRole('img', { name: 'Unsaved changes' })).toBeVisible();
  });

  await test.step('a reload once the draft is with the host', async () => {
    await rename('Later');
    await page.waitForTimeout(3000);
    await page.reload();
    await expect(page.getByRole('banner').getByRole('textbox', { name: 'Name of the document' })).toHaveValue('Later');
  });

  test.skip(app.name !== 'web', 'a window has one page');
  await test.step('another page is offered what a closed one left behind', async () => {
    const edited = await documentOf(page);
    const context = page.context();
    await page.close();
    const next = await context.newPage();
    await next.goto(app.url);
    const offer = next.getByRole('dialog', { name: 'Unsaved changes were found' });
    await expect(offer.getByRole('listitem')).toHaveCount(1);
    await expect(offer).toContainText('Later');
    await lookInBothThemes(next, '[role="dialog"]', 'recovery');
    await offer.getByRole('button', { name: 'Open' }).click();
    await expect(offer).toHaveCount(0);
    expect(await documentOf(next)).toEqual(edited);
    await next.close();
  });
});

test('undo and redo never corrupt wires or groups', async ({ page }) => {
  const before = await documentOf(page);
  const press = async (keys: string): Promise<void> => {
    await page.keyboard.press(keys);
  };
  const select = async (card: string): Promise<void> => {
    await cards(page, card).click({ position: { x: 60, y: 12 } });
  };

  await test.step('delete, duplicate, collapse, group, paste, rename, move', async () => {
    await select('Decode');
    await press('Delete');
    await expect(wires(page)).toHaveCount(8);
    await select('Posterior');
    await press('ControlOrMeta+d');
    await select('Image');
    await press('ArrowDown');
    await press('ArrowRight');
    await page.getByRole('button', { name: /^Collapse the group: Encoder/ }).click();
    await press('Escape');
    await clearCanvas(page);
  });
  const edited = await documentOf(page);

  await test.step('undone one by one it is as it was; redone as it became', async () => {
    const undo = page.getByRole('button', { name: 'Undo', exact: true }),
      redo = page.getByRole('button', { name: 'Redo', exact: true });
    for (let round = 0; round < 3; round++) {
      for (let presses = 0; presses < 60 && (await undo.isEnabled()); presses++) await undo.click();
      expect(await documentOf(page)).toEqual(before);
      await expect(wires(page)).toHaveCount(10);
      for (let presses = 0; presses < 60 && (await redo.isEnabled()); presses++) await redo.click();
      expect(await documentOf(page)).toEqual(edited);
    }
    for (let presses = 0; presses < 60 && (await undo.isEnabled()); presses++) await undo.click();
    await expect(await showSide(page, 'Problems')).toContainText('No problems');
  });
});
