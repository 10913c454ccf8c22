import { sameModel } from '../../shared/check/sameModel.ts';
import { expect, test } from '../journey.ts';
import { canvasOf, cards, handleOf, wires, zoomOut } from '../steps/canvas.ts';
import { choose, documentOf, showSide } from '../steps/menus.ts';
import { keepBothSizes, keepScreen } from '../steps/screens.ts';
import { expectStatus, setTraining, train } from '../steps/training.ts';
import { wantedDocument, wantedVae } from '../steps/wantedVae.ts';

test('build the whole VAE from an empty canvas by drag and drop, and train it', async ({ page }) => {
  const palette = page.getByRole('region', { name: 'Palette' });
  const surface = canvasOf(page);

  await test.step('begin with an empty document', async () => {
    await choose(page, 'File', /^New, empty/);
    await expect(cards(page)).toHaveCount(0);
    const card = page.getByRole('complementary', { name: 'First steps' });
    if (await card.isVisible()) await card.getByRole('button', { name: 'Dismiss' }).click();
    await zoomOut(page, 0.5);
  });

  await test.step('drag each node from the palette, name it and set it', async () => {
    const box = await surface.boundingBox();
    if (!box) throw new Error('the canvas has no size');
    for (const [place, { kind, name, fields }] of wantedVae.entries()) {
      // Two rows of four, each card on free ground.
      const targetPosition = { x: 80 + (place % 4) * ((box.width - 100) / 4), y: 60 + Math.floor(place / 4) * (box.height / 2.4) };
      const entry = palette.getByRole('button', { name: `Add ${kind}`, exact: true });
      await zoomOut(page, 0.5);
      await entry.scrollIntoViewIfNeeded();
      await entry.dragTo(surface, { targetPosition });
      await expect(cards(page)).toHaveCount(place + 1);
      const panel = await showSide(page, 'Inspector');
      await panel.getByLabel('Name of the node').fill(name);
      await panel.getByLabel('Name of the node').press('Enter');
      await expect(cards(page, name)).toHaveCount(1);
      for (const [field, value] of Object.entries(fields)) {
        const control = panel.getByLabel(field, { exact: true });
        if (await control.evaluate((element) => element instanceof HTMLSelectElement)) await control.selectOption(value);
        else await control.fill(value);
        await expect(control).toHaveValue(value);
      }
    }
    await page.getByRole('button', { name: 'Zoom to fit' }).click();
    await keepScreen(page, 'mouse-1-nodes');
  });

  await test.step('drag each wire from port to port', async () => {
    let drawn = 0;
    for (const { name, fedBy } of wantedVae) {
      for (const [port, from, output] of fedBy) {
        await handleOf(cards(page, from), 'source', output).dragTo(handleOf(cards(page, name), 'target', port));
        drawn += 1;
        await expect(wires(page), `${from} ${output} → ${name} ${port}`).toHaveCount(drawn);
      }
    }
    await page.getByRole('button', { name: 'Arrange' }).click();
    await expect(await showSide(page, 'Problems')).toContainText('No problems');
    await keepBothSizes(page, 'mouse-2-built');
  });

  await test.step('a wire let go over empty canvas offers only what fits', async () => {
    const box = await surface.boundingBox();
    const handle = await handleOf(cards(page, 'Encode'), 'source', 'Output').boundingBox();
    if (!box || !handle) throw new Error('the canvas has no size');
    await page.mouse.move(handle.x + handle.width / 2, handle.y + handle.height / 2);
    await page.mouse.down();
    await page.mouse.move(handle.x + 40, box.y + 60, { steps: 8 });
    await keepScreen(page, 'mouse-3-drawing-a-wire');
    await page.mouse.up();
    const picker = page.getByRole('dialog', { name: 'Add a node that fits' });
    await expect(picker).toBeVisible();
    await expect(picker.getByRole('option', { name: /^Input/ })).toHaveCount(0);
    await keepScreen(page, 'mouse-4-what-fits');
    await page.keyboard.press('Escape');
  });

  await test.step('a node dropped on a wire is put into it, and a wire is led to another port by its end', async () => {
    for (let presses = 0; presses < 2; presses++) await page.getByRole('button', { name: 'Zoom in' }).click();
    // It glides.
    await page.waitForTimeout(400);
    const box = await surface.boundingBox();
    const from = await handleOf(cards(page, 'z'), 'source', 'Output').boundingBox(),
      to = await handleOf(cards(page, 'Decode'), 'target', 'Input').boundingBox(),
      next = await handleOf(cards(page, 'Pixels'), 'target', 'Input').boundingBox();
    if (!box || !from || !to || !next) throw new Error('the canvas has no size');
    const entry = palette.getByRole('button', { name: 'Add Dropout', exact: true });
    await entry.scrollIntoViewIfNeeded();
    const middle = { x: (from.x + to.x + to.width) / 2, y: (from.y + to.y + to.height) / 2 };
    await entry.dragTo(surface, { targetPosition: { x: middle.x - box.x, y: middle.y - box.y } });
    await expect(wires(page)).toHaveCount(11);
    await keepScreen(page, 'mouse-5-put-into-a-wire');
    await page.keyboard.press('ControlOrMeta+z');
    await expect(wires(page)).toHaveCount(10);
    await expect(cards(page)).toHaveCount(7);

    await page.mouse.move(to.x - 8, to.y + to.height / 2);
    await expect(surface.locator('.react-flow__edgeupdater-target')).toHaveCount(1);
    await page.mouse.down();
    await page.mouse.move(next.x, next.y + next.height / 2, { steps: 8 });
    await keepScreen(page, 'mouse-6-led-elsewhere');
    await page.mouse.up();
    // The wire that stood there gave way.
    await expect(wires(page)).toHaveCount(9);
    await page.keyboard.press('ControlOrMeta+z');
    await expect(wires(page)).toHaveCount(10);
  });

  await test.step('it is the default template, and trains', async () => {
    expect(sameModel(await documentOf(page), wantedDocument)).toBe(true);
    await setTraining(page, { epochs: 1, examples: 600 });
    await train(page);
    await expectStatus(page, 'Done');
  });
});
