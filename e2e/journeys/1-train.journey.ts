import type { Page } from '@playwright/test';
import { expect, test } from '../journey.ts';
import { choose, documentOf, openProject, saveAs, showSide, showView } from '../steps/menus.ts';
import { keepBothSizes, keepScreen } from '../steps/screens.ts';
import { expectStatus, runBar, setTraining, shownStep, train } from '../steps/training.ts';
import { cards } from '../steps/canvas.ts';
import { viewPicture } from '../steps/views.ts';

test('first start, default template, real digits: train, watch, pause, step, go on, stop, reload, save, reopen', async ({ page }) => {
  await test.step('the first start shows the default template, ready to train', async () => {
    await expect(cards(page)).toHaveCount(7);
    await expect(page.getByText('This is a variational autoencoder')).toBeVisible();
    await keepBothSizes(page, 'train-1-first-start');
  });

  await test.step('two epochs on real digits', async () => {
    await setTraining(page, { epochs: 2, examples: 1500 });
    await train(page);
    await expectStatus(page, 'Done');
    await expect(runBar(page)).toContainText('Epoch 2/2');
  });

  const views = ['Curves', 'Reconstructions', 'Latent'] as const;
  const pictures = async (): Promise<readonly Buffer[]> => {
    const taken: Buffer[] = [];
    for (const view of views) taken.push(await viewPicture(page, view));
    return taken;
  };

  await test.step('curves, reconstructions and latent scatter change while it trains', async () => {
    await setTraining(page, { epochs: 600 });
    await train(page);
    await expect(runBar(page)).toContainText(/Epoch ([3-9]|\d\d+)\/600/, { timeout: 60_000 });
    const early = await pictures();
    const step = await shownStep(page);
    await expect.poll(() => shownStep(page), { timeout: 60_000 }).toBeGreaterThan(step + 60);
    const late = await pictures();
    for (const [place, view] of views.entries()) expect(late[place]?.equals(early[place] ?? Buffer.alloc(0)), `${view} changed`).toBe(false);
    await showView(page, 'Curves');
    await keepBothSizes(page, 'train-2-while-training');
  });

  await test.step('it goes on through a reload, which shows the whole curve', async () => {
    const step = await shownStep(page);
    await page.reload();
    await expectStatus(page, 'Training');
    await expect.poll(() => shownStep(page), { timeout: 60_000 }).toBeGreaterThan(step);
    await viewPicture(page, 'Curves');
  });

  await test.step('pause, one step, go on, stop', async () => {
    await runBar(page).getByRole('button', { name: 'Pause' }).click();
    await expectStatus(page, 'Paused');
    const paused = await shownStep(page);
    await runBar(page).getByRole('button', { name: 'One step' }).click();
    await expect.poll(() => shownStep(page), { timeout: 30_000 }).toBe(paused + 1);
    await keepScreen(page, 'train-3-paused');
    await runBar(page).getByRole('button', { name: 'Go on' }).click();
    await expect.poll(() => shownStep(page), { timeout: 60_000 }).toBeGreaterThan(paused + 1);
    await runBar(page).getByRole('button', { name: 'Stop' }).click();
    await expectStatus(page, 'Stopped');
  });

  const kept = await documentOf(page);

  await test.step('a reload keeps everything', async () => {
    await page.reload();
    await expectStatus(page, 'Stopped');
    expect(await documentOf(page)).toEqual(kept);
    for (const view of views) await viewPicture(page, view);
    await keepBothSizes(page, 'train-4-latent');
    await expect((await showSide(page, 'Runs')).getByRole('listitem')).toHaveCount(2);
    await keepScreen(page, 'train-5-runs');
  });

  await test.step('save, begin anew, reopen', async () => {
    await saveAs(page, 'First digits');
    await choose(page, 'File', /^New, empty/);
    await expect(cards(page)).toHaveCount(0);
    // Another document has runs of its own, and none yet.
    await expect(await showView(page, 'Curves')).toContainText('This document has no run yet');
    await expect((await showSide(page, 'Runs')).getByRole('listitem')).toHaveCount(0);
    await openProject(page, 'First digits');
    await expect(cards(page)).toHaveCount(7);
    expect(await documentOf(page)).toEqual(kept);
    await expect((await showSide(page, 'Runs')).getByRole('listitem')).toHaveCount(2);
    await expectStatus(page, 'Stopped');
    await viewPicture(page, 'Curves');
    await keepScreen(page, 'train-6-reopened');
  });
});

test('training goes on when the tab is closed: a new browser shows the document, its run and the whole curve', async ({ page, app }) => {
  const browser = page.context().browser();
  test.skip(app.name !== 'web' || browser === null, 'a window trains as long as it is open');
  const open = async (): Promise<Page> => {
    const context = await browser?.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-US' });
    if (!context) throw new Error('no browser');
    const next = await context.newPage();
    await next.goto(app.url);
    return next;
  };
  const watch = async (next: Page, since: number): Promise<number> => {
    // A quick machine may be done with it by now.
    await expect(runBar(next).getByText(/^(Training|Done)$/)).toBeVisible({ timeout: 30_000 });
    await expect.poll(() => shownStep(next), { timeout: 60_000 }).toBeGreaterThan(since);
    const curves = await showView(next, 'Curves');
    await curves.getByRole('button', { name: 'Show as table' }).click();
    await expect(curves.getByRole('row').nth(1), 'the curve begins with the first epoch').toContainText(/^1/);
    await expect((await showSide(next, 'Runs')).getByRole('listitem')).toHaveCount(1);
    return shownStep(next);
  };

  let seen = await test.step('the default template as it is', async () => {
    await train(page);
    await expect(runBar(page)).toContainText(/Epoch ([2-9]|10)\/10/, { timeout: 90_000 });
    const step = await shownStep(page);
    await page.close();
    return step;
  });

  const again = await test.step('another browser', async () => {
    const next = await open();
    seen = await watch(next, seen);
    await keepScreen(next, 'train-7-come-back');
    await viewPicture(next, 'Reconstructions');
    return next;
  });

  await test.step('changed since: what was changed is offered, and has the same run', async () => {
    const title = again.getByRole('banner').getByRole('textbox', { name: 'Name of the document' });
    await title.fill('Changed while it trains');
    await title.press('Enter');
    await again.waitForTimeout(3000);
    await again.context().close();
    const next = await open();
    await next.getByRole('dialog', { name: 'Unsaved changes were found' }).getByRole('button', { name: 'Open' }).click();
    await expect(next.getByRole('banner').getByRole('textbox', { name: 'Name of the document' })).toHaveValue('Changed while it trains');
    await expect((await showSide(next, 'Runs')).getByRole('listitem')).toHaveCount(1);
    await expect(await showView(next, 'Curves')).not.toContainText('This document has no run yet');
    await viewPicture(next, 'Latent');
    await next.context().close();
  });
});
