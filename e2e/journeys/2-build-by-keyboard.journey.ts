import { sameModel } from '../../shared/check/sameModel.ts';
import { expect, test } from '../journey.ts';
import { addByName, canvasOf, cards, focusedCard, wires } from '../steps/canvas.ts';
import { chooseByKeyboard, connectByKeyboard, tabTo, typeOver } from '../steps/keyboard.ts';
import { documentOf } from '../steps/menus.ts';
import { keepScreen } from '../steps/screens.ts';
import { expectStatus } from '../steps/training.ts';
import { wantedDocument, wantedVae } from '../steps/wantedVae.ts';

test('build the whole VAE from an empty canvas with the keyboard alone, train it, undo everything and redo', async ({ page }) => {
  const side = page.getByRole('region', { name: 'Side panel' });

  await test.step('begin with an empty document', async () => {
    await chooseByKeyboard(page, 'File', 'New, empty');
    await expect(cards(page)).toHaveCount(0);
    await keepScreen(page, 'keyboard-1-empty');
  });

  await test.step('add, name, set and connect each node', async () => {
    for (const { kind, name, fields, fedBy } of wantedVae) {
      await addByName(page, kind);
      for (const [port, node, from] of fedBy) await connectByKeyboard(page, `${port} ← ${node} · ${from}`);
      await expect(focusedCard(page)).toHaveCount(1);
      await page.keyboard.press('F2');
      await expect(canvasOf(page).getByRole('textbox', { name: 'Name of the node' })).toBeFocused();
      await typeOver(page, name);
      await page.keyboard.press('Enter');
      await expect(cards(page, name)).toHaveCount(1);
      await expect(cards(page, name), 'the keyboard is back on the card').toBeFocused();
      if (Object.keys(fields).length === 0) continue;
      await page.keyboard.press('Enter');
      await expect(side.getByTestId('inspector').locator(':focus'), 'the keyboard is in the inspector').toHaveCount(1);
      for (const [field, value] of Object.entries(fields)) {
        const control = side.getByLabel(field, { exact: true });
        await tabTo(page, control);
        if (await control.evaluate((element) => element instanceof HTMLSelectElement)) await page.keyboard.type(value);
        else await typeOver(page, value);
        await expect(control).toHaveValue(value);
      }
      await page.keyboard.press('Escape');
      await expect(cards(page, name), 'Escape leads back to the card').toBeFocused();
    }
    await expect(wires(page)).toHaveCount(10);
  });

  await test.step('arrange it and see that nothing is wrong', async () => {
    await page.keyboard.press('ControlOrMeta+Shift+a');
    await page.keyboard.press('Alt+3');
    await expect(side.getByRole('tabpanel', { name: 'Problems' })).toContainText('No problems');
    await keepScreen(page, 'keyboard-2-built');
  });

  await test.step('train it', async () => {
    await page.keyboard.press('Alt+2');
    for (const [field, value] of [
      ['Epochs', '1'],
      ['Examples used', '600'],
    ] as const) {
      await tabTo(page, side.getByLabel(field, { exact: true }));
      await typeOver(page, value);
      await page.keyboard.press('Enter');
    }
    await page.keyboard.press('F5');
    await expectStatus(page, 'Done');
  });

  await test.step('it is the default template', async () => {
    expect(sameModel(await documentOf(page), wantedDocument)).toBe(true);
  });

  await test.step('undo everything and redo it', async () => {
    const undo = page.getByRole('button', { name: 'Undo', exact: true }),
      redo = page.getByRole('button', { name: 'Redo', exact: true });
    for (let presses = 0; presses < 200 && (await undo.isEnabled()); presses++) await page.keyboard.press('ControlOrMeta+z');
    await expect(cards(page)).toHaveCount(0);
    await expect(wires(page)).toHaveCount(0);
    for (let presses = 0; presses < 200 && (await redo.isEnabled()); presses++) await page.keyboard.press('ControlOrMeta+Shift+z');
    await expect(wires(page)).toHaveCount(10);
    expect(sameModel(await documentOf(page), wantedDocument)).toBe(true);
  });
});
