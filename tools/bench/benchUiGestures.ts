import type { Browser, Page } from '@playwright/test';
import { serialiseDocument } from '../../shared/graph/serialiseDocument.ts';
import type { GraphDoc } from '../../shared/graph/document.ts';
import { choose, showSide, showView } from '../../e2e/steps/menus.ts';
import { expectStatus, setTraining, train } from '../../e2e/steps/training.ts';

const gestureMs = 2000;

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)] ?? Number.NaN;

/** Opens a document from a file, as a user does. */
export async function openDocument(page: Page, document: GraphDoc): Promise<void> {
  const asked = page.waitForEvent('filechooser');
  await choose(page, 'File', /^Import a file/);
  await (await asked).setFiles({ name: 'bench.json', mimeType: 'application/json', buffer: Buffer.from(serialiseDocument(document)) });
  await page
    .getByRole('banner')
    .getByRole('textbox', { name: 'Name of the document' })
    .and(page.locator(`[value="${document.name}"]`))
    .waitFor();
  const dismiss = page.getByRole('complementary', { name: 'First steps' }).getByRole('button', { name: 'Dismiss' });
  if (await dismiss.isVisible()) await dismiss.click();
  await page.getByRole('button', { name: 'Zoom to fit' }).click();
  await page.waitForTimeout(1500);
}

/** Milliseconds from asking for the address until the template is drawn and can be trained; a browser context of its own each time. */
export async function usablePaintMs(browser: Browser, url: string): Promise<number> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-US' });
  try {
    const page = await context.newPage();
    await page.addInitScript(() => {
      const look = (): void => {
        const train = [...document.querySelectorAll('button')].find(({ textContent }) => textContent === 'Train');
        if (document.querySelector('[data-testid="canvas-card"]') && train && !train.disabled)
          document.documentElement.dataset['usableAt'] ??= String(Date.now());
        else requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    });
    const from = Date.now();
    await page.goto(url);
    const at = await page.waitForFunction(() => document.documentElement.dataset['usableAt']);
    return Number(await at.jsonValue()) - from;
  } finally {
    await context.close();
  }
}

/** Frames a second while the canvas is panned or zoomed with the mouse. */
export async function gestureFps(page: Page, gesture: 'pan' | 'zoom'): Promise<number> {
  const box = await page.getByTestId('canvas-surface').boundingBox();
  if (!box) throw new Error('the canvas has no size');
  const middle = { x: box.x + box.width / 2, y: box.y + 24 };
  await page.mouse.move(middle.x, middle.y);
  if (gesture === 'pan') await page.mouse.down();
  const counted = page.evaluate(
    (ms) =>
      new Promise<number>((resolve) => {
        let frames = 0,
          from = 0;
        const next = (now: number): void => {
          if (from === 0) from = now;
          else frames += 1;
          if (now - from < ms) requestAnimationFrame(next);
          else resolve((frames * 1000) / (now - from));
        };
        requestAnimationFrame(next);
      }),
    gestureMs,
  );
  const until = Date.now() + gestureMs + 100;
  for (let turn = 0; Date.now() < until; turn++) {
    // To and fro, so that what is in view stays much the same.
    const swing = Math.sin(turn / 12);
    if (gesture === 'pan') await page.mouse.move(middle.x + swing * 60, middle.y + 20 + swing * 20);
    else await page.mouse.wheel(0, swing > 0 ? 12 : -12);
    await new Promise((resolve) => {
      setTimeout(resolve, 6);
    });
  }
  if (gesture === 'pan') await page.mouse.up();
  return counted;
}

/** Milliseconds from a key press in a layer's field until its card shows the new output shape; one for each press. */
export async function editMs(page: Page, presses: number): Promise<readonly number[]> {
  await page.locator('.react-flow__node[data-id="a1"]').click();
  const units = (await showSide(page, 'Inspector')).getByLabel('Units', { exact: true });
  await units.focus();
  const taken: number[] = [];
  for (let press = 0; press < presses; press++) {
    const measured = page.evaluate(
      () =>
        new Promise<number>((resolve) => {
          const card = document.querySelector('.react-flow__node[data-id="a1"]');
          if (!card) return resolve(Number.NaN);
          let from = 0;
          addEventListener(
            'keydown',
            () => {
              from = performance.now();
            },
            { capture: true, once: true },
          );
          const watch = new MutationObserver(() => {
            if (from === 0) return;
            watch.disconnect();
            resolve(performance.now() - from);
          });
          watch.observe(card, { subtree: true, childList: true, characterData: true });
        }),
    );
    await page.waitForTimeout(60);
    await page.keyboard.press('ArrowUp');
    taken.push(await measured);
    await page.waitForTimeout(120);
  }
  return taken;
}

/** Median milliseconds between frames while the scatter of 60,000 codes is zoomed, each frame waited for on the (software) graphics card. */
export async function latentRedrawMs(page: Page): Promise<number> {
  const panel = await showView(page, 'Latent space');
  const plot = panel.locator('canvas').first();
  if (!(await plot.isVisible())) {
    await train(page);
    await expectStatus(page, 'Done', 120_000);
    await panel.getByRole('combobox', { name: /of/i }).first().click();
    await page.getByRole('option', { name: 'Training' }).click();
    await panel
      .getByRole('img', { name: /60.?760/ })
      .or(panel.locator('[aria-label*="60760"], [aria-label*="60,760"]'))
      .first()
      .waitFor({ timeout: 60_000 });
    await page.waitForTimeout(1500);
  }
  const intervals = await plot.evaluate(
    (canvas, ms) =>
      new Promise<number[]>((resolve) => {
        const gl = canvas instanceof HTMLCanvasElement ? canvas.getContext('webgl2') : null;
        const { left, top, width, height } = canvas.getBoundingClientRect();
        const target = document.elementFromPoint(left + width / 2, top + height / 2) ?? canvas;
        const taken: number[] = [],
          pixel = new Uint8Array(4);
        let from = 0,
          last = 0,
          turn = 0;
        const next = (now: number): void => {
          // Waits until all that was drawn is drawn.
          gl?.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, pixel);
          const done = performance.now();
          if (last > 0) taken.push(done - last);
          else from = now;
          last = done;
          if (now - from > ms) return resolve(taken);
          target.dispatchEvent(
            new WheelEvent('wheel', {
              deltaY: Math.sin(turn++ / 10) > 0 ? 20 : -20,
              clientX: left + width / 2,
              clientY: top + height / 2,
              bubbles: true,
              cancelable: true,
            }),
          );
          requestAnimationFrame(next);
        };
        requestAnimationFrame(next);
      }),
    gestureMs,
  );
  return median(intervals);
}

/** The longest task of the page's main thread, in milliseconds, in twenty seconds of a streaming run; 0 where none took 50 ms. The views are gone through meanwhile. */
export async function longestTaskMs(page: Page): Promise<number> {
  await setTraining(page, { epochs: 1000, examples: 4000 });
  await train(page);
  await page.waitForTimeout(2000);
  const longest = page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        let most = 0;
        const watch = new PerformanceObserver((list) => {
          for (const { duration } of list.getEntries()) most = Math.max(most, duration);
        });
        watch.observe({ entryTypes: ['longtask'] });
        setTimeout(() => {
          watch.disconnect();
          resolve(most);
        }, 20_000);
      }),
  );
  return longest;
}
