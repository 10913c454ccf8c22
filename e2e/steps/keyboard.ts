import { expect } from '@playwright/test';
import type { Locator, Page } from '@playwright/test';

const mostTabs = 150;

/** Presses Tab until the focus is on what is wanted, as someone without a mouse does. */
export async function tabTo(page: Page, wanted: Locator): Promise<void> {
  await expect(wanted.first()).toBeAttached();
  for (let presses = 0; presses < mostTabs; presses++) {
    if (await wanted.evaluateAll((elements) => elements.some((element) => element === document.activeElement))) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`${wanted.toString()} is not reached by ${mostTabs} presses of Tab`);
}

/** Types a text into the field that has the focus, in place of what stands in it. */
export async function typeOver(page: Page, text: string): Promise<void> {
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type(text);
}

/** Chooses an option of the list that has the focus by walking to it with the arrows. */
async function walkTo(page: Page, option: string): Promise<void> {
  const selected = page.getByRole('dialog').getByRole('option', { selected: true });
  for (let presses = 0; presses < mostTabs; presses++) {
    if ((await selected.textContent())?.startsWith(option) === true) return;
    await page.keyboard.press('ArrowDown');
  }
  throw new Error(`“${option}” is not among the choices`);
}

/** Draws a wire at the selected node: C, the other node's name, the wire among the choices. @param wire as the list names it, such as `Mean ← Posterior · Mean` */
export async function connectByKeyboard(page: Page, wire: string): Promise<void> {
  await page.keyboard.press('c');
  const list = page.getByRole('dialog', { name: /^Connect/ });
  await expect(list.getByRole('combobox')).toBeFocused();
  await page.keyboard.type(wire.replaceAll(/[←→·]/g, ' ').replaceAll(/\s+/g, ' '));
  await walkTo(page, wire);
  await page.keyboard.press('Enter');
  await expect(list).toHaveCount(0);
}

/** Opens a menu entry with the keyboard: Tab to the menu bar, its menu, its entry by its first letters. */
export async function chooseByKeyboard(page: Page, menu: string, entry: string): Promise<void> {
  const name = page.getByRole('menubar').getByRole('menuitem', { name: menu, exact: true });
  await tabTo(page, page.getByRole('menubar').getByRole('menuitem'));
  for (let presses = 0; presses < 6 && !(await name.evaluate((element) => element === document.activeElement)); presses++)
    await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  const wanted = page.getByRole('menu').getByRole('menuitem', { name: entry });
  await expect(wanted).toBeVisible();
  for (let presses = 0; presses < mostTabs; presses++) {
    if (await wanted.evaluate((element) => element === document.activeElement)) break;
    await page.keyboard.press('ArrowDown');
  }
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menu')).toHaveCount(0);
}
