import { expect } from '@playwright/test';
import type { Locator, Page } from '@playwright/test';
import { tabTo } from './keyboard.ts';

export const canvasOf = (page: Page): Locator => page.getByTestId('canvas-surface');

/** Cards on the canvas, or the one whose name as screen readers say it (`name, kind, output shape`) begins so. */
export function cards(page: Page, begins?: string): Locator {
  const all = page.getByTestId('canvas-card');
  return begins === undefined ? all : canvasOf(page).getByRole('group', { name: new RegExp(`^${begins.replaceAll(/[$()*+.?[\\\]^{|}]/g, '\\$&')},`) });
}

export const wires = (page: Page): Locator => canvasOf(page).locator('.react-flow__edge');

/** A port's handle on a card. @param title of the port */
export const handleOf = (card: Locator, side: 'source' | 'target', title: string): Locator => card.locator(`.react-flow__handle.${side}[title^="${title}"]`);

/** Adds a node by name with the keyboard: the tool bar's button, the name, Enter. */
export async function addByName(page: Page, kind: string): Promise<void> {
  const before = await cards(page).count();
  await tabTo(page, canvasOf(page).getByRole('button', { name: 'Add a node' }));
  await page.keyboard.press('Space');
  const picker = page.getByRole('dialog', { name: 'Add a node' });
  await expect(picker.getByRole('combobox')).toBeFocused();
  await page.keyboard.type(kind);
  await page.keyboard.press('Enter');
  await expect(picker).toHaveCount(0);
  await expect(cards(page)).toHaveCount(before + 1);
  await expect(focusedCard(page)).toHaveCount(1);
}

/** The card that has the focus. */
export const focusedCard = (page: Page): Locator => canvasOf(page).locator('.react-flow__node:focus');

/** Presses the tool bar's button until the canvas is seen from as far as wanted. @param zoom 1 is life size */
export async function zoomOut(page: Page, zoom: number): Promise<void> {
  const now = (): Promise<number> => page.locator('.react-flow__viewport').evaluate((viewport) => new DOMMatrix(getComputedStyle(viewport).transform).a);
  for (let presses = 0; presses < 10 && (await now()) > zoom; presses++) {
    await page.getByRole('button', { name: 'Zoom out' }).click();
    // It glides.
    await page.waitForTimeout(250);
  }
  expect(await now()).toBeLessThanOrEqual(zoom);
}

/** Empties the canvas with the keyboard: all selected, deleted. */
export async function clearCanvas(page: Page): Promise<void> {
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.press('Delete');
  await expect(cards(page)).toHaveCount(0);
}
